package dev.bogie.websocket.machine;

/**
 * The peer broke the protocol or a limit: the connection must be failed (RFC 6455 §7.1.7) with
 * {@link #closeCode()}. Only the parts throw it; {@link WebSocketMachine} turns it into an event.
 *
 * <p>It has no stack trace: it tells of bytes that a stranger sent, as often as the stranger likes,
 * and the message says which rule they broke.
 */
public final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The code for the Close frame that tells the peer. */
    private final int closeCode;

    /**
     * A violation.
     *
     * @param closeCode for the Close frame that tells the peer
     * @param message what was wrong, in at most 123 ASCII characters: it becomes the close reason
     */
    public ProtocolViolation(int closeCode, String message) {
        super(message, null, false, false);
        this.closeCode = closeCode;
    }

    /**
     * The code to fail the connection with.
     *
     * @return a code that may be on the wire
     */
    public int closeCode() {
        return closeCode;
    }

    static ProtocolViolation protocol(String message) {
        return new ProtocolViolation(CloseCode.PROTOCOL_ERROR, message);
    }
}
