package dev.bogie.http.fields;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of UTF-8 (RFC 3986 §2.1): decoded once, strictly. */
public final class PercentEncoding {
    private static final String UNRESERVED = "-._~";

    private PercentEncoding() {}

    /**
     * Decodes every escape.
     *
     * @param text ASCII
     * @return the text with escapes replaced by the characters that they encode in UTF-8
     * @throws IllegalArgumentException if an escape is not two hexadecimal digits, or the octets
     *     are not UTF-8
     */
    public static String decode(String text) {
        if (isPlain(text)) {
            return text;
        }
        byte[] bytes = new byte[text.length()];
        int size = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes[size++] = (byte) octet(text, i);
                i += 2;
            } else if (c < 0x80) {
                bytes[size++] = (byte) c;
            } else {
                throw new IllegalArgumentException("not ASCII at " + i);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("escaped octets that are not UTF-8", e);
        }
    }

    /**
     * Encodes everything but letters, digits and {@code - . _ ~}, so that the result may stand in
     * any part of a URI.
     *
     * @param text any text
     * @return ASCII
     */
    public static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean plain =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || UNRESERVED.indexOf(c) >= 0;
            if (plain) {
                out.append(c);
            } else {
                out.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 0xf, 16)));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%' || text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static int octet(String text, int at) {
        int high = at + 2 < text.length() ? hexDigit(text.charAt(at + 1)) : -1;
        int low = high >= 0 ? hexDigit(text.charAt(at + 2)) : -1;
        if (low < 0) {
            throw new IllegalArgumentException("% without two hexadecimal digits at " + at);
        }
        return high << 4 | low;
    }

    /** Not {@link Character#digit}, which takes digits of all scripts. */
    private static int hexDigit(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
