package dev.bogie.websocket;

import dev.bogie.websocket.machine.FrameEncoder;
import dev.bogie.websocket.machine.Opcode;
import dev.bogie.websocket.machine.WebSocketMachine;

import java.nio.ByteBuffer;

/**
 * A message encoded once, for any number of sockets at once: the frame that a server sends, in
 * direct memory that transports take by reference. (A client has to mask, so its sockets copy.)
 * Immutable; safe for any thread.
 */
public final class SharedMessage {
    private final ByteBuffer frame;
    private final ByteBuffer payload;
    private final boolean text;

    private SharedMessage(Opcode opcode, ByteBuffer payload) {
        int length = payload.remaining();
        this.text = opcode == Opcode.TEXT;
        this.frame = FrameEncoder.shared(opcode, payload);
        this.payload = frame.slice(frame.limit() - length, length);
    }

    /**
     * A text message.
     *
     * @param text any string of whole characters
     * @return the message
     * @throws IllegalArgumentException if a surrogate has no partner
     */
    public static SharedMessage text(String text) {
        return new SharedMessage(Opcode.TEXT, WebSocketMachine.utf8(text));
    }

    /**
     * A binary message.
     *
     * @param data its remaining bytes; copied, its position is not moved
     * @return the message
     */
    public static SharedMessage binary(ByteBuffer data) {
        return new SharedMessage(Opcode.BINARY, data.duplicate());
    }

    /** {@return whether it is text} */
    public boolean isText() {
        return text;
    }

    /** {@return its content, a read-only view; UTF-8 if it is text} */
    public ByteBuffer payload() {
        return payload.duplicate();
    }

    /** {@return the whole frame as a server sends it, a direct read-only view} */
    public ByteBuffer frame() {
        return frame.duplicate();
    }
}
