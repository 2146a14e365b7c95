package dev.bogie.http.fields;

import dev.bogie.http.Grammar;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A media type (RFC 9110 §8.3.1), such as {@code text/html;charset=utf-8}.
 *
 * @param type in lower case
 * @param subtype in lower case
 * @param parameters names in lower case, values without quotes, in order
 */
public record MediaType(String type, String subtype, Map<String, String> parameters) {
    private static final int MAX_PARAMETERS = 16;

    /** Keeps a copy of the parameters that can't be changed, in their order. */
    public MediaType {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Reads one. Of a request, {@link dev.bogie.http.Request#contentType} does, and answers 415 to
     * a malformed one by itself.
     *
     * @param text the value of a field Content-Type
     * @return the media type
     * @throws IllegalArgumentException if it is malformed, a parameter comes twice, or there are
     *     more than 16
     */
    public static MediaType parse(String text) {
        int semicolon = text.indexOf(';');
        String essence = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        int slash = essence.indexOf('/');
        if (slash < 0
                || !Grammar.isToken(essence.substring(0, slash))
                || !Grammar.isToken(essence.substring(slash + 1))) {
            throw malformed(text);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        int at = semicolon < 0 ? text.length() : semicolon;
        while (at < text.length()) {
            at = parameter(text, at, parameters);
        }
        return new MediaType(
                lower(essence.substring(0, slash)),
                lower(essence.substring(slash + 1)),
                parameters);
    }

    /**
     * Whether it is of that type, whatever its parameters.
     *
     * @param essence such as {@code text/plain}
     * @return whether type and subtype are those
     */
    public boolean is(String essence) {
        return essence.equalsIgnoreCase(type + '/' + subtype);
    }

    /** {@return the parameter charset, as it was written} */
    public Optional<String> charset() {
        return Optional.ofNullable(parameters.get("charset"));
    }

    /** {@return the value of a field} */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(type).append('/').append(subtype);
        parameters.forEach(
                (name, value) -> {
                    out.append(';').append(name).append('=');
                    if (Grammar.isToken(value)) {
                        out.append(value);
                    } else {
                        out.append('"')
                                .append(value.replace("\\", "\\\\").replace("\"", "\\\""))
                                .append('"');
                    }
                });
        return out.toString();
    }

    /** Reads {@code ; name=value} from the semicolon; answers where the next one begins. */
    private static int parameter(String text, int semicolon, Map<String, String> parameters) {
        int at = semicolon + 1;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (at == text.length() || text.charAt(at) == ';') {
            return at;
        }
        int equals = text.indexOf('=', at);
        String name = equals < 0 ? "" : text.substring(at, equals);
        if (!Grammar.isToken(name) || parameters.size() == MAX_PARAMETERS) {
            throw malformed(text);
        }
        StringBuilder value = new StringBuilder();
        int end = value(text, equals + 1, value);
        if (parameters.put(lower(name), value.toString()) != null) {
            throw malformed(text);
        }
        return end;
    }

    /** Reads a token or a quoted string; answers where the semicolon after it is, or the end. */
    private static int value(String text, int from, StringBuilder value) {
        int at = from;
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        if (quoted) {
            at++;
            while (at < text.length() && text.charAt(at) != '"') {
                at += text.charAt(at) == '\\' ? 1 : 0;
                if (at == text.length() || !Grammar.isFieldValueChar(text.charAt(at))) {
                    throw malformed(text);
                }
                value.append(text.charAt(at++));
            }
            if (at++ == text.length()) {
                throw malformed(text);
            }
        } else {
            while (at < text.length() && Grammar.isTokenChar(text.charAt(at))) {
                value.append(text.charAt(at++));
            }
        }
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if ((!quoted && value.isEmpty()) || (at < text.length() && text.charAt(at) != ';')) {
            throw malformed(text);
        }
        return at;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("not a media type: \"" + Grammar.printable(text) + '"');
    }
}
