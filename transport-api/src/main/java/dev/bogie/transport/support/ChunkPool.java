package dev.bogie.transport.support;

import dev.bogie.transport.BufferPool;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * A small, bounded free list of equal direct chunks; larger buffers are made and dropped.
 * Lock-free, and the same for loops, borrowers and virtual threads: no cache per thread.
 */
public final class ChunkPool implements BufferPool {
    /** The capacity of a chunk: 16 KiB. */
    public static final int CHUNK = 16 * 1_024;

    private static final int PROBES = 4;

    private final AtomicReferenceArray<ByteBuffer> free;
    private final int mask;
    private final LongAdder taken = new LongAdder();

    /**
     * A pool.
     *
     * @param chunks how many free chunks it keeps at the most; rounded up to a power of two, at
     *     least 4
     */
    public ChunkPool(int chunks) {
        int size = Math.max(PROBES, Integer.highestOneBit(Math.max(1, chunks - 1)) << 1);
        this.free = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
    }

    @Override
    public ByteBuffer take(int atLeast) {
        taken.increment();
        if (atLeast > CHUNK) {
            return ByteBuffer.allocateDirect(atLeast);
        }
        int start = spread();
        for (int i = 0; i < free.length(); i++) {
            int slot = (start + i) & mask;
            if (free.getPlain(slot) != null) {
                ByteBuffer chunk = free.getAndSet(slot, null);
                if (chunk != null) {
                    return chunk.clear();
                }
            }
        }
        return ByteBuffer.allocateDirect(CHUNK);
    }

    @Override
    public void give(ByteBuffer buffer) {
        taken.decrement();
        if (buffer.capacity() != CHUNK) {
            return;
        }
        int start = spread();
        for (int i = 0; i < PROBES; i++) {
            int slot = (start + i) & mask;
            if (free.getPlain(slot) == null && free.compareAndSet(slot, null, buffer)) {
                return;
            }
        }
    }

    /**
     * How many buffers are out: taken and not given back.
     *
     * @return the balance; exact when nobody takes or gives meanwhile
     */
    public long outstanding() {
        return taken.sum();
    }

    private static int spread() {
        long id = Thread.currentThread().threadId();
        return (int) ((id * 0x9E3779B97F4A7C15L) >>> 40);
    }
}
