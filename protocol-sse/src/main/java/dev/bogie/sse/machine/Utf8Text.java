package dev.bogie.sse.machine;

import java.nio.charset.StandardCharsets;

/**
 * Text and UTF-8, as the Encoding standard decodes it and without silent replacement when encoded.
 */
final class Utf8Text {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8Text() {}

    /**
     * Decodes; each maximal part of a wrong sequence becomes one U+FFFD (Encoding §8.1.1, Unicode
     * §3.9).
     */
    static String decode(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, length, StandardCharsets.UTF_8);
        // The platform counts the bytes of an encoded surrogate as one fault, the standard as
        // three.
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeFaulty(bytes, from, length);
    }

    /**
     * Encodes a value.
     *
     * @throws IllegalArgumentException if a surrogate has no partner
     */
    static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length()
                        || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new IllegalArgumentException("unpaired surrogate at index " + i);
                }
                i++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String decodeFaulty(byte[] bytes, int from, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = from + length;
        int at = from;
        while (at < end) {
            int lead = bytes[at++] & 0xFF;
            int follow = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
            if (follow > 0 && (lead < 0xC2 || lead > 0xF4)) {
                text.append(REPLACEMENT);
                continue;
            }
            int point = follow == 0 ? lead : lead & (0x3F >> follow);
            int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
            int left = follow;
            while (left > 0 && at < end) {
                int next = bytes[at] & 0xFF;
                if (next < low || next > high) {
                    break;
                }
                point = point << 6 | (next & 0x3F);
                low = 0x80;
                high = 0xBF;
                at++;
                left--;
            }
            text.appendCodePoint(left == 0 ? point : REPLACEMENT);
        }
        return text.toString();
    }
}
