package dev.bogie.websocket.machine;

import org.jspecify.annotations.Nullable;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/**
 * Writes the syntax of frames (RFC 6455 §5.2, §5.3) into buffers of the caller. It knows nothing of
 * messages: what may follow what is {@link WebSocketMachine}'s.
 *
 * <p>Lengths take their shortest form. A client's frames are masked, each with a fresh key from the
 * generator; it must be unpredictable ({@link java.security.SecureRandom}), or a page can choose
 * what bytes a proxy sees (§10.3).
 */
public final class FrameEncoder {
    private static final int FIN = 0x80;
    private static final int MASKED = 0x80;

    private final @Nullable RandomGenerator keys;

    private FrameEncoder(@Nullable RandomGenerator keys) {
        this.keys = keys;
    }

    /**
     * An encoder for a server: nothing is masked.
     *
     * @return the encoder
     */
    public static FrameEncoder server() {
        return new FrameEncoder(null);
    }

    /**
     * An encoder for a client.
     *
     * @param keys gives one int a frame, the masking key
     * @return the encoder
     */
    public static FrameEncoder client(RandomGenerator keys) {
        return new FrameEncoder(keys);
    }

    /**
     * What a frame takes on the wire.
     *
     * @param payload length of its payload in bytes
     * @return header and payload, in bytes
     */
    public int frameSize(int payload) {
        return Math.addExact(headerSize(payload), payload);
    }

    /**
     * What a header takes on the wire.
     *
     * @param payload length of the payload in bytes
     * @return 2 to 14 bytes
     */
    public int headerSize(long payload) {
        int length = payload <= 125 ? 0 : payload <= 0xFFFF ? 2 : 8;
        return 2 + length + (keys == null ? 0 : 4);
    }

    /**
     * Writes a whole frame.
     *
     * @param out with room for {@link #frameSize}; its position moves behind the frame
     * @param opcode what the payload is
     * @param last the FIN bit
     * @param payload consumed, all that remains of it; not changed, may be read-only
     * @throws BufferOverflowException if there is too little room; nothing is written then
     * @throws IllegalArgumentException if a control frame would be fragmented or above 125 bytes
     */
    public void frame(ByteBuffer out, Opcode opcode, boolean last, ByteBuffer payload) {
        int length = payload.remaining();
        if (out.remaining() < frameSize(length)) {
            throw new BufferOverflowException();
        }
        int key = head(out, opcode, last, length);
        int from = out.position();
        out.put(payload);
        if (keys != null) {
            Masking.apply(out, from, length, key);
        }
    }

    /**
     * Writes a header alone: the payload follows by reference, exactly {@code length} bytes of it.
     * For servers only, since a client has to mask, which is a copy.
     *
     * @param out with room for {@link #headerSize}
     * @param opcode what the payload is
     * @param last the FIN bit
     * @param length of the payload in bytes
     * @throws BufferOverflowException if there is too little room; nothing is written then
     * @throws IllegalStateException if this encoder masks
     */
    public void header(ByteBuffer out, Opcode opcode, boolean last, long length) {
        if (keys != null) {
            throw new IllegalStateException("a client masks its payload: use frame()");
        }
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative: " + length);
        }
        if (out.remaining() < headerSize(length)) {
            throw new BufferOverflowException();
        }
        head(out, opcode, last, length);
    }

    /**
     * Encodes a whole message once, for any number of clients.
     *
     * @param opcode {@link Opcode#TEXT} or {@link Opcode#BINARY}
     * @param payload consumed; for a text it must be UTF-8, which is not checked
     * @return the server's frame: direct, read-only; write {@code duplicate()}s of it
     */
    public static ByteBuffer shared(Opcode opcode, ByteBuffer payload) {
        if (opcode != Opcode.TEXT && opcode != Opcode.BINARY) {
            throw new IllegalArgumentException("only a message can be shared, not " + opcode);
        }
        FrameEncoder encoder = server();
        ByteBuffer frame = ByteBuffer.allocateDirect(encoder.frameSize(payload.remaining()));
        encoder.frame(frame, opcode, true, payload);
        return frame.flip().asReadOnlyBuffer();
    }

    /** Writes a header and returns the key that it announces; 0 in the clear. */
    private int head(ByteBuffer out, Opcode opcode, boolean last, long length) {
        if (opcode.isControl() && (!last || length > 125)) {
            throw new IllegalArgumentException(
                    opcode + " must be one frame of at most 125 bytes, not " + length);
        }
        int mask = keys == null ? 0 : MASKED;
        out.put((byte) ((last ? FIN : 0) | opcode.code()));
        if (length <= 125) {
            out.put((byte) (mask | length));
        } else if (length <= 0xFFFF) {
            out.put((byte) (mask | 126));
            bigEndian(out, length, 2);
        } else {
            out.put((byte) (mask | 127));
            bigEndian(out, length, 8);
        }
        if (keys == null) {
            return 0;
        }
        int key = keys.nextInt();
        bigEndian(out, key, 4);
        return key;
    }

    /** Byte by byte, because the caller's buffer may have either order. */
    private static void bigEndian(ByteBuffer out, long value, int bytes) {
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            out.put((byte) (value >>> shift));
        }
    }
}
