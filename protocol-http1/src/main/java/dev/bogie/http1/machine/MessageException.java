package dev.bogie.http1.machine;

import dev.bogie.http.Status;

/**
 * A message that can't be read: malformed, ambiguous or beyond a limit. A server answers with the
 * status and closes; a client gives the exchange up and closes; neither reads another byte, as the
 * two ends may differ on where the message ends. It has no stack trace: it is about the peer.
 */
public final class MessageException extends Exception {
    private static final long serialVersionUID = 1;

    /** The code of the status to answer with. */
    private final int code;

    /**
     * A message that can't be read.
     *
     * @param status what a server answers
     * @param message what was wrong, without a byte of the peer's
     */
    public MessageException(Status status, String message) {
        super(message, null, false, false);
        this.code = status.code();
    }

    /** {@return the status that a server answers with} */
    public Status status() {
        return Status.of(code);
    }

    static MessageException bad(String message) {
        return new MessageException(Status.BAD_REQUEST, message);
    }
}
