package dev.bogie.transport.support;

import dev.bogie.transport.BufferPool;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * The unread bytes of one connection: what its handler left. Holds a buffer only while there are
 * any; grows by doubling, moves bytes only when room is needed. Not thread-safe: the driver's.
 *
 * <p>In a <i>poisoning</i> buffer each view is a copy that is overwritten when it is taken back, so
 * that a handler which keeps the view reads nonsense in tests rather than now and then in
 * production.
 */
public final class InputBuffer {
    /** What a view that was taken back is overwritten with. */
    public static final byte POISON = (byte) 0xDB;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private BufferPool pool;
    private final boolean poisoning;
    private @Nullable ByteBuffer bytes; // between calls: position..limit is unread
    private @Nullable ByteBuffer copy; // of a poisoning buffer: what the handler has now
    private int viewedFrom;
    private int filledFrom;

    private InputBuffer(BufferPool pool, boolean poisoning) {
        this.pool = pool;
        this.poisoning = poisoning;
    }

    /**
     * An empty buffer.
     *
     * @param pool where its memory comes from
     * @return the buffer
     */
    public static InputBuffer of(BufferPool pool) {
        return new InputBuffer(pool, false);
    }

    /**
     * An empty buffer whose views die after use.
     *
     * @param pool where its memory comes from
     * @return the buffer
     */
    public static InputBuffer poisoning(BufferPool pool) {
        return new InputBuffer(pool, true);
    }

    /**
     * Whether views are copies that are overwritten after use.
     *
     * @return true if poisoning
     */
    public boolean isPoisoning() {
        return poisoning;
    }

    /**
     * How many bytes are unread.
     *
     * @return bytes
     */
    public int unread() {
        return bytes == null ? 0 : bytes.remaining();
    }

    /**
     * Shows the unread bytes; {@link #takeBack} must follow before any other call.
     *
     * @return the bytes, whose position the reader moves
     */
    public ByteBuffer view() {
        if (bytes == null) {
            return NOTHING;
        }
        viewedFrom = bytes.position();
        if (!poisoning) {
            return bytes;
        }
        copy = ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
        return copy.asReadOnlyBuffer();
    }

    /**
     * Ends the use of a view.
     *
     * @param view what {@link #view} returned
     * @return how many bytes the reader consumed
     */
    public int takeBack(ByteBuffer view) {
        if (bytes == null) {
            return 0;
        }
        if (copy != null) {
            bytes.position(viewedFrom + view.position());
            for (int i = 0; i < copy.capacity(); i++) {
                copy.put(i, POISON);
            }
            copy = null;
        }
        int consumed = bytes.position() - viewedFrom;
        release();
        return consumed;
    }

    /**
     * Keeps bytes, behind those that are unread already.
     *
     * @param src the bytes; consumed
     */
    public void append(ByteBuffer src) {
        ByteBuffer room = fill(src.remaining());
        room.put(src);
        filled();
    }

    /**
     * Makes room to read into; {@link #filled} must follow before any other call.
     *
     * @param atLeast how much room, &gt; 0
     * @return a buffer with {@code remaining() ≥ atLeast}
     */
    public ByteBuffer fill(int atLeast) {
        ByteBuffer b = bytes;
        if (b == null) {
            b = pool.take(atLeast);
            b.position(0).limit(0);
            bytes = b;
        }
        if (b.capacity() - b.limit() < atLeast) {
            b = makeRoom(b, atLeast);
        }
        filledFrom = b.position();
        int end = b.limit();
        b.limit(b.capacity()).position(end);
        return b;
    }

    /** Ends {@link #fill}: what was put is unread now. */
    public void filled() {
        ByteBuffer b = bytes;
        if (b != null) {
            b.limit(b.position()).position(filledFrom);
            release();
        }
    }

    /** Forgets everything and returns the memory. */
    public void discard() {
        if (bytes != null) {
            bytes.position(bytes.limit());
            release();
        }
    }

    /**
     * Moves what is unread to memory of another pool. Not while a view is out.
     *
     * @param next where memory comes from, from now on
     */
    public void moveTo(BufferPool next) {
        ByteBuffer kept = bytes;
        if (kept != null) {
            ByteBuffer moved = next.take(kept.remaining());
            moved.put(kept).flip();
            pool.give(kept);
            bytes = moved;
        }
        pool = next;
    }

    private ByteBuffer makeRoom(ByteBuffer b, int atLeast) {
        int unread = b.remaining();
        if (b.capacity() - unread >= atLeast) {
            return b.compact().flip();
        }
        ByteBuffer larger = pool.take(Math.max(b.capacity() * 2, unread + atLeast));
        larger.put(b).flip();
        pool.give(b);
        bytes = larger;
        return larger;
    }

    private void release() {
        if (bytes != null && !bytes.hasRemaining()) {
            pool.give(bytes);
            bytes = null;
        }
    }
}
