package dev.bogie.transport.nio.internal;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.locks.LockSupport;

/**
 * Where the thread that drives a lent connection waits, and what ends its waits. {@link #ready} and
 * {@link #wake} may be called from any thread, all else belongs to the borrower.
 */
final class Borrower {
    private static final long NEVER = Long.MAX_VALUE;

    private volatile @Nullable Thread waiter;
    private volatile boolean seen; // readiness, since the wait began
    private volatile boolean woken; // since this was last taken

    /** The channel may be ready. */
    void ready() {
        seen = true;
        LockSupport.unpark(waiter);
    }

    /** Something other than the channel waits for the borrower. */
    void wake() {
        woken = true;
        LockSupport.unpark(waiter);
    }

    /** Whether it was woken; once for each time. */
    boolean takeWake() {
        if (!woken) {
            return false;
        }
        woken = false;
        return true;
    }

    boolean isWaiting() {
        return waiter != null;
    }

    /** From here on readiness counts: the channel's interest is to be looked at after this. */
    void beginWait() {
        waiter = Thread.currentThread();
        seen = false;
    }

    void endWait() {
        waiter = null;
    }

    /**
     * Waits for readiness or a wake, or for a time of {@link System#nanoTime}.
     *
     * @return true if the thread was interrupted; its status is then cleared
     */
    boolean park(long deadline) {
        while (!seen && !woken) {
            if (deadline == NEVER) {
                LockSupport.park(this);
            } else {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
            }
            if (Thread.interrupted()) {
                return true;
            }
        }
        woken = false;
        return false;
    }
}
