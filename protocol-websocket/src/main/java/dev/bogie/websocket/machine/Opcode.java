package dev.bogie.websocket.machine;

import org.jspecify.annotations.Nullable;

/** What a frame carries (RFC 6455 §5.2, §11.8). */
public enum Opcode {
    /** A further fragment of the message that is open. */
    CONTINUATION(0x0),
    /** A text message, or its first fragment; UTF-8. */
    TEXT(0x1),
    /** A binary message, or its first fragment. */
    BINARY(0x2),
    /** One half of the closing handshake. */
    CLOSE(0x8),
    /** Asks for a {@link #PONG} with the same payload. */
    PING(0x9),
    /** Answers a {@link #PING}, or comes unasked. */
    PONG(0xA);

    private static final @Nullable Opcode[] BY_CODE = new @Nullable Opcode[16];

    static {
        for (Opcode opcode : values()) {
            BY_CODE[opcode.code] = opcode;
        }
    }

    private final int code;

    Opcode(int code) {
        this.code = code;
    }

    /**
     * The four bits on the wire.
     *
     * @return 0 to 15
     */
    public int code() {
        return code;
    }

    /**
     * Whether frames of this kind may come between the fragments of a message, are never fragmented
     * and carry at most 125 bytes (RFC 6455 §5.5).
     *
     * @return true for Close, Ping and Pong
     */
    public boolean isControl() {
        return code >= 0x8;
    }

    /**
     * Finds the opcode with these bits.
     *
     * @param code the low four bits of a frame's first byte
     * @return the opcode, or null if the RFC reserves the value
     */
    public static @Nullable Opcode of(int code) {
        return BY_CODE[code & 0xF];
    }
}
