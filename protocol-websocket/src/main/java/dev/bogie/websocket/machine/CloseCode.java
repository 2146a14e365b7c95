package dev.bogie.websocket.machine;

/** Status codes of the closing handshake and which of them may be on the wire (RFC 6455 §7.4). */
public final class CloseCode {
    /** The purpose of the connection is fulfilled. */
    public static final int NORMAL = 1000;

    /** This end goes away: a server shuts down, a page is left. */
    public static final int GOING_AWAY = 1001;

    /** The peer broke the protocol. */
    public static final int PROTOCOL_ERROR = 1002;

    /** A kind of data that this end does not take. */
    public static final int UNSUPPORTED_DATA = 1003;

    /** Never on the wire: a Close came, but without a code. */
    public static final int NO_STATUS = 1005;

    /** Never on the wire: the connection ended without a Close. */
    public static final int ABNORMAL = 1006;

    /** A text message or a close reason is not UTF-8. */
    public static final int INVALID_DATA = 1007;

    /** A rule of this end, for which no other code fits, was broken. */
    public static final int POLICY_VIOLATION = 1008;

    /** A message is larger than this end accepts. */
    public static final int MESSAGE_TOO_BIG = 1009;

    /** The client needs an extension that the server did not negotiate. */
    public static final int MANDATORY_EXTENSION = 1010;

    /** The server met a condition it did not expect. */
    public static final int INTERNAL_ERROR = 1011;

    /** The server restarts; a client may come back after a random delay. */
    public static final int SERVICE_RESTART = 1012;

    /** The server is overloaded; a client should come back later or elsewhere. */
    public static final int TRY_AGAIN_LATER = 1013;

    /** A gateway got an invalid answer from the server behind it. */
    public static final int BAD_GATEWAY = 1014;

    private CloseCode() {}

    /**
     * Whether a Close frame may carry this code: one that RFC 6455 §7.4.1 or the IANA registry
     * defines for the wire, or one of 3000 to 4999 (libraries and applications, §7.4.2).
     *
     * @param code the code
     * @return false for 1004, 1005, 1006, 1015 and everything unassigned
     */
    public static boolean isOnWire(int code) {
        return (code >= NORMAL && code <= UNSUPPORTED_DATA)
                || (code >= INVALID_DATA && code <= BAD_GATEWAY)
                || (code >= 3000 && code <= 4999);
    }
}
