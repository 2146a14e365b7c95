package dev.bogie.transport;

import java.nio.ByteBuffer;

/**
 * Lends direct buffers. A buffer belongs to the taker from {@link #take} to {@link #give}, after
 * which the taker must not touch it. Thread-safe; neither method blocks.
 */
public interface BufferPool {

    /**
     * Takes a buffer.
     *
     * @param atLeast the capacity needed, in bytes, &gt; 0
     * @return a cleared direct buffer (position 0, limit = capacity) with at least that capacity;
     *     its content is unspecified
     */
    ByteBuffer take(int atLeast);

    /**
     * Gives a buffer back, once.
     *
     * @param buffer a buffer that {@link #take} returned: the object itself, not a slice of it
     */
    void give(ByteBuffer buffer);
}
