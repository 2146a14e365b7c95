package dev.bogie.transport.loom.internal;

import dev.bogie.transport.Engine;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;

/** A task that waits for its time in a poller's wheel. */
final class LoomTimer implements Engine.Timer, Alarm.Owner {
    private final long at;
    private final AtomicReference<@Nullable Runnable> task; // null once it is run or cancelled
    private final Alarm alarm;

    private LoomTimer(Poller poller, long at, Runnable task) {
        this.at = at;
        this.task = new AtomicReference<@Nullable Runnable>(task);
        this.alarm = new Alarm(poller, this);
    }

    /**
     * Starts one.
     *
     * @param poller whose wheel
     * @param at when, on the engine's clock
     * @param task run by the poller: quick, and not a user's
     */
    static LoomTimer start(Poller poller, long at, Runnable task) {
        LoomTimer timer = new LoomTimer(poller, at, task);
        timer.alarm.moved(at);
        return timer;
    }

    @Override
    public void cancel() {
        if (task.getAndSet(null) != null) {
            alarm.cancel();
        }
    }

    @Override
    public long dueAt() {
        return task.get() == null ? Alarm.NEVER : at;
    }

    @Override
    public void due() {
        Runnable taken = task.getAndSet(null);
        if (taken != null) {
            taken.run();
        }
    }
}
