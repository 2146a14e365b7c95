package dev.bogie.http.routing;

import dev.bogie.http.FieldName;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chooses a handler by method and path.
 *
 * {@snippet :
 * HttpHandler router =
 *         Router.builder()
 *                 .get("/", request -> Response.text("Hello, Anonymous"))
 *                 .get("/{name}", request -> Response.text("Hello, " + request.path("name")))
 *                 .build();
 * }
 *
 * <p>A literal segment goes before a parameter, and that before one that takes the rest; the order
 * in which routes were added does not matter. GET answers HEAD too (the protocol leaves the content
 * out). OPTIONS is answered by the router unless it has a route. No route at the path: 404. None
 * for the method: 405 with {@code Allow}. A path that is malformed or ambiguous ({@code %} without
 * two digits, dot segments, controls): 400. A router may block for those requests whose route may.
 * Immutable.
 */
public final class Router implements HttpHandler {
    private final Node root;

    /** Routes without parameters, for the path exactly as it is usually sent. */
    private final Map<String, Map<Method, HttpHandler>> exact;

    /** Whether no route may block for whatever request; asked once instead of for each. */
    private final boolean neverBlocks;

    private Router(Builder from) {
        this.root = new Node();
        this.exact = new HashMap<>();
        boolean neverBlocks = true;
        for (Added added : from.added) {
            root.add(added.method, added.route);
            neverBlocks &= added.route.handler() instanceof NonBlocking;
            if (added.method != null && added.route.pattern().names().isEmpty()) {
                exact.computeIfAbsent(added.route.pattern().toString(), _ -> new HashMap<>())
                        .put(added.method, added.route.handler());
            }
        }
        this.neverBlocks = neverBlocks;
    }

    private record Added(@Nullable Method method, Node.Route route) {}

    /** {@return a builder with no routes yet} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Response handle(Request request) throws Exception {
        Map<Method, HttpHandler> known = exact.get(request.path());
        HttpHandler direct = known == null ? null : known.get(request.method());
        if (direct != null) {
            return direct.handle(request);
        }
        if (!request.path().startsWith("/")) {
            return request.method().equals(Method.OPTIONS)
                    ? Response.of(Status.NO_CONTENT)
                    : Response.error(Status.NOT_FOUND);
        }
        List<String> segments = PathSegments.of(request.path());
        Set<Method> allowed = new LinkedHashSet<>();
        Node.Route route = root.find(request.method(), segments, 0, allowed);
        if (route != null) {
            Map<String, String> parameters = parameters(route.pattern(), segments);
            return route.handler().handle(request.withPathParameters(parameters));
        }
        return allowed.isEmpty() ? Response.error(Status.NOT_FOUND) : refusal(request, allowed);
    }

    @Override
    public boolean mayBlock(Request request) {
        if (neverBlocks) {
            return false;
        }
        Map<Method, HttpHandler> known = exact.get(request.path());
        HttpHandler direct = known == null ? null : known.get(request.method());
        if (direct != null) {
            return direct.mayBlock(request);
        }
        try {
            Node.Route route =
                    root.find(
                            request.method(),
                            PathSegments.of(request.path()),
                            0,
                            new LinkedHashSet<>());
            return route != null && route.handler().mayBlock(request);
        } catch (HttpException e) {
            return false;
        }
    }

    private static Response refusal(Request request, Set<Method> allowed) {
        if (allowed.contains(Method.GET)) {
            allowed.add(Method.HEAD);
        }
        allowed.add(Method.OPTIONS);
        String allow = allowed.stream().map(Method::name).collect(Collectors.joining(", "));
        Response response =
                request.method().equals(Method.OPTIONS)
                        ? Response.of(Status.NO_CONTENT)
                        : Response.error(Status.METHOD_NOT_ALLOWED);
        return response.with(FieldName.ALLOW, allow);
    }

    private static Map<String, String> parameters(PathPattern pattern, List<String> segments) {
        List<String> names = pattern.names();
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        int name = 0;
        for (int i = 0; i < pattern.size(); i++) {
            if (!pattern.isParameter(i)) {
                continue;
            }
            boolean rest = pattern.takesRest() && i == pattern.size() - 1;
            parameters.put(names.get(name++), rest ? rest(segments, i) : segments.get(i));
        }
        return parameters;
    }

    private static String rest(List<String> segments, int from) {
        List<String> rest = segments.subList(from, segments.size());
        for (String segment : rest) {
            if (segment.indexOf('/') >= 0) {
                throw new HttpException(Status.BAD_REQUEST, "a path with an escaped slash");
            }
        }
        return String.join("/", rest);
    }

    /** Collects routes. Not safe for several threads. */
    public static final class Builder {
        private final List<Added> added = new ArrayList<>();

        private Builder() {}

        /**
         * A route for GET, and so for HEAD.
         *
         * @param pattern see {@link PathPattern}
         * @param handler answers
         * @return this
         * @throws IllegalArgumentException if the pattern is malformed
         */
        public Builder get(String pattern, HttpHandler handler) {
            return route(Method.GET, pattern, handler);
        }

        /**
         * A route for POST.
         *
         * @param pattern see {@link PathPattern}
         * @param handler answers
         * @return this
         * @throws IllegalArgumentException if the pattern is malformed
         */
        public Builder post(String pattern, HttpHandler handler) {
            return route(Method.POST, pattern, handler);
        }

        /**
         * A route for PUT.
         *
         * @param pattern see {@link PathPattern}
         * @param handler answers
         * @return this
         * @throws IllegalArgumentException if the pattern is malformed
         */
        public Builder put(String pattern, HttpHandler handler) {
            return route(Method.PUT, pattern, handler);
        }

        /**
         * A route for DELETE.
         *
         * @param pattern see {@link PathPattern}
         * @param handler answers
         * @return this
         * @throws IllegalArgumentException if the pattern is malformed
         */
        public Builder delete(String pattern, HttpHandler handler) {
            return route(Method.DELETE, pattern, handler);
        }

        /**
         * A route for a method.
         *
         * @param method which
         * @param pattern see {@link PathPattern}
         * @param handler answers
         * @return this
         * @throws IllegalArgumentException if the pattern is malformed
         */
        public Builder route(Method method, String pattern, HttpHandler handler) {
            added.add(new Added(method, new Node.Route(PathPattern.of(pattern), handler)));
            return this;
        }

        /**
         * A route for all methods that have none of their own at the pattern.
         *
         * @param pattern see {@link PathPattern}
         * @param handler answers
         * @return this
         * @throws IllegalArgumentException if the pattern is malformed
         */
        public Builder any(String pattern, HttpHandler handler) {
            added.add(new Added(null, new Node.Route(PathPattern.of(pattern), handler)));
            return this;
        }

        /**
         * Puts the routes together.
         *
         * @return the router
         * @throws IllegalArgumentException if two routes for one method match the same paths; the
         *     message names both
         */
        public Router build() {
            return new Router(this);
        }
    }
}
