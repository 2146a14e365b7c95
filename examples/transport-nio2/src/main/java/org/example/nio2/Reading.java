package org.example.nio2;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.support.ChunkPool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one read of a connection that may be outstanding, and what it has brought until the driver
 * takes it. A read that has begun cannot be withdrawn; so what comes when nobody wants it is kept,
 * and no other read begins before it is taken: that bounds it.
 *
 * <pre>
 *  IDLE ── start ──▶ OUTSTANDING ── completes ──▶ ARRIVED ── all is taken ──▶ IDLE
 *                        └── abandon ──▶ ABANDONED: the handler gives the buffer back
 * </pre>
 *
 * <p>While it is outstanding the buffer is the channel's; otherwise all here is the driver's. A
 * read that waits needs a buffer, and most connections wait most of the time: so each waits with a
 * small one of its own, and takes a chunk of the pool only when the last read was full.
 */
final class Reading implements CompletionHandler<Integer, Void> {
    private static final int SMALL = 1_024;

    private static final int IDLE = 0;
    private static final int OUTSTANDING = 1;
    private static final int ARRIVED = 2;
    private static final int ABANDONED = 3;

    private final AsynchronousSocketChannel channel;
    private final BufferPool pool;
    private final Runnable arrived;
    private final Runnable over;
    private final AtomicInteger state = new AtomicInteger(IDLE);

    // On the heap: the JDK reads a kilobyte through a direct buffer that its few threads keep.
    private final ByteBuffer small = ByteBuffer.allocate(SMALL);

    private ByteBuffer buffer = small;
    private boolean full; // the last read filled its buffer: there is more
    private boolean ended;
    private IOException failure;
    private volatile Thread starter; // is inside the call that begins a read

    /**
     * A read that has not begun.
     *
     * @param channel connected
     * @param pool where chunks come from
     * @param arrived run on a worker, in no turn, when something has come and {@link #start} has
     *     returned before
     * @param over run on a worker when the last read has come back after {@link #abandon}
     */
    Reading(AsynchronousSocketChannel channel, BufferPool pool, Runnable arrived, Runnable over) {
        this.channel = channel;
        this.pool = pool;
        this.arrived = arrived;
        this.over = over;
    }

    /** Any thread: whether there is something to take: bytes, the end, or a failure. */
    boolean hasArrived() {
        return state.get() == ARRIVED;
    }

    /**
     * Begins a read unless there is one, or something to take.
     *
     * @return whether there is something to take now
     */
    boolean start() {
        if (state.get() == IDLE) {
            buffer = full ? pool.take(ChunkPool.CHUNK) : small.clear();
            state.set(OUTSTANDING);
            starter = Thread.currentThread();
            try {
                channel.read(buffer, null, this);
            } catch (RuntimeException e) { // the group is shut down
                failed(e, null);
            }
            starter = null;
        }
        return hasArrived();
    }

    /** As {@link dev.bogie.transport.support.StreamPort#read}. */
    int read(ByteBuffer dst) throws IOException {
        int n = 0;
        while (dst.hasRemaining() && start()) {
            if (n == 0 && failure != null) {
                throw failure;
            }
            if (n == 0 && ended) {
                return -1;
            }
            if (failure != null || ended) {
                return n; // told at the next read
            }
            n += take(dst);
        }
        return n;
    }

    private int take(ByteBuffer dst) {
        int n = Math.min(dst.remaining(), buffer.remaining());
        dst.put(dst.position(), buffer, buffer.position(), n).position(dst.position() + n);
        buffer.position(buffer.position() + n);
        if (!buffer.hasRemaining()) {
            release();
            state.set(IDLE);
        }
        return n;
    }

    /**
     * The channel is closed and nobody reads any more.
     *
     * @return whether nothing is outstanding; otherwise {@code over} will be run
     */
    boolean abandon() {
        if (state.compareAndSet(OUTSTANDING, ABANDONED)) {
            return false;
        }
        release();
        return true;
    }

    private void release() {
        if (buffer != small) {
            pool.give(buffer);
            buffer = small;
        }
    }

    // The channel

    @Override
    public void completed(Integer n, Void nothing) {
        full = !buffer.hasRemaining();
        ended = n < 0;
        buffer.flip();
        done();
    }

    @Override
    public void failed(Throwable e, Void nothing) {
        failure = e instanceof IOException said ? said : new IOException(e);
        done();
    }

    private void done() {
        if (!state.compareAndSet(OUTSTANDING, ARRIVED)) {
            release();
            over.run();
        } else if (starter != Thread.currentThread()) {
            arrived.run();
        }
    }
}
