package dev.bogie.broadcast;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** One message in a topic's log, with what it was encoded to, and a link to the next. */
final class Entry<M> {
    private static final VarHandle ENCODED;

    static {
        try {
            ENCODED = MethodHandles.lookup().findVarHandle(Entry.class, "encoded", Encoded.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What one encoding made of the message. There are as many as kinds of subscriber: few. */
    private record Encoded(Encoding<?, ?> by, Object result, @Nullable Encoded others) {}

    final long id;
    final String position;
    final @Nullable M message; // null in the entry before the first
    volatile @Nullable Entry<M> next;
    private volatile @Nullable Encoded encoded;

    Entry(long id, String position, @Nullable M message) {
        this.id = id;
        this.position = position;
        this.message = message;
    }

    /** What the encoding makes of this message, made at the first call. */
    <E> E encodedBy(Encoding<M, E> encoding) {
        M present = message;
        if (present == null) {
            throw new IllegalStateException("nothing stands before the first message");
        }
        while (true) {
            Encoded seen = encoded;
            for (Encoded e = seen; e != null; e = e.others()) {
                if (e.by() == encoding) {
                    @SuppressWarnings("unchecked") // made by this very encoding
                    E result = (E) e.result();
                    return result;
                }
            }
            // No lock while foreign code runs: of two that race, one result is thrown away.
            E result = encoding.encode(position, present);
            if (ENCODED.compareAndSet(this, seen, new Encoded(encoding, result, seen))) {
                return result;
            }
        }
    }
}
