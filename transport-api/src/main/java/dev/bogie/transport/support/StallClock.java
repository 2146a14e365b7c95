package dev.bogie.transport.support;

import java.time.Duration;

/**
 * Finds out that a peer has taken nothing of what waits for it for too long, though it may still
 * talk. Fed with what waits, it runs from when there was last less of it. Not thread-safe: the
 * driver's.
 */
public final class StallClock {
    private final long timeoutNanos;
    private boolean running;
    private long since;
    private long least;

    /**
     * A clock that does not run.
     *
     * @param timeout how long a peer may take nothing; zero: for ever
     */
    public StallClock(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
    }

    /**
     * Notes how much waits now.
     *
     * @param pending bytes; 0 also if there is room to go on, so that nobody waits
     * @param now the time
     */
    public void waiting(long pending, long now) {
        if (pending == 0 || timeoutNanos == 0) {
            running = false;
        } else if (!running || pending < least) {
            running = true;
            since = now;
            least = pending;
        }
    }

    /**
     * Whether something waits of which the peer must take some.
     *
     * @return true from the first that waits until there is room
     */
    public boolean isRunning() {
        return running;
    }

    /**
     * Whether the peer has taken nothing for too long.
     *
     * @param now the time
     * @return true once the time-out has passed since something was last taken
     */
    public boolean isStalled(long now) {
        return running && now - since >= timeoutNanos;
    }

    /**
     * When to ask again.
     *
     * @return when the peer will have stalled; {@link Long#MAX_VALUE} if the clock does not run
     */
    public long deadline() {
        return running ? since + timeoutNanos : Long.MAX_VALUE;
    }
}
