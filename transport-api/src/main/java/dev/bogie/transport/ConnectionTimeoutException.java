package dev.bogie.transport;

import java.io.IOException;

/** A wait or a connect took longer than was allowed. */
public final class ConnectionTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with its reason.
     *
     * @param message what happened, in a sentence
     */
    public ConnectionTimeoutException(String message) {
        super(message);
    }

    /**
     * An exception with its reason and cause.
     *
     * @param message what happened, in a sentence
     * @param cause what was thrown below
     */
    public ConnectionTimeoutException(String message, Throwable cause) {
        super(message, cause);
    }
}
