package dev.bogie.launcher.text;

/**
 * Text that is seen as what it is, on a terminal and in a log: what would begin another line, move
 * the cursor or turn the direction of writing is written as an escape, such as {@code \n} or {@code
 * \}{@code u001b}. Plain ASCII is not even copied.
 */
public final class Printable {
    private static final int FIRST_ODD = 0x7f; // DEL; below it, from the space on, all is plain
    private static final String CUT = "…";

    private Printable() {}

    /**
     * One line.
     *
     * @param text any text
     * @return the text, without line ends
     */
    public static String line(String text) {
        return of(text, false);
    }

    /**
     * Some lines.
     *
     * @param text any text
     * @return the text, of whose control characters {@code \n} alone is left
     */
    public static String lines(String text) {
        return of(text, true);
    }

    /**
     * One line that is not too long.
     *
     * @param text any text
     * @param max how many characters are shown; an ellipsis stands for the others
     * @return the text, without line ends
     */
    public static String line(String text, int max) {
        String shown = line(text.length() <= max ? text : text.substring(0, max));
        return text.length() <= max && shown.length() <= max
                ? shown
                : shown.substring(0, Math.min(max, shown.length())) + CUT;
    }

    private static String of(String text, boolean lines) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return escaped(text, i, lines);
            }
        }
        return text;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < FIRST_ODD;
    }

    private static String escaped(String text, int from, boolean lines) {
        StringBuilder safe = new StringBuilder(text.length() + 16).append(text, 0, from);
        int c;
        for (int i = from; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            if ((c == '\n' && lines) || !acts(c)) {
                safe.appendCodePoint(c);
            } else {
                escape(safe, c);
            }
        }
        return safe.toString();
    }

    /** Whether a character does something instead of being seen; so does half of one. */
    private static boolean acts(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT, // that of directions among them
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }

    private static void escape(StringBuilder safe, int c) {
        switch (c) {
            case '\n' -> safe.append("\\n");
            case '\r' -> safe.append("\\r");
            case '\t' -> safe.append("\\t");
            default -> {
                for (char unit : Character.toChars(c)) {
                    safe.append("\\u");
                    for (int shift = 12; shift >= 0; shift -= 4) {
                        safe.append(Character.forDigit((unit >> shift) & 0xf, 16));
                    }
                }
            }
        }
    }
}
