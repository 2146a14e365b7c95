package dev.bogie.runtime.plugin;

import java.util.ServiceConfigurationError;

/** An error in a phrase, so that nobody has to keep the error. */
final class Reason {
    private Reason() {}

    /** The error, and what caused it where the error itself only wraps that. */
    static String of(Throwable error) {
        Throwable cause = error.getCause();
        boolean wraps =
                error instanceof ServiceConfigurationError
                        || error instanceof ExceptionInInitializerError;
        if (wraps && cause != null && cause != error) {
            return of(cause);
        }
        String message = error.getMessage();
        return error.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
