package dev.bogie.sse.internal;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Bytes of an event on their way out. */
final class QueuedEvent {
    /** Read-only; never changed. */
    final ByteBuffer bytes;

    final CompletableFuture<Void> sent = new CompletableFuture<>();

    /** Whether someone may have attached something to {@link #sent}. */
    boolean handedOut;

    QueuedEvent(ByteBuffer bytes) {
        this.bytes = bytes;
    }
}
