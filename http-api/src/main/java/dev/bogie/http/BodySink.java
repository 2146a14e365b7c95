package dev.bogie.http;

import dev.bogie.transport.Info;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Where a {@link BodyProducer} puts its body: the part of a connection, or of one stream of a
 * connection, that belongs to one message.
 *
 * <p>{@link #execute} and {@link #abort} may be called by any thread; everything else only within a
 * callback of the producer or a task given to {@code execute}, otherwise it throws {@link
 * IllegalStateException}. No method calls the producer back before it returns. After {@link #end},
 * {@code abort} or {@link BodyProducer#closed}, writing throws {@link IllegalStateException}; after
 * the peer vanished, until {@code closed} tells so, what is written is dropped.
 */
public interface BodySink {
    /**
     * Writes the remaining bytes. Small ones are copied; large ones and direct read-only ones, as a
     * broadcast shares them, are sent by reference and must not change until released. The buffer's
     * position is not moved, so one buffer serves any number of sinks at once.
     *
     * @param src what to write; must have remaining bytes
     * @param released run once when the bytes are no longer needed, be they sent or not; on the
     *     driver, maybe before this method returns
     */
    void write(ByteBuffer src, Runnable released);

    /**
     * As {@link #write(ByteBuffer, Runnable)}, for bytes that no one waits for.
     *
     * @param src what to write; its position is not moved
     */
    default void write(ByteBuffer src) {
        write(src, () -> {});
    }

    /** Sends what was written now rather than at the end of the turn. */
    void flush();

    /** {@return how many bytes were written and have not left yet} */
    long pending();

    /**
     * {@return whether less than the high mark is pending} Above it a producer stops, until {@link
     * BodyProducer#writable}; above the hard mark the connection is aborted as a slow reader.
     */
    boolean isWritable();

    /** The body is complete; only {@link BodyProducer#closed} follows. */
    void end();

    /**
     * As {@link #end()}, with trailer fields, where the protocol and the peer take any.
     *
     * @param trailers sent after the content
     */
    void end(Fields trailers);

    /**
     * The body can't be completed: ends the connection, or the stream, so that the peer sees that
     * it is not complete. By any thread.
     *
     * @param reason for the log and {@link BodyProducer#closed}
     */
    void abort(String reason);

    /**
     * Asks for {@link BodyProducer#deadline} at that time, instead of any time asked for before.
     *
     * @param nanoTime on the clock of {@link #nanoTime}; {@link Long#MAX_VALUE}: never
     */
    void deadline(long nanoTime);

    /** {@return the engine's monotonic clock, in nanoseconds} */
    long nanoTime();

    /**
     * Runs the task as a turn of this body, never inside this call. By any thread; never blocks.
     *
     * @param task what to run; must not block
     * @return false if it will not run: the body is closed, or too many tasks wait already
     */
    boolean execute(Runnable task);

    /** {@return whether {@link BodyProducer#draining} has been told} */
    boolean isDraining();

    /**
     * {@return a fact about the connection}
     *
     * @param key which fact
     * @param <T> the type of the value
     */
    <T> Optional<T> info(Info<T> key);
}
