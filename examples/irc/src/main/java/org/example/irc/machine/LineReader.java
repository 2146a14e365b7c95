package org.example.irc.machine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts bytes into lines (RFC 2812 §2.3). CR and LF both end a line, and empty lines are nothing. A
 * line is UTF-8, or, if it is not, ISO-8859-1: what clients have always sent.
 */
public final class LineReader {
    /** The longest line in bytes, its CR LF included (RFC 1459 §2.3). */
    public static final int MAX_LINE = 512;

    private static final int MAX_TEXT = MAX_LINE - 2;

    /** What was found. */
    public enum Found {
        /** No end of a line: more bytes are needed. */
        MORE,
        /** A line: {@link LineReader#line}. */
        LINE,
        /** The beginning of a line that is too long; the rest of it will be skipped. */
        TOO_LONG
    }

    /** How many unread bytes hold no end of a line. */
    private int looked;

    private boolean skipping;
    private String line = "";

    /** A reader at the beginning of a line. */
    public LineReader() {}

    /**
     * Reads up to the end of a line.
     *
     * @param in all that is unread; at {@link Found#MORE} the beginning of a line is left in it
     * @return what was found
     */
    public Found next(ByteBuffer in) {
        while (true) {
            int start = in.position();
            int end = end(in, start + looked);
            int length = Math.max(0, end - start);
            looked = 0;
            if (skipping) {
                in.position(Math.min(end + 1, in.limit()));
                skipping = end == in.limit();
                if (skipping) {
                    return Found.MORE;
                }
            } else if (length > MAX_TEXT) {
                in.position(Math.min(end + 1, in.limit()));
                skipping = end == in.limit();
                return Found.TOO_LONG;
            } else if (end == in.limit()) {
                looked = length;
                return Found.MORE;
            } else if (length == 0) {
                in.position(end + 1);
            } else {
                byte[] bytes = new byte[length];
                in.get(bytes).get();
                line = decoded(bytes);
                return Found.LINE;
            }
        }
    }

    /**
     * The line that was found last.
     *
     * @return its text, without its end
     */
    public String line() {
        return line;
    }

    private static int end(ByteBuffer in, int from) {
        int at = from;
        while (at < in.limit() && in.get(at) != '\r' && in.get(at) != '\n') {
            at++;
        }
        return at;
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
