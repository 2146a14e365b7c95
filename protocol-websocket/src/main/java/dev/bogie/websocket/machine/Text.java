package dev.bogie.websocket.machine;

import java.nio.charset.StandardCharsets;

/** Strings as the wire wants them: UTF-8, and nothing replaced in silence. */
final class Text {
    private Text() {}

    /**
     * Encodes a text.
     *
     * @throws IllegalArgumentException if a surrogate has no partner: it has no UTF-8, and the
     *     encoder of the platform would send a question mark instead
     */
    static byte[] utf8(String text) {
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
}
