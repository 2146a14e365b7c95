package dev.bogie.http1.machine;

/**
 * How the end of a message's content is found (RFC 9112 §6).
 *
 * @param kind the way
 * @param length with {@link Kind#LENGTH}: how many bytes, more than none; otherwise 0
 */
public record Framing(Kind kind, long length) {
    /** The ways. */
    public enum Kind {
        /** There is no content. */
        NONE,
        /** It has a known length. */
        LENGTH,
        /** It comes in chunks, the last of which says so. */
        CHUNKED,
        /** It ends with the connection. */
        UNTIL_CLOSE
    }

    /** No content. */
    public static final Framing NONE = new Framing(Kind.NONE, 0);

    /** In chunks. */
    public static final Framing CHUNKED = new Framing(Kind.CHUNKED, 0);

    /** Until the connection ends. */
    public static final Framing UNTIL_CLOSE = new Framing(Kind.UNTIL_CLOSE, 0);

    /** Most contents are short: their framings are made once. */
    private static final Framing[] SHORT = new Framing[1_024];

    static {
        SHORT[0] = NONE;
        for (int i = 1; i < SHORT.length; i++) {
            SHORT[i] = new Framing(Kind.LENGTH, i);
        }
    }

    /**
     * A known length.
     *
     * @param length in bytes; none is {@link #NONE}
     * @return the framing
     */
    public static Framing ofLength(long length) {
        boolean cached = length >= 0 && length < SHORT.length;
        return cached ? SHORT[(int) length] : new Framing(Kind.LENGTH, length);
    }

    /** {@return whether there is any content} */
    public boolean hasContent() {
        return kind != Kind.NONE;
    }
}
