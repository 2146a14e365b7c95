package dev.bogie.sse.machine;

import java.time.Duration;

/**
 * How a client comes back (WHATWG HTML §9.2.3).
 *
 * @param initial the reconnection time until the server names one with {@code retry}
 * @param max what the doubling stops at; a longer time that the server asks for is honoured still
 * @param jitter the most that is added to a delay at random, as a part of it, 0 to 1: it keeps the
 *     clients of a server that restarts from coming back all at once
 * @param maxAttempts how many attempts in a row may fail before it gives up
 */
public record Backoff(Duration initial, Duration max, double jitter, int maxAttempts) {
    /** First: the constant below uses it. */
    private static final Duration LONGEST = Duration.ofDays(1);

    /** 3 s, doubling up to 1 min, up to half as much again at random, 20 attempts. */
    public static final Backoff STANDARD =
            new Backoff(Duration.ofSeconds(3), Duration.ofMinutes(1), 0.5, 20);

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a duration is not positive or above a day, {@code jitter}
     *     is outside 0 to 1, or {@code maxAttempts} is not positive
     */
    public Backoff {
        check("initial", initial);
        check("max", max);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter must be from 0 to 1, not " + jitter);
        }
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts must be positive, not " + maxAttempts);
        }
    }

    private static void check(String name, Duration duration) {
        if (!duration.isPositive() || duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    name + " must be above 0 and at most one day, not " + duration);
        }
    }
}
