package dev.bogie.transport;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A typed configuration key that describes itself: the one place of a limit. Declared as a constant
 * by the module that reads it, listed through {@link Transport#settings}, {@link Protocol#settings}
 * or {@link Layer#settings}, and given by name and text on a command line.
 *
 * {@snippet :
 * static final Setting<Long> MAX_HEAD =
 *         Setting.size("http1.max-head", Setting.kib(32), 256, Setting.mib(1), "bytes of a head");
 * }
 *
 * @param <T> {@link Long} for sizes and counts, {@link Duration}, {@link Boolean}, {@link String}
 *     for choices, or a type of the setting's own
 */
public final class Setting<T> {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");
    private static final long DAY = 24 * 3_600;
    private static final Pattern QUANTITY = Pattern.compile("([0-9]{1,18})\\s*([a-zA-Z]*)");

    private final String name;
    private final T fallback;
    private final String text;
    private final Format<T> format;

    /** How values are written, and which. */
    private record Format<T>(
            String range, Function<String, T> reader, Function<T, String> writer) {}

    private Setting(String name, T fallback, String text, Format<T> format) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "setting name '" + name + "' is not of the form area.dash-separated");
        }
        this.name = name;
        this.fallback = fallback;
        this.text = text;
        this.format = format;
        read(write(fallback)); // a default out of its own range is found when the class is loaded
    }

    /**
     * A number of bytes, written as {@code 4096}, {@code 64KiB}, {@code 4MiB} or {@code 1GiB}.
     *
     * @param name {@code area.dash-separated}
     * @param fallback the default
     * @param min the least
     * @param max the most
     * @param text what it limits, in a phrase for the user
     * @return the setting
     */
    public static Setting<Long> size(String name, long fallback, long min, long max, String text) {
        return new Setting<>(
                name,
                fallback,
                text,
                new Format<>(
                        sizeText(min) + " to " + sizeText(max),
                        value -> inRange(name, parseSize(name, value), min, max, Setting::sizeText),
                        Setting::sizeText));
    }

    /**
     * A plain number.
     *
     * @param name {@code area.dash-separated}
     * @param fallback the default
     * @param min the least
     * @param max the most
     * @param text what it counts, in a phrase for the user
     * @return the setting
     */
    public static Setting<Long> count(String name, long fallback, long min, long max, String text) {
        return new Setting<>(
                name,
                fallback,
                text,
                new Format<>(
                        min + " to " + max,
                        value -> inRange(name, parseCount(name, value), min, max, String::valueOf),
                        String::valueOf));
    }

    /**
     * A length of time, written as {@code 500ms}, {@code 30s}, {@code 5m}, {@code 1h}, {@code 2d},
     * or {@code 0}.
     *
     * @param name {@code area.dash-separated}
     * @param fallback the default
     * @param min the least
     * @param max the most
     * @param text what it bounds, in a phrase for the user
     * @return the setting
     */
    public static Setting<Duration> duration(
            String name, Duration fallback, Duration min, Duration max, String text) {
        return new Setting<>(
                name,
                fallback,
                text,
                new Format<>(
                        durationText(min) + " to " + durationText(max),
                        value ->
                                inRange(
                                        name,
                                        parseDuration(name, value),
                                        min,
                                        max,
                                        Setting::durationText),
                        Setting::durationText));
    }

    /**
     * A yes or no, written as {@code true} or {@code false}.
     *
     * @param name {@code area.dash-separated}
     * @param fallback the default
     * @param text what it switches on, in a phrase for the user
     * @return the setting
     */
    public static Setting<Boolean> flag(String name, boolean fallback, String text) {
        return new Setting<>(
                name,
                fallback,
                text,
                new Format<>(
                        "true or false",
                        value ->
                                switch (value) {
                                    case "true" -> true;
                                    case "false" -> false;
                                    default -> throw bad(name, value, "must be true or false");
                                },
                        String::valueOf));
    }

    /**
     * One of several words.
     *
     * @param name {@code area.dash-separated}
     * @param fallback the default, one of them
     * @param choices the words
     * @param text what it chooses, in a phrase for the user
     * @return the setting
     */
    public static Setting<String> choice(
            String name, String fallback, List<String> choices, String text) {
        String range = String.join(", ", choices);
        return new Setting<>(
                name,
                fallback,
                text,
                new Format<>(
                        range,
                        value -> {
                            if (!choices.contains(value)) {
                                throw bad(name, value, "must be one of " + range);
                            }
                            return value;
                        },
                        value -> value));
    }

    /**
     * A value in a form of its own: a path, a list, a range of addresses. It is read once, when it
     * is set, and kept as what it was read to.
     *
     * @param name {@code area.dash-separated}
     * @param fallback the default
     * @param form what values look like, in a phrase for the user
     * @param reader makes the value of its text, and throws an {@link IllegalArgumentException}
     *     that says in a phrase what the value must be or has not; name and value are put before it
     * @param text what it is for, in a phrase for the user
     * @param <T> an immutable type with {@code equals}, whose {@code toString} is what the reader
     *     reads
     * @return the setting
     */
    public static <T> Setting<T> of(
            String name, T fallback, String form, Function<String, T> reader, String text) {
        return new Setting<>(
                name,
                fallback,
                text,
                new Format<>(
                        form,
                        value -> {
                            try {
                                return reader.apply(value);
                            } catch (IllegalArgumentException e) {
                                throw bad(name, value, String.valueOf(e.getMessage()));
                            }
                        },
                        String::valueOf));
    }

    /**
     * Kibibytes.
     *
     * @param n how many
     * @return {@code n} × 1,024 bytes
     */
    public static long kib(long n) {
        return n << 10;
    }

    /**
     * Mebibytes.
     *
     * @param n how many
     * @return {@code n} × 1,048,576 bytes
     */
    public static long mib(long n) {
        return n << 20;
    }

    /**
     * The name.
     *
     * @return {@code area.dash-separated}
     */
    public String name() {
        return name;
    }

    /**
     * The value that holds unless another is set.
     *
     * @return the default
     */
    public T fallback() {
        return fallback;
    }

    /**
     * The values that are allowed, for people.
     *
     * @return for example {@code 256B to 1MiB}
     */
    public String range() {
        return format.range();
    }

    /**
     * What the setting is about, for people.
     *
     * @return a phrase
     */
    public String text() {
        return text;
    }

    /**
     * Reads a value.
     *
     * @param value as a user writes it
     * @return the value
     * @throws IllegalArgumentException if it is malformed or out of range; the message names the
     *     setting, the value and the range
     */
    public T read(String value) {
        return format.reader().apply(value);
    }

    /**
     * Writes a value so that {@link #read} reads it.
     *
     * @param value a value in range
     * @return its text
     */
    public String write(T value) {
        return format.writer().apply(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Setting<?> that
                && name.equals(that.name)
                && range().equals(that.range())
                && fallback.equals(that.fallback);
    }

    @Override
    public int hashCode() {
        return name.hashCode(); // several are looked up for each connection
    }

    @Override
    public String toString() {
        return name;
    }

    private static <C extends Comparable<C>> C inRange(
            String name, C value, C min, C max, Function<C, String> writer) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw bad(
                    name,
                    writer.apply(value),
                    "must be from " + writer.apply(min) + " to " + writer.apply(max));
        }
        return value;
    }

    private static long parseCount(String name, String value) {
        Matcher m = QUANTITY.matcher(value);
        if (!m.matches() || !m.group(2).isEmpty()) {
            throw bad(name, value, "must be a whole number");
        }
        return Long.parseLong(m.group(1));
    }

    private static long parseSize(String name, String value) {
        Matcher m = QUANTITY.matcher(value);
        if (m.matches()) {
            long n = Long.parseLong(m.group(1));
            int shift =
                    switch (m.group(2).toLowerCase(Locale.ROOT)) {
                        case "", "b" -> 0;
                        case "kib", "k" -> 10;
                        case "mib", "m" -> 20;
                        case "gib", "g" -> 30;
                        case "tib", "t" -> 40;
                        default -> -1;
                    };
            if (shift >= 0 && n <= Long.MAX_VALUE >> shift) {
                return n << shift;
            }
        }
        throw bad(name, value, "must be a size like 4096, 64KiB or 4MiB");
    }

    private static Duration parseDuration(String name, String value) {
        Matcher m = QUANTITY.matcher(value);
        if (m.matches() && m.group(1).length() <= 10) {
            long n = Long.parseLong(m.group(1));
            Duration time =
                    switch (m.group(2).toLowerCase(Locale.ROOT)) {
                        case "ms" -> Duration.ofMillis(n);
                        case "s" -> Duration.ofSeconds(n);
                        case "m" -> Duration.ofMinutes(n);
                        case "h" -> Duration.ofHours(n);
                        case "d" -> Duration.ofDays(n);
                        default -> n == 0 && m.group(2).isEmpty() ? Duration.ZERO : null;
                    };
            if (time != null) {
                return time;
            }
        }
        throw bad(name, value, "must be a time like 500ms, 30s, 5m or 1h");
    }

    private static String sizeText(long bytes) {
        if (bytes == 0) {
            return "0";
        }
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = Math.min(Long.numberOfTrailingZeros(bytes) / 10, units.length - 1);
        return (bytes >> (10 * unit)) + units[unit];
    }

    private static String durationText(Duration time) {
        long millis = time.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds > DAY && seconds % DAY == 0) {
            return seconds / DAY + "d";
        }
        if (seconds != 0 && seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds != 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static IllegalArgumentException bad(String name, String value, String must) {
        return new IllegalArgumentException(name + ": '" + value + "' " + must);
    }
}
