package dev.bogie.websocket.machine;

import static dev.bogie.websocket.machine.ProtocolViolation.protocol;

import java.nio.ByteBuffer;

/**
 * Reads the syntax of frames (RFC 6455 §5.2): a header, then its payload in slices, unmasked on the
 * way. It knows nothing of messages.
 *
 * <pre>{@code
 * while (decoder.readHeader(in)) {                 // false: more input is needed
 *     ... opcode(), isFinal(), payloadLength() ...
 *     while (decoder.remaining() > 0) readPayload(in, target, at, some);
 * }
 * }</pre>
 *
 * <p>Each rule is checked with the first byte that can break it, so a frame that is refused costs
 * no memory, however long it claims to be. A header is consumed whole or not at all; looking at its
 * at most 14 bytes again is cheaper than remembering them.
 */
public final class FrameDecoder {
    private static final int FIN = 0x80;
    private static final int RSV = 0x70;
    private static final int MASKED = 0x80;

    private final boolean masked;
    private final int extensionBits;

    private Opcode opcode = Opcode.CONTINUATION;
    private int first;
    private long length;
    private long remaining;
    private int key;
    private int phase;

    /**
     * A decoder for what the peer of {@code role} sends.
     *
     * @param role this end: a server wants masked frames, a client unmasked ones (§5.1)
     * @param extensionBits the RSV bits that a negotiated extension owns, as in a frame's first
     *     byte (0x40, 0x20, 0x10); 0 without extensions
     */
    public FrameDecoder(Role role, int extensionBits) {
        this.masked = role == Role.SERVER;
        this.extensionBits = extensionBits & RSV;
    }

    /**
     * Reads the next header. The payload of the frame before must have been read.
     *
     * @param in bytes from the peer; its position moves behind the header, or not at all
     * @return false if more bytes are needed
     * @throws ProtocolViolation if no further bytes could make this a legal frame
     * @throws IllegalStateException if payload is left to read
     */
    public boolean readHeader(ByteBuffer in) {
        if (remaining != 0) {
            throw new IllegalStateException(remaining + " bytes of payload are left to read");
        }
        int at = in.position();
        int have = in.remaining();
        if (have == 0) {
            return false;
        }
        Opcode kind = checkFirst(in.get(at) & 0xFF);
        if (have == 1) {
            return false;
        }
        int second = in.get(at + 1) & 0xFF;
        checkSecond(kind, second);
        int short7 = second & 0x7F;
        int extended = short7 < 126 ? 0 : short7 == 126 ? 2 : 8;
        if (extended == 8 && have > 2 && in.get(at + 2) < 0) {
            throw protocol("frame length has its top bit set");
        }
        int size = 2 + extended + (masked ? 4 : 0);
        if (have < 2 + extended) {
            return false;
        }
        long announced = extended == 0 ? short7 : bigEndian(in, at + 2, extended);
        if ((extended == 2 && announced < 126) || (extended == 8 && announced <= 0xFFFF)) {
            throw protocol("frame length is not in its shortest form");
        }
        if (have < size) {
            return false;
        }
        first = in.get(at) & 0xFF;
        opcode = kind;
        length = announced;
        remaining = announced;
        key = masked ? (int) bigEndian(in, at + size - 4, 4) : 0;
        phase = 0;
        in.position(at + size);
        return true;
    }

    /**
     * Reads a slice of the payload, unmasked.
     *
     * @param in bytes from the peer, at least {@code count}; its position moves
     * @param target takes the slice
     * @param at where in {@code target}
     * @param count how many bytes, at most {@link #remaining()}
     */
    public void readPayload(ByteBuffer in, byte[] target, int at, int count) {
        if (count > remaining) {
            throw new IllegalArgumentException(count + " bytes wanted, payload has " + remaining);
        }
        in.get(target, at, count);
        if (masked) {
            Masking.apply(target, at, count, key, phase);
            phase = (phase + count) & 3;
        }
        remaining -= count;
    }

    /**
     * What the frame carries.
     *
     * @return the opcode of the last header read
     */
    public Opcode opcode() {
        return opcode;
    }

    /**
     * Whether the frame is the last of its message.
     *
     * @return the FIN bit of the last header read
     */
    public boolean isFinal() {
        return (first & FIN) != 0;
    }

    /**
     * The bits of extensions.
     *
     * @return a subset of the bits given to the constructor
     */
    public int extensionBits() {
        return first & RSV;
    }

    /**
     * How long the payload is as a whole.
     *
     * @return bytes, from 0 to 2⁶³ - 1
     */
    public long payloadLength() {
        return length;
    }

    /**
     * How much of the payload is left to read.
     *
     * @return bytes; 0 before the first header
     */
    public long remaining() {
        return remaining;
    }

    private Opcode checkFirst(int byte0) {
        if ((byte0 & RSV & ~extensionBits) != 0) {
            throw protocol("reserved bit set without an extension");
        }
        Opcode kind = Opcode.of(byte0);
        if (kind == null) {
            throw protocol("reserved opcode " + (byte0 & 0xF));
        }
        if (kind.isControl() && (byte0 & FIN) == 0) {
            throw protocol("fragmented control frame");
        }
        if (kind.isControl() && (byte0 & RSV) != 0) {
            throw protocol("reserved bit set on a control frame");
        }
        return kind;
    }

    private void checkSecond(Opcode kind, int byte1) {
        if (((byte1 & MASKED) != 0) != masked) {
            throw protocol(masked ? "client frame is not masked" : "server frame is masked");
        }
        if (kind.isControl() && (byte1 & 0x7F) > 125) {
            throw protocol("control frame of more than 125 bytes");
        }
        if (kind == Opcode.CLOSE && (byte1 & 0x7F) == 1) {
            throw protocol("close frame with half a status code");
        }
    }

    private static long bigEndian(ByteBuffer in, int at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | (in.get(at + i) & 0xFF);
        }
        return value;
    }
}
