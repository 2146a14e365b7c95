package dev.bogie.http1.machine;

/**
 * How long a server waits for a client, as one deadline that moves:
 *
 * <table>
 * <caption>Waiting</caption>
 * <tr><th>for</th><th>runs from</th><th>until</th></tr>
 * <tr><td>the next request</td><td>the end of the last exchange</td><td>idle time</td></tr>
 * <tr><td>a whole head</td><td>the accept, or its first byte; more bytes don't move it</td><td>head
 *     time</td></tr>
 * <tr><td>content</td><td>the head's end, while the application wants some</td><td>a start, and then as
 *     long as what came would take at the least rate</td></tr>
 * </table>
 *
 * <p>All times are nanoseconds on one monotonic clock, told by the caller; they may be negative and
 * wrap, so they are compared by difference.
 */
public final class ConnectionDeadlines {
    /** What was waited for. */
    public enum Phase {
        /** Nothing: the application has its turn. */
        NONE,
        /** The next request. */
        IDLE,
        /** The rest of a head. */
        HEAD,
        /** More content. */
        BODY
    }

    /**
     * How long.
     *
     * @param idle nanoseconds between exchanges
     * @param head nanoseconds for a whole head
     * @param bodyStart nanoseconds before the least rate counts
     * @param bodyRate the least rate of content in bytes per second; 0: none
     */
    public record Times(long idle, long head, long bodyStart, long bodyRate) {}

    private static final long SECOND = 1_000_000_000L;

    private final Times times;
    private Phase phase = Phase.NONE;
    private long deadline;
    private long pausedAt;
    private boolean paused;

    /**
     * Deadlines of one connection; none runs yet.
     *
     * @param times how long
     */
    public ConnectionDeadlines(Times times) {
        this.times = times;
    }

    /**
     * An exchange has ended: waits for the next request.
     *
     * @param now the time
     */
    public void idle(long now) {
        start(Phase.IDLE, now + times.idle);
    }

    /**
     * Waits for a head; to be told at the accept, and at its first byte. Told again, it goes on.
     *
     * @param now the time
     */
    public void head(long now) {
        if (phase != Phase.HEAD) {
            start(Phase.HEAD, now + times.head);
        }
    }

    /**
     * A head with content has come.
     *
     * @param now the time
     */
    public void body(long now) {
        if (times.bodyRate == 0) {
            none();
        } else {
            start(Phase.BODY, now + times.bodyStart);
        }
    }

    /**
     * Content has come.
     *
     * @param bytes how many
     */
    public void received(int bytes) {
        if (phase == Phase.BODY) {
            deadline += bytes * SECOND / times.bodyRate;
        }
    }

    /**
     * Nobody wants content now: its time stands still.
     *
     * @param now the time
     */
    public void pause(long now) {
        if (phase == Phase.BODY && !paused) {
            paused = true;
            pausedAt = now;
        }
    }

    /**
     * Content is wanted again.
     *
     * @param now the time
     */
    public void resume(long now) {
        if (paused) {
            paused = false;
            deadline += now - pausedAt;
        }
    }

    /** Nothing is waited for: the application has its turn. */
    public void none() {
        start(Phase.NONE, 0);
    }

    /**
     * Whether a connection that is to end may wait for its next request for as long as ever. To
     * close it loses a request that is on its way (RFC 9112 §9.5); a server that has the time says
     * in its next answer that it is the last.
     *
     * @param now the time
     * @param until when the connection will be aborted
     * @return true if it may have been idle for too long by itself before that
     */
    public boolean leavesTimeToAsk(long now, long until) {
        return until - now > times.idle;
    }

    /** {@return when to ask {@link #expired} again, or {@link Long#MAX_VALUE}} */
    public long next() {
        return phase == Phase.NONE || paused ? Long.MAX_VALUE : deadline;
    }

    /**
     * Whether the peer was too slow.
     *
     * @param now the time
     * @return what was waited for in vain, or {@link Phase#NONE}
     */
    public Phase expired(long now) {
        boolean passed = phase != Phase.NONE && !paused && now - deadline >= 0;
        return passed ? phase : Phase.NONE;
    }

    private void start(Phase next, long at) {
        phase = next;
        deadline = at;
        paused = false;
    }
}
