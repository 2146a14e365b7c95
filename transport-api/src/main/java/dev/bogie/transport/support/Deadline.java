package dev.bogie.transport.support;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When a length of time is over, by an engine's clock. Callers may ask for any length: what is
 * longer than a century and a half counts as that, so that no sum of times overflows, and less than
 * none as none. Thread-safe.
 */
public final class Deadline {
    private static final long LONGEST = Long.MAX_VALUE / 2;

    private Deadline() {}

    /**
     * When so many nanoseconds are over.
     *
     * @param now a time of the clock
     * @param nanos how many
     * @return a time of the clock, not before now
     */
    public static long after(long now, long nanos) {
        return now + Math.clamp(nanos, 0, LONGEST);
    }

    /**
     * When a duration is over, which may be too long to be counted in nanoseconds.
     *
     * @param now a time of the clock
     * @param time how long
     * @return a time of the clock, not before now
     */
    public static long after(long now, Duration time) {
        return after(now, TimeUnit.NANOSECONDS.convert(time));
    }
}
