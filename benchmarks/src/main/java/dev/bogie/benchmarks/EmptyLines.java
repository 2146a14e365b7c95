package dev.bogie.benchmarks;

import java.nio.ByteBuffer;

/**
 * Counts the empty lines that end requests without a body, over any split. What a server that
 * understands nothing knows of HTTP.
 */
final class EmptyLines {
    private int matched; // bytes of CR LF CR LF

    /** Consumes all of a buffer and says how many requests end in it. */
    int count(ByteBuffer in) {
        int found = 0;
        int m = matched;
        for (int i = in.position(), end = in.limit(); i < end; i++) {
            byte b = in.get(i);
            if (b == ((m & 1) == 0 ? '\r' : '\n')) {
                m++;
                if (m == 4) {
                    found++;
                    m = 0;
                }
            } else {
                m = b == '\r' ? 1 : 0;
            }
        }
        matched = m;
        in.position(in.limit());
        return found;
    }
}
