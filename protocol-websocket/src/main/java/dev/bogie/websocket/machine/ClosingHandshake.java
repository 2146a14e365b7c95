package dev.bogie.websocket.machine;

import static dev.bogie.websocket.machine.ClosingHandshake.State.CLOSED;
import static dev.bogie.websocket.machine.ClosingHandshake.State.CLOSE_OWED;
import static dev.bogie.websocket.machine.ClosingHandshake.State.CLOSE_SENT;
import static dev.bogie.websocket.machine.ClosingHandshake.State.ECHO_OWED;
import static dev.bogie.websocket.machine.ClosingHandshake.State.FAILED;
import static dev.bogie.websocket.machine.ClosingHandshake.State.FAILURE_OWED;
import static dev.bogie.websocket.machine.ClosingHandshake.State.LOST;
import static dev.bogie.websocket.machine.ClosingHandshake.State.OPEN;
import static dev.bogie.websocket.machine.ProtocolViolation.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The life of a connection from open to closed (RFC 6455 §5.5.1, §7). One Close goes each way; then
 * the server ends the transport, and the client when the server does not.
 *
 * <pre>
 *                START         SENT          RECEIVED      FAIL          LOSE
 * OPEN           CLOSE_OWED    -             ECHO_OWED     FAILURE_OWED  LOST
 * CLOSE_OWED     -             CLOSE_SENT    ECHO_OWED     FAILURE_OWED  LOST
 * CLOSE_SENT     -             -             CLOSED        FAILED        LOST
 * ECHO_OWED      -             CLOSED        -             -             LOST
 * CLOSED         -             -             -             -             -
 * FAILURE_OWED   -             FAILED        -             -             LOST
 * FAILED         -             -             -             -             -
 * LOST           -             -             -             -             -
 * </pre>
 *
 * <p>START: this end wants to close. SENT: the Close that was owed has been written. RECEIVED: the
 * peer's Close came. FAIL: the peer broke the protocol. LOSE: the transport ended, or a deadline
 * passed. A dash changes nothing. When both ends start at once, each one's Close answers the
 * other's.
 */
public final class ClosingHandshake {
    /** Where the handshake stands. */
    public enum State {
        /** Nobody has closed: the only state in which data may be sent. */
        OPEN,
        /** This end started; its Close is to be written. */
        CLOSE_OWED,
        /**
         * This end's Close is written; the peer's is awaited, and messages before it still come.
         */
        CLOSE_SENT,
        /** The peer's Close came; this end's is to be written. */
        ECHO_OWED,
        /** One Close went each way. */
        CLOSED,
        /** The peer broke the protocol; a Close that says so is to be written. */
        FAILURE_OWED,
        /** The peer broke the protocol and has been told, as far as the protocol allows. */
        FAILED,
        /** The transport ended or a deadline passed before both Closes had gone. */
        LOST
    }

    /** What a driver should do about the transport. */
    public enum TransportEnd {
        /** Nothing: the connection lives. */
        NOT_YET,
        /** Close it in order, behind what has been written. */
        CLOSE,
        /** Abort it: the peer does not answer. */
        ABORT
    }

    private enum Step {
        START,
        SENT,
        RECEIVED,
        FAIL,
        LOSE
    }

    /** A control frame holds 125 bytes, two of them are the code. */
    private static final int LONGEST_REASON = 123;

    private static final byte[] NO_PAYLOAD = {};

    private final Role role;
    private final Duration timeout;

    private State state = OPEN;
    private byte[] payload = NO_PAYLOAD;
    private long deadline = Timeouts.NEVER;
    private boolean waitedEnough;
    private int receivedCode = CloseCode.NO_STATUS;
    private String receivedReason = "";

    /**
     * A handshake that nobody has begun.
     *
     * @param role this end
     * @param timeout for the peer's part, from the first step on; zero: none
     */
    public ClosingHandshake(Role role, Duration timeout) {
        this.role = role;
        this.timeout = timeout;
    }

    /**
     * This end wants to close. Without effect when either end has begun before.
     *
     * @param code one that may be on the wire, or {@link CloseCode#NO_STATUS} for a Close without
     *     payload
     * @param reason at most 123 bytes of UTF-8; empty without a code
     * @param now the instant
     * @throws IllegalArgumentException if the code or the reason can't be sent
     */
    public void start(int code, String reason, long now) {
        byte[] encoded = encode(code, reason);
        if (state == OPEN) {
            payload = encoded;
            begin(now);
        }
        step(Step.START);
    }

    /**
     * The peer's Close came.
     *
     * @param close its payload; consumed
     * @param now the instant
     * @throws ProtocolViolation 1002 for a code that must not be on the wire or half a code, 1007
     *     for a reason that is not UTF-8
     * @throws IllegalStateException unless {@link #readsFrames()}
     */
    public void received(ByteBuffer close, long now) {
        if (!readsFrames()) {
            throw new IllegalStateException("nothing is read in state " + state);
        }
        byte[] bytes = new byte[close.remaining()];
        close.get(bytes);
        parse(bytes);
        if (state == OPEN) {
            payload = bytes.length == 0 ? NO_PAYLOAD : encode(receivedCode, "");
            begin(now);
        }
        step(Step.RECEIVED);
    }

    /**
     * The peer broke the protocol: a Close is owed unless one has gone.
     *
     * @param violation says with which code and why
     * @param now the instant
     */
    public void fail(ProtocolViolation violation, long now) {
        if (state == OPEN || state == CLOSE_OWED) {
            payload = encode(violation.closeCode(), String.valueOf(violation.getMessage()));
            begin(now);
        }
        step(Step.FAIL);
    }

