package dev.bogie.websocket.machine;

import java.time.Duration;

/**
 * How long a machine waits. A duration of zero switches that timer off.
 *
 * @param close for the peer's half of the closing handshake, and then, at a client, for the server
 *     to end the transport
 * @param assembly from the first frame of a message to its end
 * @param pingInterval of silence before a Ping is sent
 * @param pongTimeout for a Pong, or any other sign of life, after a Ping
 */
public record Timeouts(
        Duration close, Duration assembly, Duration pingInterval, Duration pongTimeout) {
    /**
     * A duration above this is as good as none, and sums of instants must not overflow. First: the
     * constants below use it.
     */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** 10 s to close, 2 min for a message, a Ping after 20 s of silence, 20 s for its Pong. */
    public static final Timeouts STANDARD =
            new Timeouts(
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20));

    /** All timers off: for a driver that keeps time by itself. */
    public static final Timeouts NONE =
            new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Instead of an instant: there is no deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    /**
     * Checks the durations.
     *
     * @throws IllegalArgumentException if one is negative or above 36,500 days
     */
    public Timeouts {
        check("close", close);
        check("assembly", assembly);
        check("pingInterval", pingInterval);
        check("pongTimeout", pongTimeout);
    }

    /** The instant {@code timeout} after {@code now}; never, when the timeout is zero. */
    static long after(long now, Duration timeout) {
        return timeout.isZero() ? NEVER : now + timeout.toNanos();
    }

    /** Whether the deadline has come; instants of a monotonic clock compare by difference. */
    static boolean isDue(long deadline, long now) {
        return deadline != NEVER && now - deadline >= 0;
    }

    static long earlier(long one, long other) {
        if (one == NEVER) {
            return other;
        }
        return other == NEVER || one - other <= 0 ? one : other;
    }

    static void check(String name, Duration duration) {
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be from 0 (off) to 36,500 days, not " + duration);
        }
    }
}
