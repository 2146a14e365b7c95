package dev.bogie.http.filter;

import dev.bogie.http.FieldName;
import dev.bogie.http.Filter;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.fields.Authority;

import java.util.List;
import java.util.Optional;

/**
 * Refuses with 403 what a page of another origin makes a browser send with a method that changes
 * something (cross-site request forgery). Browsers say where a request comes from, in {@code
 * Sec-Fetch-Site} or {@code Origin}; other clients say neither and are let through, as they hold
 * nobody's cookies.
 *
 * <p>It compares with the host that was asked for, whatever that is: a server that is not meant for
 * everybody needs {@link AllowedHosts} besides.
 */
public final class SameOrigin implements Filter, NonBlocking {
    private static final int SCHEME = "://".length();

    /** The filter; it keeps nothing. */
    public SameOrigin() {}

    @Override
    public Response filter(Request request, HttpHandler next) throws Exception {
        return request.method().isSafe() || isSameOrigin(request)
                ? next.handle(request)
                : Response.error(Status.FORBIDDEN, "not from a page of this server");
    }

    /**
     * Whether the request comes from a page of this server, or from no page at all. For handlers
     * that must know it with any method, as the handshake of a WebSocket does.
     *
     * @param request any
     * @return false if a browser says that another origin sent it, or says it in more than one way
     */
    public static boolean isSameOrigin(Request request) {
        List<String> site = request.fields().all(FieldName.SEC_FETCH_SITE);
        List<String> origin = request.fields().all(FieldName.ORIGIN);
        if (site.size() > 1 || origin.size() > 1) {
            return false;
        }
        if (!site.isEmpty()
                && !site.getFirst().equals("same-origin")
                && !site.getFirst().equals("none")) {
            return false;
        }
        return origin.isEmpty() || isOwn(origin.getFirst(), request);
    }

    /**
     * Compares host and port. Of the scheme only that nobody comes to https from http: behind what
     * ends TLS for us, the browser's is https and ours is http, and a port that is left out is each
     * one's own.
     */
    private static boolean isOwn(String origin, Request request) {
        int colon = origin.indexOf("://");
        String scheme = colon < 0 ? "" : origin.substring(0, colon);
        boolean plain = scheme.equals("http") && !request.scheme().equals("https");
        if (!plain && !scheme.equals("https")) {
            return false;
        }
        Optional<Authority> theirs = parse(origin.substring(colon + SCHEME));
        Optional<Authority> ours = parse(request.authority());
        return theirs.isPresent()
                && ours.isPresent()
                && theirs.get().host().equals(ours.get().host())
                && theirs.get().portFor(scheme) == ours.get().portFor(scheme);
    }

    private static Optional<Authority> parse(String text) {
        try {
            return Optional.of(Authority.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
