package dev.bogie.websocket;

import java.io.IOException;

/**
 * A message can't be sent, or a socket not be used, because it is closed or closing. It has no
 * stack trace of its own: one is made for each message that waited.
 */
public final class WebSocketClosedException extends IOException {
    private static final long serialVersionUID = 1;

    /** The code of the end. */
    private final int code;

    /** The reason of the end. */
    private final String reason;

    /**
     * The end of a socket.
     *
     * @param code as in {@link WebSocketClosed#code}, or the code that this end closes with
     * @param reason as in {@link WebSocketClosed#reason}, or the reason that this end closes with
     */
    public WebSocketClosedException(int code, String reason) {
        super("closed with " + code + (reason.isEmpty() ? "" : ": " + reason));
        this.code = code;
        this.reason = reason;
    }

    /** {@return the code of the end} */
    public int code() {
        return code;
    }

    /** {@return the reason of the end; maybe empty; may be the peer's text} */
    public String reason() {
        return reason;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
