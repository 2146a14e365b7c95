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
        return clean(error.getClass().getSimpleName() + (message == null ? "" : ": " + message));
    }

    /**
     * What an exception says that was made to tell people something; of one that most likely is a
     * bug, its class too.
     *
     * @param error the error
     * @return one line without control characters
     */
    static String told(Throwable error) {
        String message = error.getMessage();
        boolean bug =
                error instanceof Error
                        || (error instanceof RuntimeException
                                && !(error instanceof IllegalArgumentException));
        return message != null && !bug ? clean(message) : of(error);
    }

    private static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
