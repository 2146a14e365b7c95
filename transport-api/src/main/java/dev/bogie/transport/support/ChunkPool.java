package dev.bogie.transport.support;

import dev.bogie.transport.BufferPool;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;

/**
 * A small, bounded free list of equal chunks, direct unless said otherwise; larger buffers are made
 * and dropped. Lock-free, and the same for loops, borrowers and virtual threads: no cache per
 * thread.
 */
public final class ChunkPool implements BufferPool {
    /** The capacity of a chunk: 16 KiB. */
    public static final int CHUNK = 16 * 1_024;

    private static final int LEAST = 4;

    private final int capacity;
    private final IntFunction<ByteBuffer> allocator;
    private final AtomicReferenceArray<ByteBuffer> free;
    private final int mask;
    private final int stride; // between the slots where threads begin to look
    private final LongAdder taken = new LongAdder();

    /**
     * A pool.
     *
     * @param chunks how many free chunks it keeps at the most; rounded up to a power of two, at
     *     least 4
     */
    public ChunkPool(int chunks) {
        this(chunks, CHUNK, ByteBuffer::allocateDirect);
    }

    private ChunkPool(int chunks, int capacity, IntFunction<ByteBuffer> allocator) {
        int size = Math.max(LEAST, Integer.highestOneBit(Math.max(1, chunks - 1)) << 1);
        this.capacity = capacity;
        this.allocator = allocator;
        this.free = new AtomicReferenceArray<>(size);
        this.mask = size - 1;
        // About as many beginnings as threads run at once. More would scatter what is free, and a
        // new virtual thread would have far to look for it.
        int processors = Runtime.getRuntime().availableProcessors();
        this.stride = Math.max(1, size / (Integer.highestOneBit(processors) << 1));
    }

    /**
     * A pool of buffers on the heap, for work that wants arrays, such as encryption.
     *
     * @param chunks how many free chunks it keeps at the most; rounded up to a power of two, at
     *     least 4
     * @param capacity the capacity of a chunk
     * @return a new pool, whose buffers have arrays and are not direct
     */
    public static ChunkPool onHeap(int chunks, int capacity) {
        return new ChunkPool(chunks, capacity, ByteBuffer::allocate);
    }

    @Override
    public ByteBuffer take(int atLeast) {
        taken.increment();
        if (atLeast > capacity) {
            return allocator.apply(atLeast);
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
        return allocator.apply(capacity);
    }

    @Override
    public void give(ByteBuffer buffer) {
        taken.decrement();
        if (buffer.capacity() != capacity) {
            return;
        }
        // Also far from the beginning: who takes many at once gives as many back.
        int start = spread();
        for (int i = 0; i < free.length(); i++) {
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

    private int spread() {
        long id = Thread.currentThread().threadId();
        return (int) ((id * 0x9E3779B97F4A7C15L) >>> 40) * stride;
    }
}
