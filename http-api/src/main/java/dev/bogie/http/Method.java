package dev.bogie.http;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * A request method (RFC 9110 §9): a token, case-sensitive.
 *
 * @param name the token, such as {@code GET}
 */
public record Method(String name) {
    /** RFC 9110 §9.3.1. */
    public static final Method GET = new Method("GET");

    /** RFC 9110 §9.3.2. */
    public static final Method HEAD = new Method("HEAD");

    /** RFC 9110 §9.3.3. */
    public static final Method POST = new Method("POST");

    /** RFC 9110 §9.3.4. */
    public static final Method PUT = new Method("PUT");

    /** RFC 9110 §9.3.5. */
    public static final Method DELETE = new Method("DELETE");

    /** RFC 9110 §9.3.6. */
    public static final Method CONNECT = new Method("CONNECT");

    /** RFC 9110 §9.3.7. */
    public static final Method OPTIONS = new Method("OPTIONS");

    /** RFC 9110 §9.3.8. */
    public static final Method TRACE = new Method("TRACE");

    /** RFC 5789. */
    public static final Method PATCH = new Method("PATCH");

    private static final Map<String, Method> KNOWN = known();

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is no token
     */
    public Method {
        if (!Grammar.isToken(name)) {
            throw new IllegalArgumentException(
                    "not a method: \"" + Grammar.printable(name) + "\" (a token is wanted)");
        }
    }

    /**
     * {@return the method of that name; the constants above where they fit}
     *
     * @param name the name
     * @throws IllegalArgumentException if the name is no token
     */
    public static Method of(String name) {
        Method known = KNOWN.get(name);
        return known != null ? known : new Method(name);
    }

    /** {@return whether it asks for no change (RFC 9110 §9.2.1)} Unknown methods are not safe. */
    public boolean isSafe() {
        return equals(GET) || equals(HEAD) || equals(OPTIONS) || equals(TRACE);
    }

    /**
     * {@return whether sending it twice has the effect of once (RFC 9110 §9.2.2), so may be
     * repeated}
     */
    public boolean isIdempotent() {
        return isSafe() || equals(PUT) || equals(DELETE);
    }

    @Override
    public String toString() {
        return name;
    }

    private static Map<String, Method> known() {
        Map<String, Method> known = new HashMap<>();
        for (Method method :
                new Method[] {GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE, PATCH}) {
            known.put(method.name, method);
        }
        return Map.copyOf(known);
    }

    // Written out: those that a record has by itself are linked when first called, and the first
    // request of a server would wait for that.

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Method that && name.equals(that.name));
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
