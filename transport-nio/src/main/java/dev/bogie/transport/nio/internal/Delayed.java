package dev.bogie.transport.nio.internal;

import dev.bogie.transport.Engine;
import dev.bogie.transport.support.DeadlineWheel;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicReference;

/** A task that waits on a loop for its time. */
final class Delayed extends Inbox.Mail implements Engine.Timer {
    private static final Logger LOG = LoggerFactory.getLogger(Delayed.class);

    private final Loop loop;
    private final long at;
    private final AtomicReference<@Nullable Runnable> task;
    private final Entry entry = new Entry();

    Delayed(Loop loop, long at, Runnable task) {
        this.loop = loop;
        this.at = at;
        this.task = new AtomicReference<>(task);
    }

    void start() {
        if (!loop.post(this)) {
            returned();
        }
    }

    @Override
    public void cancel() {
        if (task.getAndSet(null) != null) {
            loop.postLazily(this); // forgotten already; only the entry waits to be removed
        }
    }

    @Override
    void returned() {
        task.set(null);
    }

    @Override
    void delivered() {
        if (task.get() == null) {
            loop.disarm(entry);
        } else if (System.nanoTime() - at >= 0) {
            run();
        } else {
            loop.arm(entry, at);
        }
    }

    private void run() {
        Runnable taken = task.getAndSet(null);
        if (taken != null) {
            try {
                taken.run();
            } catch (Throwable e) {
                LOG.warn("a scheduled task threw", e);
            }
        }
    }

    private final class Entry extends DeadlineWheel.Entry {
        @Override
        protected long dueAt() {
            return at;
        }

        @Override
        protected void due(long now) {
            run();
        }
    }
}