    /** The Close that was owed has been written. */
    public void sent() {
        if (!owesFrame()) {
            throw new IllegalStateException("no close frame is owed in state " + state);
        }
        step(Step.SENT);
    }

    /** The transport ended, or {@link #deadline()} has passed. */
    public void lose() {
        waitedEnough = true;
        step(Step.LOSE);
    }

    /**
     * Where the handshake stands.
     *
     * @return the state
     */
    public State state() {
        return state;
    }

    /**
     * Whether a Close is to be written, with {@link #payload()}.
     *
     * @return true until {@link #sent()}
     */
    public boolean owesFrame() {
        return state == CLOSE_OWED || state == ECHO_OWED || state == FAILURE_OWED;
    }

    /**
     * Whether frames of the peer still mean something.
     *
     * @return false once its Close came, and after a failure
     */
    public boolean readsFrames() {
        return state == OPEN || state == CLOSE_OWED || state == CLOSE_SENT;
    }

    /**
     * What the Close that is owed carries.
     *
     * @return 0 or 2 to 125 bytes; not to be changed
     */
    public ByteBuffer payload() {
        return ByteBuffer.wrap(payload).asReadOnlyBuffer();
    }

    /**
     * What should become of the transport (§7.1.1): a server closes as soon as both Closes have
     * gone, a client waits for it until the deadline.
     *
     * @return what to do; asked after each call of this class
     */
    public TransportEnd transportEnd() {
        return switch (state) {
            case FAILED -> TransportEnd.CLOSE;
            case LOST -> TransportEnd.ABORT;
            case CLOSED ->
                    role == Role.SERVER || waitedEnough ? TransportEnd.CLOSE : TransportEnd.NOT_YET;
            default -> TransportEnd.NOT_YET;
        };
    }

    /**
     * When the peer's part is overdue and {@link #lose()} is to be called.
     *
     * @return the instant, or {@link Timeouts#NEVER}
     */
    public long deadline() {
        boolean waits = state != OPEN && transportEnd() == TransportEnd.NOT_YET;
        return waits ? deadline : Timeouts.NEVER;
    }

    /**
     * The code of the peer's Close.
     *
     * @return {@link CloseCode#NO_STATUS} if it had none, or has not come
     */
    public int receivedCode() {
        return receivedCode;
    }

    /**
     * The reason of the peer's Close. It is the peer's text: escape it before it is logged.
     *
     * @return maybe empty
     */
    public String receivedReason() {
        return receivedReason;
    }

    private void begin(long now) {
        if (deadline == Timeouts.NEVER) {
            deadline = Timeouts.after(now, timeout);
        }
    }

    private void step(Step step) {
        state =
                switch (state) {
                    case OPEN ->
                            switch (step) {
                                case START -> CLOSE_OWED;
                                case SENT -> OPEN;
                                case RECEIVED -> ECHO_OWED;
                                case FAIL -> FAILURE_OWED;
                                case LOSE -> LOST;
                            };
                    case CLOSE_OWED ->
                            switch (step) {
                                case START -> CLOSE_OWED;
                                case SENT -> CLOSE_SENT;
                                case RECEIVED -> ECHO_OWED;
                                case FAIL -> FAILURE_OWED;
                                case LOSE -> LOST;
                            };
                    case CLOSE_SENT ->
                            switch (step) {
                                case START, SENT -> CLOSE_SENT;
                                case RECEIVED -> CLOSED;
                                case FAIL -> FAILED;
                                case LOSE -> LOST;
                            };
                    case ECHO_OWED ->
                            switch (step) {
                                case START, RECEIVED, FAIL -> ECHO_OWED;
                                case SENT -> CLOSED;
                                case LOSE -> LOST;
                            };
                    case FAILURE_OWED ->
                            switch (step) {
                                case START, RECEIVED, FAIL -> FAILURE_OWED;
                                case SENT -> FAILED;
                                case LOSE -> LOST;
                            };
                    case CLOSED, FAILED, LOST -> state;
                };
    }

    private void parse(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        if (bytes.length == 1) {
            throw protocol("close frame with half a status code");
        }
        int code = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        if (!CloseCode.isOnWire(code)) {
            throw protocol("close code " + code + " must not be sent");
        }
        Utf8Validator utf8 = new Utf8Validator();
        if (utf8.firstInvalid(bytes, 2, bytes.length - 2) >= 0 || !utf8.isComplete()) {
            throw new ProtocolViolation(CloseCode.INVALID_DATA, "close reason is not UTF-8");
        }
        receivedCode = code;
        receivedReason = new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_8);
    }

    private static byte[] encode(int code, String reason) {
        if (code == CloseCode.NO_STATUS && reason.isEmpty()) {
            return NO_PAYLOAD;
        }
        if (!CloseCode.isOnWire(code)) {
            throw new IllegalArgumentException(
                    "close code must be 1000-1003, 1007-1014 or 3000-4999, not " + code);
        }
        byte[] text = Text.utf8(reason);
        if (text.length > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "close reason has " + text.length + " bytes, 123 fit into the frame");
        }
        byte[] encoded = new byte[2 + text.length];
        encoded[0] = (byte) (code >>> 8);
        encoded[1] = (byte) code;
        System.arraycopy(text, 0, encoded, 2, text.length);
        return encoded;
    }
}
