package dev.bogie.runtime;

import dev.bogie.transport.Threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.LongAdder;

/** Daemon threads that are counted, so that it can be shown that all have ended. */
final class CountedThreads implements Threads {
    private static final Logger LOG = LoggerFactory.getLogger(CountedThreads.class);

    private final LongAdder live = new LongAdder();

    @Override
    public Thread start(Kind kind, String name, Runnable body) {
        Thread.Builder builder =
                switch (kind) {
                    case PLATFORM -> Thread.ofPlatform().daemon(true);
                    case VIRTUAL -> Thread.ofVirtual();
                };
        Thread thread =
                builder.name(name).inheritInheritableThreadLocals(false).unstarted(() -> run(body));
        live.increment();
        try {
            thread.start();
        } catch (Throwable e) {
            live.decrement();
            throw e;
        }
        return thread;
    }

    private void run(Runnable body) {
        try {
            body.run();
        } catch (Throwable e) { // there is nobody above to tell
            LOG.error("thread '{}' ended by an exception", Thread.currentThread().getName(), e);
        } finally {
            live.decrement();
        }
    }

    /** How many have been started and have not ended; exact when none starts or ends meanwhile. */
    long live() {
        return live.sum();
    }
}
