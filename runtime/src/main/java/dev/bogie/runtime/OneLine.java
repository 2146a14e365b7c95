package dev.bogie.runtime;

import java.util.ServiceConfigurationError;

/** An error in one line, for people. */
final class OneLine {
    private OneLine() {}

    /**
     * The error and the one that caused it: an exception that only wraps another says little.
     *
     * @param error the error
     * @return one line without control characters
     */
    static String of(Throwable error) {
        Throwable cause = error.getCause();
        boolean wraps =
                error instanceof ServiceConfigurationError
                        || error instanceof ExceptionInInitializerError;
        if (cause != null && cause != error && wraps) {
            return of(cause);
        }
        String message = error.getMessage();
        String text = error.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
