package dev.bogie.tls.internal;

import dev.bogie.transport.BufferPool;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * What is kept of a record, or of a ClientHello, that is not all there: so the connection below
 * need not keep as much as a record is long, whatever its limits.
 *
 * <p>Before the handshake is done it takes memory as bytes come, at most twice as much: strangers
 * who claim a lot and stop are many. Afterwards it takes a pool's buffer for whatever is larger
 * than what idle connections are left with.
 */
final class UnfinishedRecord {
    private static final int SMALL = 512;

    /** What is larger is the pool's. */
    private static final int LARGE = 8 * 1_024;

    private final BufferPool pool;
    private int own = LARGE; // what is no larger is not the pool's
    private @Nullable ByteBuffer bytes; // position..limit is unread

    UnfinishedRecord(BufferPool pool) {
        this.pool = pool;
    }

    /** The handshake is done. */
    void believed() {
        own = SMALL;
    }

    boolean isEmpty() {
        return bytes == null;
    }

    /**
     * Adds bytes until there are so many, if the source has them.
     *
     * @return what is there, not empty unless the source is
     */
    ByteBuffer fill(ByteBuffer src, int wanted) {
        ByteBuffer b = bytes;
        int more = Math.min(src.remaining(), b == null ? wanted : wanted - b.remaining());
        if (b != null && more <= 0) {
            return b;
        }
        if (b == null) {
            b = take(more).limit(0);
        }
        if (b.capacity() - b.limit() < more) {
            b = makeRoom(b, b.remaining() + more);
        }
        int end = b.limit();
        b.limit(end + more).put(end, src, src.position(), more);
        src.position(src.position() + more);
        bytes = b;
        return b;
    }

    /** Gives the memory back if all has been read. */
    void trim() {
        if (bytes != null && !bytes.hasRemaining()) {
            drop();
        }
    }

    void drop() {
        ByteBuffer b = bytes;
        bytes = null;
        if (b != null) {
            give(b);
        }
    }

    private ByteBuffer makeRoom(ByteBuffer b, int size) {
        if (b.capacity() >= size) {
            return b.compact().flip();
        }
        ByteBuffer larger = take(size).put(b).flip();
        give(b);
        return larger;
    }

    private ByteBuffer take(int size) {
        return size <= own
                ? ByteBuffer.allocate(Math.max(SMALL, powerOfTwo(size)))
                : pool.take(size);
    }

    /** The least that is not less. */
    private static int powerOfTwo(int size) {
        return size <= 1 ? 1 : Integer.highestOneBit(size - 1) << 1;
    }

    private void give(ByteBuffer b) {
        if (b.capacity() > LARGE) {
            pool.give(b);
        }
    }
}
