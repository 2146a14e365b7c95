package org.example.nio2;

import dev.bogie.transport.support.DeadlineWheel;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The engine's time, and a thread that waits for it. What is due is told under the lock of the
 * wheel, so it only hands itself to the workers.
 */
final class Clock implements Runnable {
    /** Never. */
    static final long NEVER = Long.MAX_VALUE;

    private final long origin = System.nanoTime(); // so that times begin small, and never overflow
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final DeadlineWheel wheel = new DeadlineWheel(0); // guarded by the lock, as all below
    private long waitsUntil = NEVER;
    private boolean stopped;

    long nanoTime() {
        return System.nanoTime() - origin;
    }

    /** Any thread: has an entry told at a time, or before if it is there for an earlier one. */
    void add(DeadlineWheel.Entry entry, long at) {
        lock.lock();
        try {
            if (!stopped) {
                wheel.add(entry, at);
                if (at < waitsUntil) {
                    changed.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Any thread. */
    void remove(DeadlineWheel.Entry entry) {
        lock.lock();
        try {
            wheel.remove(entry);
        } finally {
            lock.unlock();
        }
    }

    /** Any thread: the clock's own ends. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** The clock's thread. */
    @Override
    public void run() {
        lock.lock();
        try {
            while (!stopped) {
                long now = nanoTime();
                wheel.advance(now);
                waitsUntil = wheel.nextAt();
                await(now);
                waitsUntil = NEVER;
            }
        } finally {
            lock.unlock();
        }
    }

    private void await(long now) {
        try {
            if (waitsUntil == NEVER) {
                changed.await();
            } else if (waitsUntil > now) {
                long unused = changed.awaitNanos(waitsUntil - now);
            }
        } catch (InterruptedException e) {
            // Means nothing here.
        }
    }
}
