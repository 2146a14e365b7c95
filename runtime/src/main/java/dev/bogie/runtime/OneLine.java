package dev.bogie.runtime;

import org.jspecify.annotations.Nullable;

import java.util.ServiceConfigurationError;

/**
 * What somebody else's code says, in one line for people. That code may be a plugin's: what it says
 * may be of any length, and its exceptions may fail themselves.
 */
public final class OneLine {
    /** Enough for a sentence with two paths. */
    private static final int LONGEST = 1_000;

    private OneLine() {}

    /**
     * An error: its class and what it says; of one that only wraps another, the other.
     *
     * @param error the error
     * @return one line without control characters
     */
    public static String of(Throwable error) {
        try {
            Throwable cause = error.getCause();
            boolean wraps =
                    error instanceof ServiceConfigurationError
                            || error instanceof ExceptionInInitializerError;
            if (cause != null && cause != error && wraps) {
                return of(cause);
            }
            String message = error.getMessage();
            return of(error.getClass().getSimpleName() + (message == null ? "" : ": " + message));
        } catch (RuntimeException | Error e) {
            return error.getClass().getSimpleName() + ", which fails to say why";
        }
    }

    /**
     * What an exception says that was made to tell people something; of one that most likely is a
     * bug, its class too.
     *
     * @param error the error
     * @return one line without control characters
     */
    static String told(Throwable error) {
        boolean bug =
                error instanceof Error
                        || (error instanceof RuntimeException
                                && !(error instanceof IllegalArgumentException));
        String message = bug ? null : message(error);
        return message == null ? of(error) : of(message);
    }

    private static @Nullable String message(Throwable error) {
        try {
            return error.getMessage();
        } catch (RuntimeException | Error e) {
            return null;
        }
    }

    /**
     * A text.
     *
     * @param text any
     * @return its beginning, without characters that act instead of being seen: controls, line
     *     separators, those that turn the direction of writing
     */
    public static String of(String text) {
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return start.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+", " ").strip();
    }
}
