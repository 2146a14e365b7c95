package dev.bogie.chat.internal;

/**
 * Writes one JSON object (RFC 8259). Escapes more than JSON asks, so that the text may stand in
 * HTML and in a line of an event stream too.
 */
final class JsonText {
    private final StringBuilder out = new StringBuilder(128).append('{');

    JsonText put(String name, String value) {
        name(name);
        quoted(value);
        return this;
    }

    JsonText put(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    @Override
    public String toString() {
        return out + "}";
    }

    private void name(String name) {
        if (out.length() > 1) {
            out.append(',');
        }
        quoted(name);
        out.append(':');
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                default -> {
                    boolean plain = c >= ' ' && c < 0x7F && "<>&'".indexOf(c) < 0;
                    if (plain || isPairedSurrogateOrLetter(text, i)) {
                        out.append(c);
                    } else {
                        out.append("\\u").append(hex(c));
                    }
                }
            }
        }
        out.append('"');
    }

    /** Beyond ASCII, all that UTF-8 can carry stays as it is, line separators excepted. */
    private static boolean isPairedSurrogateOrLetter(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        return c > 0x9F && c != '\u2028' && c != '\u2029';
    }

    private static String hex(char c) {
        return String.format("%04x", (int) c);
    }
}
