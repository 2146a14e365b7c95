package dev.bogie.http.fields;

import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.Grammar;
import dev.bogie.http.HttpException;
import dev.bogie.http.Status;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A cookie as a client sends it back (RFC 6265 §4.2, §5.4): a name and a value, with no attributes.
 *
 * <p>Pairs are split at semicolons and nothing else: quotes are part of the value and hold no
 * semicolon back. Pairs without a name, without an equals sign, or whose name is no token are
 * skipped.
 *
 * @param name a token
 * @param value as it was sent, quotes included
 */
public record Cookie(String name, String value) {
    /**
     * Checks name and value.
     *
     * @throws IllegalArgumentException if the name is no token or the value could not be sent
     */
    public Cookie {
        if (!Grammar.isToken(name)) {
            throw new IllegalArgumentException(
                    "not a cookie's name: \"" + Grammar.printable(name) + '"');
        }
        if (!Grammar.isFieldValue(value) || value.indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "not a cookie's value: \"" + Grammar.printable(value) + '"');
        }
    }

    /**
     * The first cookie of that name; reads no further.
     *
     * @param fields of a request
     * @param name in its exact case
     * @return its value
     */
    public static Optional<String> first(Fields fields, String name) {
        for (String line : fields.all(FieldName.COOKIE)) {
            for (int from = 0; from < line.length(); ) {
                int end = endOfPair(line, from);
                int equals = equalsSign(line, from, end);
                if (equals >= 0 && line.substring(from, equals).strip().equals(name)) {
                    return Optional.of(line.substring(equals + 1, end).strip());
                }
                from = end + 1;
            }
        }
        return Optional.empty();
    }

    /**
     * All cookies, in the order in which they were sent.
     *
     * @param fields of a request
     * @param limit the most pairs to accept; browsers send up to about 180
     * @return one for each pair, names may repeat
     * @throws HttpException 431 if there are more
     */
    public static List<Cookie> all(Fields fields, int limit) {
        List<Cookie> cookies = new ArrayList<>();
        int pairs = 0;
        for (String line : fields.all(FieldName.COOKIE)) {
            for (int from = 0; from < line.length(); ) {
                if (++pairs > limit) {
                    throw new HttpException(
                            Status.REQUEST_HEADER_FIELDS_TOO_LARGE,
                            "more than " + limit + " cookies");
                }
                int end = endOfPair(line, from);
                int equals = equalsSign(line, from, end);
                String name = equals < 0 ? "" : line.substring(from, equals).strip();
                if (Grammar.isToken(name)) {
                    cookies.add(new Cookie(name, line.substring(equals + 1, end).strip()));
                }
                from = end + 1;
            }
        }
        return cookies;
    }

    /** {@return the pair as it is sent} */
    @Override
    public String toString() {
        return name + '=' + value;
    }

    private static int endOfPair(String line, int from) {
        int end = line.indexOf(';', from);
        return end < 0 ? line.length() : end;
    }

    private static int equalsSign(String line, int from, int end) {
        int equals = line.indexOf('=', from);
        return equals < end ? equals : -1;
    }
}
