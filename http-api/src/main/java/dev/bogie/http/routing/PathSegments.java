package dev.bogie.http.routing;

import dev.bogie.http.HttpException;
import dev.bogie.http.Status;
import dev.bogie.http.fields.PercentEncoding;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a path at its slashes and decodes each segment, once. What two readers might understand
 * differently is refused: dot segments (which clients resolve before they send), in any spelling,
 * and control characters.
 */
final class PathSegments {
    private PathSegments() {}

    /**
     * The segments after the leading slash; {@code /} has one, which is empty.
     *
     * @throws HttpException 400 if the path is refused
     */
    static List<String> of(String path) {
        List<String> segments = new ArrayList<>(8);
        int from = 1;
        while (true) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            segments.add(decoded(path.substring(from, end)));
            if (slash < 0) {
                return segments;
            }
            from = slash + 1;
        }
    }

    private static String decoded(String raw) {
        String segment;
        try {
            segment = PercentEncoding.decode(raw);
        } catch (IllegalArgumentException e) {
            throw new HttpException(Status.BAD_REQUEST, "malformed path: " + e.getMessage());
        }
        if (segment.equals(".") || segment.equals("..")) {
            throw new HttpException(Status.BAD_REQUEST, "a path with dot segments");
        }
        for (int i = 0; i < segment.length(); i++) {
            if (Character.isISOControl(segment.charAt(i))) {
                throw new HttpException(Status.BAD_REQUEST, "a path with control characters");
            }
        }
        return segment;
    }
}
