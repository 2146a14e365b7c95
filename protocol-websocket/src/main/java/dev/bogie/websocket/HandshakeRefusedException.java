package dev.bogie.websocket;

import dev.bogie.http.Status;

import java.io.IOException;

/** A server did not open a WebSocket: it answered otherwise, or its 101 was not sound. */
public final class HandshakeRefusedException extends IOException {
    private static final long serialVersionUID = 1;

    /** The code of the status. */
    private final int code;

    /**
     * A refusal.
     *
     * @param status what the server answered
     * @param message what was wrong
     */
    public HandshakeRefusedException(Status status, String message) {
        super(message);
        this.code = status.code();
    }

    /** {@return what the server answered; 101 if that was not sound} */
    public Status status() {
        return Status.of(code);
    }
}
