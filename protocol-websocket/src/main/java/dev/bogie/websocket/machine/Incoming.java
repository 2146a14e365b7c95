package dev.bogie.websocket.machine;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The reading half of {@link WebSocketMachine}: frames in, whole messages and control frames out,
 * control frames also between the fragments of a message (RFC 6455 §5.4).
 */
final class Incoming {
    private static final byte[] NONE = {};

    private final FrameDecoder decoder;
    private final MessageAssembler assembler;
    private final Duration timeout;

    private boolean insideFrame;
    private byte[] control = NONE;
    private int controlSize;
    private long deadline = Timeouts.NEVER;

    Incoming(Role role, Limits limits, Duration timeout) {
        this.decoder = new FrameDecoder(role, 0);
        this.assembler = new MessageAssembler(limits);
        this.timeout = timeout;
    }

    /** Whether a message or a control frame is whole; if not, all input has been consumed. */
    boolean read(ByteBuffer in, long now) {
        while (insideFrame || beginFrame(in, now)) {
            boolean isControl = decoder.opcode().isControl();
            if (!(isControl ? readControl(in) : assembler.read(decoder, in))) {
                return false;
            }
            insideFrame = false;
            if (isControl || assembler.isComplete()) {
                return true;
            }
        }
        return false;
    }

    /** TEXT or BINARY for a message, otherwise the kind of control frame. */
    Opcode kind() {
        if (assembler.isComplete()) {
            return assembler.isText() ? Opcode.TEXT : Opcode.BINARY;
        }
        return decoder.opcode();
    }

    /** Hands over what is whole. */
    ByteBuffer take() {
        if (assembler.isComplete()) {
            deadline = Timeouts.NEVER;
            return assembler.take();
        }
        ByteBuffer payload = ByteBuffer.wrap(control);
        control = NONE;
        return payload;
    }

    /** When the message that is open should be complete. */
    long deadline() {
        return deadline;
    }

    /** Forgets what has come: nothing more is read. */
    void discard() {
        assembler.discard();
        control = NONE;
        deadline = Timeouts.NEVER;
    }

    private boolean beginFrame(ByteBuffer in, long now) {
        if (!decoder.readHeader(in)) {
            return false;
        }
        insideFrame = true;
        if (decoder.opcode().isControl()) {
            control = new byte[(int) decoder.payloadLength()];
            controlSize = 0;
        } else {
            boolean first = !assembler.isOpen();
            assembler.begin(decoder);
            if (first) {
                deadline = Timeouts.after(now, timeout);
            }
        }
        return true;
    }

    private boolean readControl(ByteBuffer in) {
        int count = (int) Math.min(decoder.remaining(), in.remaining());
        decoder.readPayload(in, control, controlSize, count);
        controlSize += count;
        return decoder.remaining() == 0;
    }
}
