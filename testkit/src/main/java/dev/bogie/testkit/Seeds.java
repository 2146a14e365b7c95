package dev.bogie.testkit;

import org.jspecify.annotations.Nullable;

import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * The seeds of tests that leave something to chance: the same ones in each run, so that a build
 * passes or fails for what was changed and not by luck. A failure names its seed. The system
 * property {@code dev.bogie.testkit.seed} has one seed run alone: the one that failed, or another
 * one at each run of a search through the night.
 *
 * {@snippet :
 * Seeds.each(20, seed -> {
 *     Network network = Network.seeded(seed).rough();
 *     // …
 * });
 * }
 *
 * <pre>{@code
 * mvn test -Dtest=MyTest -Ddev.bogie.testkit.seed=17
 * }</pre>
 */
public final class Seeds {
    /** The system property that names the one seed to run. */
    public static final String PROPERTY = "dev.bogie.testkit.seed";

    private Seeds() {}

    /**
     * The seeds to run.
     *
     * @param count how many, unless the property names one
     * @return 1 to {@code count}, or the one
     */
    public static LongStream seeds(int count) {
        Long only = only();
        return only == null ? LongStream.rangeClosed(1, count) : LongStream.of(only);
    }

    /**
     * Runs a test with each seed.
     *
     * @param count how many, unless the property names one
     * @param test what to do with each
     * @throws AssertionError with the seed, if the test fails
     */
    public static void each(int count, LongConsumer test) {
        seeds(count)
                .forEach(
                        seed -> {
                            try {
                                test.accept(seed);
                            } catch (AssertionError | RuntimeException e) {
                                throw new AssertionError(
                                        "with seed %1$d (again: -D%2$s=%1$d): %3$s"
                                                .formatted(seed, PROPERTY, e.getMessage()),
                                        e);
                            }
                        });
    }

    private static @Nullable Long only() {
        String value = System.getProperty(PROPERTY, "");
        try {
            return value.isBlank() ? null : Long.valueOf(value.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "-D" + PROPERTY + "=" + value + " is not a whole number", e);
        }
    }
}
