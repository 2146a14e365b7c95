package dev.bogie.http.fields;

import dev.bogie.http.Grammar;

/**
 * An entity tag (RFC 9110 §8.8.3).
 *
 * @param weak whether equal tags mean only that one may stand for the other
 * @param opaque what stands between the quotes: visible octets without quotes
 */
public record ETag(boolean weak, String opaque) {
    /**
     * Checks the opaque part.
     *
     * @throws IllegalArgumentException if it has a space, a quote or a control character
     */
    public ETag {
        for (int i = 0; i < opaque.length(); i++) {
            char c = opaque.charAt(i);
            if (c <= ' ' || c == '"' || !Grammar.isFieldValueChar(c)) {
                throw new IllegalArgumentException(
                        "not an entity tag: \"" + Grammar.printable(opaque) + '"');
            }
        }
    }

    /**
     * Whether a field If-None-Match names this tag, by the weak comparison that it asks for
     * (§13.1.2).
     *
     * @param ifNoneMatch the value: {@code *} or a list of tags; what is malformed names none
     * @return whether it is named
     */
    public boolean isIn(String ifNoneMatch) {
        if (ifNoneMatch.strip().equals("*")) {
            return true;
        }
        int at = 0;
        while (at < ifNoneMatch.length()) {
            int open = ifNoneMatch.indexOf('"', at);
            int close = open < 0 ? -1 : ifNoneMatch.indexOf('"', open + 1);
            if (close < 0) {
                return false;
            }
            if (ifNoneMatch.substring(open + 1, close).equals(opaque)) {
                return true;
            }
            at = close + 1;
        }
        return false;
    }

    /** {@return the tag as a field has it} */
    @Override
    public String toString() {
        return (weak ? "W/\"" : "\"") + opaque + '"';
    }
}
