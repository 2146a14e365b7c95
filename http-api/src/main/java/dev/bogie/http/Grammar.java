package dev.bogie.http;

/**
 * The character classes of HTTP (RFC 9110 §5.5–5.6, RFC 9112 §3.2), each as one table look-up.
 *
 * <p>Everything that reads or writes HTTP asks here, so that what one part accepts no other part
 * reads differently. Octets are given as {@code 0..255}; anything outside is in no class.
 */
public final class Grammar {
    private static final byte TOKEN = 1;
    private static final byte FIELD_VALUE = 2;
    private static final byte TARGET = 4;
    private static final byte[] CLASSES = new byte[256];
    private static final byte[] LOWER = new byte[256];
    private static final int PRINTED = 100;

    static {
        for (int c = 0; c < 256; c++) {
            boolean letterOrDigit =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letterOrDigit || "!#$%&'*+-.^_`|~".indexOf(c) >= 0) {
                CLASSES[c] |= TOKEN;
            }
            if (c == '\t' || (c >= ' ' && c != 0x7f)) {
                CLASSES[c] |= FIELD_VALUE;
            }
            if (c > ' ' && c < 0x7f && c != '#') {
                CLASSES[c] |= TARGET;
            }
            LOWER[c] = (byte) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
    }

    private Grammar() {}

    /**
     * {@return whether the octet is a {@code tchar} (RFC 9110 §5.6.2)}
     *
     * @param octet {@code 0..255}; others are in no class
     */
    public static boolean isTokenChar(int octet) {
        return isIn(TOKEN, octet);
    }

    /**
     * {@return whether the octet may stand in a field value} visible, space, tab or obs-text
     * (§5.5).
     *
     * @param octet {@code 0..255}; others are in no class
     */
    public static boolean isFieldValueChar(int octet) {
        return isIn(FIELD_VALUE, octet);
    }

    /**
     * {@return whether the octet may stand in a request target} visible ASCII except {@code #}.
     *
     * <p>Wider than RFC 3986, as browsers send <code>{ } | ^</code> unescaped in queries, and
     * narrower than what some servers accept: no controls, no space, nothing beyond ASCII.
     *
     * @param octet {@code 0..255}; others are in no class
     */
    public static boolean isTargetChar(int octet) {
        return isIn(TARGET, octet);
    }

    /**
     * {@return the ASCII lower case of an octet; other octets as they are}
     *
     * @param octet {@code 0..255}; others are in no class
     */
    public static int lowerCase(int octet) {
        return (octet & ~0xff) == 0 ? LOWER[octet] & 0xff : octet;
    }

    /**
     * {@return whether the text is a token} one or more {@code tchar}.
     *
     * @param text the text
     */
    public static boolean isToken(CharSequence text) {
        return !text.isEmpty() && firstOutside(TOKEN, text) < 0;
    }

    /**
     * {@return whether the text is a request target's} one or more of {@link #isTargetChar}.
     *
     * @param text the text
     */
    public static boolean isTarget(CharSequence text) {
        return !text.isEmpty() && firstOutside(TARGET, text) < 0;
    }

    /**
     * {@return whether the text is a field value} allowed octets only, no space or tab at either
     * end. The empty text is one.
     *
     * @param text the text
     */
    public static boolean isFieldValue(CharSequence text) {
        int length = text.length();
        return length == 0
                || (firstOutside(FIELD_VALUE, text) < 0
                        && text.charAt(0) > ' '
                        && text.charAt(length - 1) > ' ');
    }

    /**
     * {@return the text made safe for an error message or a log line} what is not visible ASCII is
     * written as {@code \xHH} or {@code \}{@code uHHHH}, and what exceeds 100 characters is cut.
     *
     * @param text the text
     */
    public static String printable(CharSequence text) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), PRINTED) + 8);
        for (int i = 0; i < text.length(); i++) {
            if (i == PRINTED) {
                return out.append("… (").append(text.length()).append(" characters)").toString();
            }
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '\\') {
                out.append(c);
            } else {
                out.append(c < 256 ? "\\x%02x".formatted((int) c) : "\\u%04x".formatted((int) c));
            }
        }
        return out.toString();
    }

    private static int firstOutside(byte kind, CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isIn(kind, text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isIn(byte kind, int octet) {
        return (octet & ~0xff) == 0 && (CLASSES[octet] & kind) != 0;
    }
}
