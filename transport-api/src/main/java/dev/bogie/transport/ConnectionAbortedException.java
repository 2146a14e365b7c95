package dev.bogie.transport;

import java.io.IOException;

/** This side broke the connection off. */
public final class ConnectionAbortedException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with its reason.
     *
     * @param message what happened, in a sentence
     */
    public ConnectionAbortedException(String message) {
        super(message);
    }

    /**
     * An exception with its reason and cause.
     *
     * @param message what happened, in a sentence
     * @param cause what was thrown below
     */
    public ConnectionAbortedException(String message, Throwable cause) {
        super(message, cause);
    }
}
