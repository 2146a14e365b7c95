package dev.bogie.transport;

import java.io.IOException;

/** The peer, or the network between, broke the connection off. */
public final class ConnectionResetException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * An exception with its reason.
     *
     * @param message what happened, in a sentence
     */
    public ConnectionResetException(String message) {
        super(message);
    }

    /**
     * An exception with its reason and cause.
     *
     * @param message what happened, in a sentence
     * @param cause what was thrown below
     */
    public ConnectionResetException(String message, Throwable cause) {
        super(message, cause);
    }
}
