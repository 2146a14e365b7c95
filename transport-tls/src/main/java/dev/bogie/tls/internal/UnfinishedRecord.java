package dev.bogie.tls.internal;

import dev.bogie.transport.BufferPool;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * What is kept of a record, or of a ClientHello, that is not all there: so the connection below
 * need not keep as much as a record is long, whatever its limits.
 */
final class UnfinishedRecord {
    private static final int SMALL = 512;

    private final BufferPool pool;
    private @Nullable ByteBuffer bytes; // position..limit is unread; a small one is not the pool's

    UnfinishedRecord(BufferPool pool) {
        this.pool = pool;
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
        return size <= SMALL ? ByteBuffer.allocate(SMALL) : pool.take(size);
    }

    private void give(ByteBuffer b) {
        if (b.capacity() > SMALL) {
            pool.give(b);
        }
    }
}
