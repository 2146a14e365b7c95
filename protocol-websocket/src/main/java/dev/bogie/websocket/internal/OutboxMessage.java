package dev.bogie.websocket.internal;

import dev.bogie.transport.support.Outbox;
import dev.bogie.websocket.SharedMessage;
import dev.bogie.websocket.WebSocketClosedException;
import dev.bogie.websocket.WebSocketSettings;
import dev.bogie.websocket.machine.Opcode;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** A message on its way out, or, as the last one, the wish to close. */
final class OutboxMessage {
    final Opcode opcode;

    /** What of it has not been written; the outbox's own. */
    final ByteBuffer payload;

    final int size;

    /** The whole frame for a server, if it was encoded for many. */
    final @Nullable ByteBuffer frame;

    /** For {@link Opcode#CLOSE}: code and reason. */
    final int closeCode;

    final String closeReason;

    final CompletableFuture<Void> sent = new CompletableFuture<>();

    /** Whether someone may have attached something to {@link #sent}. */
    boolean handedOut;

    private OutboxMessage(
            Opcode opcode, ByteBuffer payload, @Nullable ByteBuffer frame, int code, String why) {
        this.opcode = opcode;
        this.payload = payload;
        this.size = payload.remaining();
        this.frame = frame;
        this.closeCode = code;
        this.closeReason = why;
    }

    static OutboxMessage of(Opcode opcode, ByteBuffer payload) {
        return new OutboxMessage(opcode, payload, null, 0, "");
    }

    static OutboxMessage of(SharedMessage message) {
        Opcode opcode = message.isText() ? Opcode.TEXT : Opcode.BINARY;
        return new OutboxMessage(opcode, message.payload(), message.frame(), 0, "");
    }

    static OutboxMessage close(int code, String reason) {
        return new OutboxMessage(Opcode.CLOSE, ByteBuffer.allocate(0), null, code, reason);
    }

    /** Where they wait. */
    static Outbox<OutboxMessage, WebSocketClosedException> outbox(SocketOptions.Bounds bounds) {
        return new Outbox<>(
                bounds.messages(),
                bounds.bytes(),
                WebSocketSettings.MAX_OUTBOX.name(),
                message -> message.size);
    }

    boolean hasBegun() {
        return payload.remaining() < size;
    }
}
