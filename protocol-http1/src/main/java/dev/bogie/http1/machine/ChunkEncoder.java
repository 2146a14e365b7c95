package dev.bogie.http1.machine;

import dev.bogie.http.Fields;

import java.nio.ByteBuffer;

/** Chunks (RFC 9112 §7.1), written in place around content that is written by others. */
public final class ChunkEncoder {
    /** How many bytes {@link #begin} and {@link #end} write around one chunk at most. */
    public static final int OVERHEAD = 8 + 2 + 2;

    private static final byte[] HEX = HeadWriter.ascii("0123456789abcdef");
    private static final byte[] LAST = HeadWriter.ascii("0\r\n");

    private ChunkEncoder() {}

    /**
     * Writes what comes before the content of a chunk.
     *
     * @param out with room for ten bytes
     * @param length of the content, more than none
     */
    public static void begin(ByteBuffer out, int length) {
        if (length <= 0) {
            throw new IllegalArgumentException("a chunk of no content would end the body");
        }
        int shift = (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length)) & ~3;
        for (; shift >= 0; shift -= 4) {
            out.put(HEX[length >>> shift & 0xf]);
        }
        out.put(HeadWriter.CRLF);
    }

    /**
     * Writes what comes after the content of a chunk.
     *
     * @param out with room for two bytes
     */
    public static void end(ByteBuffer out) {
        out.put(HeadWriter.CRLF);
    }

    /**
     * How much room {@link #last} needs.
     *
     * @param trailers after the content
     * @return at least as many bytes as it will write
     */
    public static int sizeOfLast(Fields trailers) {
        return LAST.length + HeadWriter.sizeOf(trailers) + 2;
    }

    /**
     * Writes the end of the body.
     *
     * @param out with room for {@link #sizeOfLast}; its position is where it was if this throws
     * @param trailers after the content
     * @throws IllegalArgumentException if a value can't be sent
     */
    public static void last(ByteBuffer out, Fields trailers) {
        int start = out.position();
        try {
            out.put(LAST);
            HeadWriter.fields(out, trailers);
            out.put(HeadWriter.CRLF);
        } catch (IllegalArgumentException e) {
            out.position(start);
            throw e;
        }
    }
}
