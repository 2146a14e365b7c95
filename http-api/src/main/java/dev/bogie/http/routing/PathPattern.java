package dev.bogie.http.routing;

import dev.bogie.http.Grammar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The shape of a path: literal segments, parameters in braces, and perhaps a last one that takes
 * all the rest.
 *
 * <table>
 * <caption>Examples</caption>
 * <tr><th>pattern</th><th>matches</th><th>does not match</th></tr>
 * <tr><td>{@code /hello}</td><td>{@code /hello}, {@code /%68ello}</td><td>{@code /hello/}</td></tr>
 * <tr><td>{@code /hello/{name}}</td><td>{@code /hello/Ann}, {@code /hello/a%2Fb}</td>
 *     <td>{@code /hello}, {@code /hello/}, {@code /hello/a/b}</td></tr>
 * <tr><td>{@code /files/{path...}}</td><td>{@code /files/}, {@code /files/a/b}</td>
 *     <td>{@code /files}</td></tr>
 * </table>
 *
 * <p>Segments are compared after decoding; an escaped slash is part of a segment, never a
 * separator.
 */
public final class PathPattern {
    private static final String REST = "...}";

    private final String text;
    private final List<String> segments;
    private final List<String> names;
    private final boolean takesRest;

    private PathPattern(String text, List<String> segments, List<String> names, boolean takesRest) {
        this.text = text;
        this.segments = segments;
        this.names = names;
        this.takesRest = takesRest;
    }

    /**
     * Reads a pattern.
     *
     * @param text begins with a slash; segments are written as they are when decoded
     * @return the pattern
     * @throws IllegalArgumentException if a brace stands alone, a name is empty or comes twice,
     *     something follows the one that takes the rest, or a segment is escaped or a dot segment
     */
    public static PathPattern of(String text) {
        if (!text.startsWith("/")) {
            throw malformed(text, "it must begin with a slash");
        }
        List<String> segments = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        boolean takesRest = false;
        for (String segment : text.substring(1).split("/", -1)) {
            if (takesRest) {
                throw malformed(text, "nothing may follow a parameter that takes the rest");
            }
            if (segment.startsWith("{") && segment.endsWith("}")) {
                takesRest = segment.endsWith(REST);
                int end = segment.length() - (takesRest ? REST.length() : 1);
                String name = segment.substring(1, end);
                if (!Grammar.isToken(name) || !seen.add(name)) {
                    throw malformed(text, "each parameter needs a name of its own");
                }
                names.add(name);
                segments.add("{}");
            } else if (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0) {
                throw malformed(text, "a parameter must be a whole segment");
            } else if (segment.indexOf('%') >= 0 || segment.equals(".") || segment.equals("..")) {
                throw malformed(text, "segments are written decoded, without dot segments");
            } else {
                segments.add(segment);
            }
        }
        return new PathPattern(text, List.copyOf(segments), List.copyOf(names), takesRest);
    }

    /** {@return the names of the parameters, in order} */
    public List<String> names() {
        return names;
    }

    /** {@return whether the last parameter takes all the rest of the path, which may be empty} */
    public boolean takesRest() {
        return takesRest;
    }

    /** {@return the pattern as it was written} */
    @Override
    public String toString() {
        return text;
    }

    int size() {
        return segments.size();
    }

    boolean isParameter(int index) {
        return segments.get(index).equals("{}");
    }

    String literal(int index) {
        return segments.get(index);
    }

    private static IllegalArgumentException malformed(String text, String why) {
        return new IllegalArgumentException(
                "not a path pattern: \"" + Grammar.printable(text) + "\": " + why);
    }
}
