package dev.bogie.testkit;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.PassingHandler;

import java.nio.ByteBuffer;

/**
 * Makes a handler that keeps an input buffer beyond its call read nonsense at once, in each test,
 * rather than now and then in production: it sees a read-only copy, which is overwritten when the
 * call returns.
 *
 * <p>
 *
 * {@snippet :
 * engine.listen(ListenTarget.loopback(0), () -> Poison.around(new MyHandler()));
 * }
 */
public final class Poison {
    /** What dead bytes read as; ASCII has no such byte, and UTF-8 never begins with it. */
    public static final byte BYTE = InputBuffer.POISON;

    private static final long EIGHT = 0xDBDB_DBDB_DBDB_DBDBL;

    private Poison() {}

    /**
     * A handler whose input buffers die after use. Its caller sees no difference.
     *
     * @param handler the handler under test
     * @return the handler to give to an engine
     */
    public static ConnectionHandler around(ConnectionHandler handler) {
        return new Poisoning(handler);
    }

    /**
     * Overwrites a whole buffer, whatever its position and limit.
     *
     * @param buffer a writable buffer; position and limit end as after {@link ByteBuffer#clear}
     */
    public static void fill(ByteBuffer buffer) {
        buffer.clear();
        while (buffer.remaining() >= Long.BYTES) {
            buffer.putLong(EIGHT);
        }
        while (buffer.hasRemaining()) {
            buffer.put(BYTE);
        }
        buffer.clear();
    }

    private static final class Poisoning extends PassingHandler {
        Poisoning(ConnectionHandler above) {
            super(above);
        }

        @Override
        public void received(ByteBuffer in) throws Exception {
            ByteBuffer copy = copyOf(in);
            ByteBuffer view = copy.asReadOnlyBuffer();
            try {
                above.received(view);
            } finally {
                in.position(in.position() + view.position());
                fill(copy);
            }
        }

        @Override
        public AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
            ByteBuffer copy = copyOf(rest);
            ByteBuffer view = copy.asReadOnlyBuffer();
            try {
                return above.inputEnded(view, how);
            } finally {
                rest.position(rest.position() + view.position());
                fill(copy);
            }
        }

        private static ByteBuffer copyOf(ByteBuffer in) {
            return ByteBuffer.allocate(in.remaining()).put(in.duplicate()).flip();
        }
    }
}
