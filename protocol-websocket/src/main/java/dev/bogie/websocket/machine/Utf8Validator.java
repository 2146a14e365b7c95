package dev.bogie.websocket.machine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks UTF-8 (RFC 3629 §4) as it comes, in pieces cut anywhere, and fails at the first byte that
 * can't be right (RFC 6455 §8.1). Overlong forms, surrogates and values above U+10FFFF are wrong.
 *
 * <p>A deterministic automaton. A lead byte says how many continuation bytes follow and, for four
 * of them, narrows the range of the <em>first</em> continuation byte; all later ones are 80–BF:
 *
 * <pre>
 * lead    follow  first continuation     excludes
 * 00–7F   0
 * C2–DF   1       80–BF                  C0, C1: overlong
 * E0      2       A0–BF                  overlong
 * E1–EF   2       80–BF
 * ED      2       80–9F                  surrogates
 * F0      3       90–BF                  overlong
 * F1–F3   3       80–BF
 * F4      3       80–8F                  above U+10FFFF
 * </pre>
 */
public final class Utf8Validator {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** Continuation bytes still to come. */
    private int pending;

    /** The range that the next continuation byte must be in. */
    private int low;

    private int high;

    /** A validator at the start of a text. */
    public Utf8Validator() {}

    /**
     * Checks a further piece. After a failure the validator is good for nothing until {@link
     * #reset()}.
     *
     * @param data holds the piece
     * @param from its first byte
     * @param length its length in bytes
     * @return the index in {@code data} of the first wrong byte, or -1 if there is none
     */
    public int firstInvalid(byte[] data, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end) {
            if (pending == 0) {
                at = skipAscii(data, at, end);
                if (at == end) {
                    break;
                }
                if (!lead(data[at] & 0xFF)) {
                    return at;
                }
            } else {
                int unsigned = data[at] & 0xFF;
                if (unsigned < low || unsigned > high) {
                    return at;
                }
                pending--;
                low = 0x80;
                high = 0xBF;
            }
            at++;
        }
        return -1;
    }

    /**
     * Whether the text may end here.
     *
     * @return false inside a character
     */
    public boolean isComplete() {
        return pending == 0;
    }

    /** Starts a new text. */
    public void reset() {
        pending = 0;
    }

    private static int skipAscii(byte[] data, int from, int end) {
        int at = from;
        while (at <= end - 8 && ((long) LONG.get(data, at) & HIGH_BITS) == 0) {
            at += 8;
        }
        while (at < end && data[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean lead(int unsigned) {
        if (unsigned < 0xC2 || unsigned > 0xF4) {
            return false;
        }
        pending = unsigned < 0xE0 ? 1 : unsigned < 0xF0 ? 2 : 3;
        low =
                switch (unsigned) {
                    case 0xE0 -> 0xA0;
                    case 0xF0 -> 0x90;
                    default -> 0x80;
                };
        high =
                switch (unsigned) {
                    case 0xED -> 0x9F;
                    case 0xF4 -> 0x8F;
                    default -> 0xBF;
                };
        return true;
    }
}
