package org.example.nio2;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.support.ChunkPool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one write of a connection that may be outstanding. It has a chunk of its own, since who hands
 * in bytes may use their memory for something else at once, or give it back: so they are copied.
 *
 * <pre>
 *  IDLE ── write ──▶ OUTSTANDING ── all has left, or failed ──▶ IDLE
 *                        └── abandon ──▶ ABANDONED: the handler gives the chunk back
 * </pre>
 *
 * <p>While it is outstanding the chunk is the channel's; otherwise all here is the driver's.
 */
final class Writing implements CompletionHandler<Integer, Void> {
    private static final int IDLE = 0;
    private static final int OUTSTANDING = 1;
    private static final int ABANDONED = 2;

    private final AsynchronousSocketChannel channel;
    private final BufferPool pool;
    private final Runnable left;
    private final Runnable over;
    private final AtomicInteger state = new AtomicInteger(IDLE);

    private ByteBuffer chunk; // while a write is outstanding
    private volatile int pending;
    private volatile boolean ends; // shut the output when all has left
    private volatile IOException failure;
    private volatile Thread starter; // is inside the call that begins a write

    /**
     * A write that has not begun.
     *
     * @param channel connected
     * @param pool where chunks come from
     * @param left run on a worker, in no turn, when a write has completed and the call that began
     *     it had returned before
     * @param over run on a worker when the last write has come back after {@link #abandon}
     */
    Writing(AsynchronousSocketChannel channel, BufferPool pool, Runnable left, Runnable over) {
        this.channel = channel;
        this.pool = pool;
        this.left = left;
        this.over = over;
    }

    /** Any thread. */
    boolean isOutstanding() {
        return state.get() == OUTSTANDING;
    }

    /** Any thread: bytes that were taken and have not left. */
    int pending() {
        return pending;
    }

    /** Any thread: why nothing leaves any more, or null. */
    IOException failure() {
        return failure;
    }

    /** As {@link dev.bogie.transport.support.StreamPort#write(ByteBuffer[], int, int)}. */
    int write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        check();
        if (state.get() != IDLE) {
            return 0;
        }
        ByteBuffer room = pool.take(ChunkPool.CHUNK);
        for (int i = offset; i < offset + length && room.hasRemaining(); i++) {
            copy(srcs[i], room);
        }
        return begin(room);
    }

    /** As {@link dev.bogie.transport.support.StreamPort#write(ByteBuffer)}. */
    int write(ByteBuffer src) throws IOException {
        check();
        if (state.get() != IDLE) {
            return 0;
        }
        ByteBuffer room = pool.take(ChunkPool.CHUNK);
        copy(src, room);
        return begin(room);
    }

    private void check() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    private static void copy(ByteBuffer src, ByteBuffer to) {
        int n = Math.min(src.remaining(), to.remaining());
        to.put(to.position(), src, src.position(), n).position(to.position() + n);
        src.position(src.position() + n);
    }

    private int begin(ByteBuffer filled) {
        int n = filled.position();
        chunk = filled.flip();
        pending = n;
        state.set(OUTSTANDING);
        starter = Thread.currentThread();
        writeChunk();
        starter = null;
        return n;
    }

    private void writeChunk() {
        try {
            channel.write(chunk, null, this);
        } catch (RuntimeException e) { // the group is shut down
            failed(e, null);
        }
    }

    /** As {@link dev.bogie.transport.support.StreamPort#endOutput}, behind what is outstanding. */
    void end() throws IOException {
        check();
        ends = true;
        if (!isOutstanding()) {
            channel.shutdownOutput();
        }
    }

    /**
     * The channel is closed and nobody writes any more.
     *
     * @return whether nothing is outstanding; otherwise {@code over} will be run
     */
    boolean abandon() {
        return !state.compareAndSet(OUTSTANDING, ABANDONED);
    }

    // The channel

    @Override
    public void completed(Integer n, Void nothing) {
        pending -= n;
        if (chunk.hasRemaining()) {
            writeChunk();
        } else {
            done();
        }
    }

    @Override
    public void failed(Throwable e, Void nothing) {
        failure = e instanceof IOException said ? said : new IOException(e);
        pending = 0;
        done();
    }

    private void done() {
        pool.give(chunk);
        if (!state.compareAndSet(OUTSTANDING, IDLE)) {
            over.run();
            return;
        }
        if (ends) {
            shutOutput();
        }
        if (starter != Thread.currentThread()) {
            left.run();
        }
    }

    private void shutOutput() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            if (failure == null) {
                failure = e;
            }
        }
    }
}
