package dev.bogie.sse.internal;

import dev.bogie.sse.SseSettings;
import dev.bogie.sse.StreamClosedException;
import dev.bogie.transport.Settings;
import dev.bogie.transport.support.Outbox;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/** Bytes of an event on their way out. */
final class QueuedEvent {
    /** Read-only; never changed. */
    final ByteBuffer bytes;

    final CompletableFuture<Void> sent = new CompletableFuture<>();

    /** Whether someone may have attached something to {@link #sent}. */
    boolean handedOut;

    /** Where they wait. */
    static Outbox<QueuedEvent, StreamClosedException> queue(Settings settings) {
        return new Outbox<>(
                settings.get(SseSettings.MAX_QUEUED_EVENTS).intValue(),
                settings.get(SseSettings.MAX_QUEUE).intValue(),
                SseSettings.MAX_QUEUE.name(),
                event -> event.bytes.remaining());
    }

    QueuedEvent(ByteBuffer bytes) {
        this.bytes = bytes;
    }
}
