package dev.bogie.http.routing;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A place in the tree of patterns. A literal is tried before a parameter, and that before what
 * takes the rest; a branch that leads to no route for the method is left again.
 */
final class Node {
    /** A handler and the pattern that it was given with. */
    record Route(PathPattern pattern, HttpHandler handler) {}

    private final Map<String, Node> literals = new HashMap<>();
    private @Nullable Node parameter;
    private @Nullable Node rest;

    /** By method, in the order in which they were added. */
    private final Map<Method, Route> routes = new LinkedHashMap<>();

    private @Nullable Route any;

    /** Adds a route; a null method stands for all that have no route of their own. */
    void add(@Nullable Method method, Route route) {
        Node node = this;
        PathPattern pattern = route.pattern();
        for (int i = 0; i < pattern.size(); i++) {
            node = node.child(pattern, i);
        }
        Route before = method == null ? node.any : node.routes.get(method);
        if (before != null) {
            throw new IllegalArgumentException(
                    "two routes for "
                            + (method == null ? "any method" : method)
                            + " match the same paths: "
                            + before.pattern()
                            + " and "
                            + pattern);
        }
        if (method == null) {
            node.any = route;
        } else {
            node.routes.put(method, route);
        }
    }

    /**
     * The route for the method at the path that is left.
     *
     * @param segments of the whole path
     * @param at how many of them lead to this node
     * @param allowed gets the methods of places that match but have no route for this one
     */
    @Nullable Route find(Method method, List<String> segments, int at, Set<Method> allowed) {
        if (at == segments.size()) {
            return routeFor(method, allowed);
        }
        String segment = segments.get(at);
        Node literal = literals.get(segment);
        Route found = literal == null ? null : literal.find(method, segments, at + 1, allowed);
        if (found == null && parameter != null && !segment.isEmpty()) {
            found = parameter.find(method, segments, at + 1, allowed);
        }
        if (found == null && rest != null) {
            found = rest.routeFor(method, allowed);
        }
        return found;
    }

    private @Nullable Route routeFor(Method method, Set<Method> allowed) {
        Route route = routes.get(method);
        if (route == null && method.equals(Method.HEAD)) {
            route = routes.get(Method.GET);
        }
        if (route == null) {
            route = any;
        }
        if (route == null) {
            allowed.addAll(routes.keySet());
        }
        return route;
    }

    private Node child(PathPattern pattern, int index) {
        if (!pattern.isParameter(index)) {
            return literals.computeIfAbsent(pattern.literal(index), _ -> new Node());
        }
        boolean takesRest = pattern.takesRest() && index == pattern.size() - 1;
        Node child = takesRest ? rest : parameter;
        if (child == null) {
            child = new Node();
            if (takesRest) {
                rest = child;
            } else {
                parameter = child;
            }
        }
        return child;
    }
}
