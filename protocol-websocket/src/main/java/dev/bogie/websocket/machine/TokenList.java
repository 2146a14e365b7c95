package dev.bogie.websocket.machine;

import java.util.ArrayList;
import java.util.List;

/**
 * The comma-separated lists in the header fields of the handshake ({@code Connection}, {@code
 * Upgrade}, {@code Sec-WebSocket-Protocol}; RFC 9110 §5.6.1, §5.6.2). One pass over the text,
 * whatever it holds.
 */
public final class TokenList {
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private TokenList() {}

    /**
     * Whether a list has a member. What is not a token never equals one, so a malformed list just
     * does not match.
     *
     * @param list the field's value
     * @param token the member, compared without regard to case
     * @return true if it is there
     */
    public static boolean contains(String list, String token) {
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            int end = comma < 0 ? list.length() : comma;
            int start = skipBlanks(list, from, end);
            int stop = trimBlanks(list, start, end);
            if (stop - start == token.length()
                    && list.regionMatches(true, start, token, 0, token.length())) {
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    /**
     * Reads a list of tokens; empty members are skipped, as RFC 9110 §5.6.1.2 asks.
     *
     * @param list the field's value
     * @return the tokens in order, as written
     * @throws IllegalArgumentException if a member is not a token: the answer is 400
     */
    public static List<String> parse(String list) {
        List<String> tokens = new ArrayList<>();
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            int end = comma < 0 ? list.length() : comma;
            int start = skipBlanks(list, from, end);
            int stop = trimBlanks(list, start, end);
            for (int i = start; i < stop; i++) {
                if (!isTokenCharacter(list.charAt(i))) {
                    throw new IllegalArgumentException(
                            "no token character at index " + i + " of the list");
                }
            }
            if (start < stop) {
                tokens.add(list.substring(start, stop));
            }
            from = end + 1;
        }
        return List.copyOf(tokens);
    }

    private static int skipBlanks(String list, int from, int end) {
        int at = from;
        while (at < end && isBlank(list.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int trimBlanks(String list, int start, int end) {
        int at = end;
        while (at > start && isBlank(list.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isTokenCharacter(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || MARKS.indexOf(c) >= 0;
    }
}
