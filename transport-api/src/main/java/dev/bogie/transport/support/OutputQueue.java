package dev.bogie.transport.support;

import dev.bogie.transport.BufferPool;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What one connection has written and its peer has not yet taken: chunks of its own, encoded in
 * place, and buffers by reference, in order. Not thread-safe: the driver's. Holds no memory while
 * empty.
 *
 * <p><b>Marks.</b> {@link #isWritable} turns false above the high mark and true again at the low
 * one. The hard limit is the caller's to check, with {@link #pending}.
 */
public final class OutputQueue {
    /** Bytes up to which {@link #write} copies rather than refers: 4 KiB. */
    public static final int COPY = 4 * 1_024;

    private static final int GATHER = 16;

    // Shared: most connections never have more than their tail.
    private static final @Nullable ByteBuffer[] NO_BUFFERS = new ByteBuffer[0];
    private static final @Nullable Runnable[] NO_TASKS = new Runnable[0];

    private BufferPool pool;
    private final int highMark;
    private final int lowMark;

    private @Nullable ByteBuffer tail; // being encoded into: tailStart..position is unsent
    private int tailStart;
    private @Nullable ByteBuffer[] sealed = NO_BUFFERS; // ring of what comes before the tail
    private @Nullable Runnable[] released = NO_TASKS; // null: the buffer is a chunk of the pool
    private int head;
    private int count;
    private long sealedBytes;
    private boolean writable = true;

    /**
     * An empty queue.
     *
     * @param pool where chunks come from
     * @param highMark pending bytes above which it is not writable
     * @param lowMark pending bytes at which it is writable again
     */
    public OutputQueue(BufferPool pool, int highMark, int lowMark) {
        this.pool = pool;
        this.highMark = highMark;
        this.lowMark = lowMark;
    }

    /**
     * Room to encode in place.
     *
     * @param atLeast how many bytes must fit
     * @return a chunk whose position the caller moves forward
     */
    public ByteBuffer output(int atLeast) {
        ByteBuffer chunk = tail;
        if (chunk == null || chunk.remaining() < atLeast) {
            sealTail();
            chunk = pool.take(Math.max(atLeast, ChunkPool.CHUNK));
            tail = chunk;
            tailStart = 0;
        }
        return chunk;
    }

    /**
     * Queues the remaining bytes of a buffer, copied if they are few or {@code done} is null.
     *
     * @param src the bytes; consumed
     * @param done run once when the bytes are not needed any more, or null
     */
    public void write(ByteBuffer src, @Nullable Runnable done) {
        if (done == null || src.remaining() <= COPY) {
            while (src.hasRemaining()) {
                ByteBuffer room = output(1);
                int n = Math.min(room.remaining(), src.remaining());
                room.put(room.position(), src, src.position(), n).position(room.position() + n);
                src.position(src.position() + n);
            }
            if (done != null) {
                done.run();
            }
            return;
        }
        sealTail();
        seal(src.duplicate(), done);
        src.position(src.limit());
    }

    /**
     * How many bytes wait.
     *
     * @return bytes
     */
    public long pending() {
        return tail == null ? sealedBytes : sealedBytes + tail.position() - tailStart;
    }

    /**
     * Whether nothing waits.
     *
     * @return true if empty
     */
    public boolean isEmpty() {
        return pending() == 0;
    }

    /**
     * Whether little enough waits, by the marks.
     *
     * @return false above the high mark, until the low mark is reached
     */
    public boolean isWritable() {
        return isWritable(0);
    }

    /**
     * Whether little enough waits, here and further on.
     *
     * @param beyond bytes that were written and wait behind this queue, as {@link
     *     StreamPort#pending} tells
     * @return false above the high mark, until the low mark is reached
     */
    public boolean isWritable(long beyond) {
        long pending = pending() + beyond;
        if (writable) {
            writable = pending <= highMark;
        } else {
            writable = pending <= lowMark;
        }
        return writable;
    }

    /** Whether all that waits is in the one chunk that is being encoded into. */
    boolean isOneChunk() {
        return count == 0 && !isEmpty();
    }

    /**
     * Writes until all is gone or the port takes no more.
     *
     * @param port where to
     * @return how many bytes went
     * @throws IOException if the stream is lost; the queue is then unchanged but for what went
     */
    public long flush(StreamPort port) throws IOException {
        if (count == 0) {
            return tail == null ? 0 : flushTail(port, tail);
        }
        sealTail();
        long all = 0;
        while (count > 0) {
            long n = fits(0, port) ? flushGathered(port) : flushStaged(port);
            all += n;
            if (n == 0) {
                break;
            }
        }
        return all;
    }

    /** Forgets everything, runs what waits to be told, returns the memory. */
    public void drop() {
        ByteBuffer chunk = tail;
        if (chunk != null) {
            tail = null;
            pool.give(chunk);
        }
        while (count > 0) {
            removeHead();
        }
        sealed = NO_BUFFERS;
        released = NO_TASKS;
        sealedBytes = 0;
        writable = true;
    }

    /**
     * Takes chunks from another pool. Only while nothing waits.
     *
     * @param next where chunks come from, from now on
     * @throws IllegalStateException unless {@link #isEmpty}
     */
    public void moveTo(BufferPool next) {
        if (!isEmpty()) {
            throw new IllegalStateException(pending() + " bytes wait");
        }
        drop(); // a chunk that was asked for and not written to
        pool = next;
    }

    private long flushTail(StreamPort port, ByteBuffer chunk) throws IOException {
        int end = chunk.position();
        if (end == tailStart) {
            tail = null;
            pool.give(chunk);
            return 0;
        }
        int start = tailStart;
        chunk.limit(end).position(start);
        try {
            while (chunk.hasRemaining() && port.write(chunk) > 0) {}
        } finally {
            tailStart = chunk.position();
            chunk.limit(chunk.capacity()).position(end);
        }
        long sent = (long) tailStart - start;
        if (tailStart == end) {
            tail = null;
            pool.give(chunk);
        }
        return sent;
    }

    /** Whether a buffer is where the port takes it from; if not, it passes through a chunk. */
    private boolean fits(int index, StreamPort port) {
        return buffer(index).isDirect() || !port.prefersDirect();
    }

    /** A heap buffer leaves in slices through a chunk of ours, not through the JDK's caches. */
    private long flushStaged(StreamPort port) throws IOException {
        ByteBuffer src = buffer(0);
        ByteBuffer chunk = pool.take(ChunkPool.CHUNK);
        try {
            int n = Math.min(chunk.capacity(), src.remaining());
            chunk.put(0, src, src.position(), n).position(0).limit(n);
            int sent = port.write(chunk);
            src.position(src.position() + sent);
            sealedBytes -= sent;
            if (!src.hasRemaining()) {
                removeHead();
            }
            return sent;
        } finally {
            pool.give(chunk);
        }
    }

    @SuppressWarnings("NullAway") // from the head on, as many as are counted are there
    private long flushGathered(StreamPort port) throws IOException {
        int most = Math.min(GATHER, Math.min(count, sealed.length - head)); // in a row in the ring
        int n = 1;
        while (n < most && fits(n, port)) {
            n++;
        }
        long sent = n == 1 ? port.write(buffer(0)) : port.write(sealed, head, n);
        sealedBytes -= sent;
        while (count > 0 && !buffer(0).hasRemaining()) {
            removeHead();
        }
        return sent;
    }

    private ByteBuffer buffer(int index) {
        ByteBuffer b = sealed[(head + index) & (sealed.length - 1)];
        if (b == null) {
            throw new AssertionError("no buffer at " + index + " of " + count);
        }
        return b;
    }

    private void sealTail() {
        ByteBuffer chunk = tail;
        if (chunk == null) {
            return;
        }
        tail = null;
        if (chunk.position() == tailStart) {
            pool.give(chunk);
            return;
        }
        int end = chunk.position();
        seal(chunk.limit(end).position(tailStart), null);
    }

    private void seal(ByteBuffer b, @Nullable Runnable done) {
        if (count == sealed.length) {
            int size = Math.max(4, count * 2);
            @Nullable ByteBuffer[] buffers = Arrays.copyOf(sealed, size);
            @Nullable Runnable[] tasks = Arrays.copyOf(released, size);
            for (int i = 0; i < count; i++) {
                int from = (head + i) & (sealed.length - 1);
                buffers[i] = sealed[from];
                tasks[i] = released[from];
            }
            sealed = buffers;
            released = tasks;
            head = 0;
        }
        int slot = (head + count) & (sealed.length - 1);
        sealed[slot] = b;
        released[slot] = done;
        count++;
        sealedBytes += b.remaining();
    }

    private void removeHead() {
        ByteBuffer b = buffer(0);
        Runnable done = released[head];
        sealed[head] = null;
        released[head] = null;
        head = (head + 1) & (sealed.length - 1);
        count--;
        if (done == null) {
            pool.give(b);
        } else {
            done.run();
        }
    }
}
