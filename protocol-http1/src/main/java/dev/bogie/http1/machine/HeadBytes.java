package dev.bogie.http1.machine;

import dev.bogie.http.Fields;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of one head, copied from the transport's buffer as far as they were examined: a scan of
 * an array is several times as fast as one of a buffer, and the fields need bytes of their own
 * anyway. Copies by and by, so that a head does not copy the requests behind it: first as much as
 * the last head had, since those of one connection resemble each other.
 */
final class HeadBytes {
    private static final int STEP = 256;
    private static final byte[] NONE = {};

    private int step = STEP;

    /** To be read up to {@link #filled}; changes when more is filled in. */
    byte[] bytes = NONE;

    /** How many bytes there are. */
    int filled;

    /** Copies some more of what stands at the buffer's position; answers whether there was more. */
    boolean fill(ByteBuffer in) {
        int more = Math.min(step, in.remaining() - filled);
        if (more <= 0) {
            return false;
        }
        step = STEP;
        if (more > bytes.length - filled) {
            bytes = Arrays.copyOf(bytes, Math.max(filled + more, bytes.length * 2));
        }
        in.get(in.position() + filled, bytes, filled, more);
        filled += more;
        return true;
    }

    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** The fields of a head that ends at that offset; gives the bytes away. */
    Fields fields(int end, int[] slices, int count) {
        Fields fields = Fields.received(bytes, slices, count);
        bytes = NONE;
        filled = 0;
        step = end;
        return fields;
    }
}
