package dev.bogie.sse;

import dev.bogie.sse.machine.EventEncoder;

import java.nio.ByteBuffer;

/**
 * An event encoded once, for any number of streams at once, in direct memory that transports take
 * by reference. Immutable; safe for any thread.
 */
public final class SharedEvent {
    private final ByteBuffer encoded;

    private SharedEvent(ByteBuffer encoded) {
        this.encoded = encoded;
    }

    /**
     * {@return the event, encoded}
     *
     * @param event the event
     * @throws IllegalArgumentException if a surrogate has no partner
     */
    public static SharedEvent of(Event event) {
        EventEncoder encoder = new EventEncoder();
        if (!event.id().isEmpty()) {
            encoder.id(event.id());
        }
        if (!event.type().equals(Event.MESSAGE)) {
            encoder.event(event.type());
        }
        return new SharedEvent(encoder.data(event.data()).end().toShared());
    }

    /** {@return its bytes on the wire, a direct read-only view} */
    public ByteBuffer encoded() {
        return encoded.duplicate();
    }
}
