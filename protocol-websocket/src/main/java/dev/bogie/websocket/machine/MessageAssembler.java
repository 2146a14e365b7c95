package dev.bogie.websocket.machine;

import static dev.bogie.websocket.machine.ProtocolViolation.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Joins data frames into messages (RFC 6455 §5.4) within {@link Limits}, and checks text as it
 * comes (§8.1).
 *
 * <p>Fragments are copied into one buffer that grows with what <em>has come</em>, never with what a
 * header announces: a peer pays for memory with bytes. A message that lies in the input whole gets
 * a buffer of its exact size. The buffer is handed over with the message, so between messages none
 * is held.
 */
public final class MessageAssembler {
    private static final byte[] NONE = {};
    private static final int SMALLEST = 512;

    private final Limits limits;
    private final Utf8Validator utf8 = new Utf8Validator();

    private byte[] buffer = NONE;
    private int size;
    private boolean open;
    private boolean complete;
    private boolean text;
    private int frames;
    private long charged;

    /**
     * An assembler between messages.
     *
     * @param limits what a message may cost
     */
    public MessageAssembler(Limits limits) {
        this.limits = limits;
    }

    /**
     * Begins a data frame, whose header {@code frame} has just read.
     *
     * @param frame the decoder
     * @throws ProtocolViolation 1002 if this frame can't come now, 1009 if a limit would be passed
     */
    public void begin(FrameDecoder frame) {
        boolean continues = frame.opcode() == Opcode.CONTINUATION;
        if (continues && !open) {
            throw protocol("continuation frame without a message to continue");
        }
        if (!continues && open) {
            throw protocol("new message inside a fragmented message");
        }
        if (!continues) {
            open = true;
            text = frame.opcode() == Opcode.TEXT;
            frames = 0;
            charged = 0;
            size = 0;
            utf8.reset();
        }
        charge(frame.payloadLength(), continues ? limits.fragmentCost() : 0);
    }

    /**
     * Takes what there is of the frame's payload.
     *
     * @param frame the decoder
     * @param in bytes from the peer; its position moves
     * @return true when the frame is at its end
     * @throws ProtocolViolation 1007 if a text is not UTF-8, at the first wrong byte
     */
    public boolean read(FrameDecoder frame, ByteBuffer in) {
        int count = (int) Math.min(frame.remaining(), in.remaining());
        boolean ends = count == frame.remaining();
        reserve(count, ends && frame.isFinal());
        frame.readPayload(in, buffer, size, count);
        if (text) {
            int wrong = utf8.firstInvalid(buffer, size, count);
            if (wrong >= 0) {
                throw new ProtocolViolation(
                        CloseCode.INVALID_DATA, "text is not UTF-8 at byte " + wrong);
            }
        }
        size += count;
        if (ends && frame.isFinal()) {
            if (text && !utf8.isComplete()) {
                throw new ProtocolViolation(CloseCode.INVALID_DATA, "text ends inside a character");
            }
            complete = true;
        }
        return ends;
    }

    /**
     * Whether a message waits to be taken.
     *
     * @return true after the end of its last frame
     */
    public boolean isComplete() {
        return complete;
    }

    /**
     * Whether a message has begun and not been taken.
     *
     * @return true from the first header on
     */
    public boolean isOpen() {
        return open;
    }

    /**
     * Whether the message is text.
     *
     * @return false for binary
     */
    public boolean isText() {
        return text;
    }

    /**
     * Hands the message over; the assembler forgets it.
     *
     * @return its bytes, on the heap, the caller's from now on
     * @throws IllegalStateException if there is no complete message
     */
    public ByteBuffer take() {
        if (!complete) {
            throw new IllegalStateException("no message is complete");
        }
        ByteBuffer message = ByteBuffer.wrap(buffer, 0, size).slice();
        discard();
        return message;
    }

    /** Forgets what has come: the connection has failed. */
    public void discard() {
        buffer = NONE;
        size = 0;
        open = false;
        complete = false;
    }

    private void charge(long payload, int cost) {
        frames++;
        if (frames > limits.fragments()) {
            throw tooBig("message of more than " + limits.fragments() + " fragments");
        }
        charged += cost;
        if (payload > limits.message() - charged) {
            throw tooBig("message of more than " + limits.message() + " bytes");
        }
        charged += payload;
    }

    private static ProtocolViolation tooBig(String message) {
        return new ProtocolViolation(CloseCode.MESSAGE_TOO_BIG, message);
    }

    private void reserve(int count, boolean last) {
        int needed = size + count;
        if (needed <= buffer.length) {
            return;
        }
        long roomy = Math.max(SMALLEST, 2L * buffer.length);
        int capacity = last ? needed : (int) Math.max(needed, Math.min(roomy, limits.message()));
        buffer = buffer.length == 0 ? new byte[capacity] : Arrays.copyOf(buffer, capacity);
    }
}
