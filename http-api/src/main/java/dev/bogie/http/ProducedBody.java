package dev.bogie.http;

import dev.bogie.transport.Closed;

import java.io.IOException;
import java.io.OutputStream;

/** A body that is made on the driver as the peer reads: see {@link BodyProducer}. */
public final class ProducedBody implements Body {
    private final long length;
    private final BodyProducer producer;
    private boolean taken;

    ProducedBody(long length, BodyProducer producer) {
        this.length = length;
        this.producer = producer;
    }

    @Override
    public long length() {
        return length;
    }

    /**
     * {@return the producer, for whoever sends the body and from now on makes its calls, {@link
     * BodyProducer#closed} included}
     *
     * @throws IllegalStateException if it was taken before, or the body closed
     */
    public BodyProducer take() {
        if (taken) {
            throw new IllegalStateException(
                    "a produced body is sent once: make a new response for each request");
        }
        taken = true;
        return producer;
    }

    /**
     * Drives the producer on the calling thread until it ends.
     *
     * @param out where to; not closed
     * @throws IOException if that fails
     */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        new ProducerDrive(take(), out).run();
    }

    /** Tells the producer that its body is not sent, unless it was taken. */
    @Override
    public void close() {
        if (!taken) {
            taken = true;
            producer.closed(new Closed.Aborted("the body was not sent"));
        }
    }
}
