package dev.bogie.websocket.internal;

import dev.bogie.websocket.machine.Timeouts;

import java.time.Duration;

/** Finds out that a peer takes nothing of what waits for it, though it may still talk. */
final class StallWatch {
    private final long timeoutNanos;
    private boolean watching;
    private long since;
    private long least;

    /** Zero: never. */
    StallWatch(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
    }

    /** How much waits now; 0 if there is room. */
    void waiting(long pending, long now) {
        if (pending == 0 || timeoutNanos == 0) {
            watching = false;
        } else if (!watching || pending < least) {
            watching = true;
            since = now;
            least = pending;
        }
    }

    boolean isStalled(long now) {
        return watching && now - since >= timeoutNanos;
    }

    long deadline() {
        return watching ? since + timeoutNanos : Timeouts.NEVER;
    }
}
