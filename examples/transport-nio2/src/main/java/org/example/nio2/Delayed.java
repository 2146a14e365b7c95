package org.example.nio2;

import dev.bogie.transport.Engine;
import dev.bogie.transport.support.DeadlineWheel;

import java.util.concurrent.atomic.AtomicReference;

/** A task that waits for its time. */
final class Delayed extends DeadlineWheel.Entry implements Engine.Timer {
    private final Nio2Engine engine;
    private final long at;
    private final AtomicReference<Runnable> task; // null once it is run or cancelled

    private Delayed(Nio2Engine engine, long at, Runnable task) {
        this.engine = engine;
        this.at = at;
        this.task = new AtomicReference<>(task);
    }

    static Delayed start(Nio2Engine engine, long at, Runnable task) {
        Delayed delayed = new Delayed(engine, at, task);
        engine.clock().add(delayed, at);
        return delayed;
    }

    @Override
    public void cancel() {
        if (task.getAndSet(null) != null) {
            engine.clock().remove(this);
        }
    }

    @Override
    protected long dueAt() {
        return at;
    }

    @Override
    protected void due(long now) {
        engine.run(this::runTask);
    }

    private void runTask() {
        Runnable taken = task.getAndSet(null);
        if (taken != null) {
            taken.run();
        }
    }
}
