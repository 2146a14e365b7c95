package dev.bogie.http1.machine;

/**
 * How much a peer may send before it is refused. All count bytes as they are on the wire, line ends
 * included, and all are cumulative over what they limit.
 *
 * @param line a request line or status line
 * @param fieldLine one field line, in a head or among trailers
 * @param head a whole head: start line, fields, empty line
 * @param fields how many field lines a head has, and how many trailers have
 * @param chunkLine one line with a chunk's size and extensions
 * @param chunkExtensions all chunk extensions of a body
 * @param trailers the trailer section of a body
 * @param body the content of one message
 */
public record Limits(
        int line,
        int fieldLine,
        int head,
        int fields,
        int chunkLine,
        int chunkExtensions,
        int trailers,
        long body) {
    private static final int KIB = 1024;

    /** Limits that real messages keep and hostile ones do not. */
    public static final Limits USUAL =
            new Limits(8 * KIB, 8 * KIB, 32 * KIB, 100, 256, 16 * KIB, 8 * KIB, 64L * KIB * KIB);

    /** Checks that each is positive. */
    public Limits {
        long least = Math.min(Math.min(line, fieldLine), Math.min(head, fields));
        least = Math.min(least, Math.min(Math.min(chunkLine, chunkExtensions), trailers));
        if (least <= 0 || body < 0) {
            throw new IllegalArgumentException("a limit that lets nothing through");
        }
    }

    /**
     * The same with another limit for the content.
     *
     * @param bytes of one message
     * @return the limits
     */
    public Limits withBody(long bytes) {
        return new Limits(
                line, fieldLine, head, fields, chunkLine, chunkExtensions, trailers, bytes);
    }
}
