package dev.bogie.http.fields;

import dev.bogie.http.Grammar;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The value of a field Set-Cookie (RFC 6265 §4.1). It begins strict, with {@code Path=/}, {@code
 * HttpOnly} and {@code SameSite=Lax}, and is loosened by name. Immutable.
 */
public final class SetCookie {
    /** To which requests from other sites a browser adds the cookie. */
    public enum SameSite {
        /** To none. */
        STRICT("Strict"),
        /** To navigations with a safe method. */
        LAX("Lax"),
        /** To all; browsers want {@code Secure} with it. */
        NONE("None");

        private final String text;

        SameSite(String text) {
            this.text = text;
        }
    }

    private final Cookie cookie;

    /** By name, in order; empty for those that have no value. */
    private final Map<String, String> attributes;

    private SetCookie(Cookie cookie, Map<String, String> attributes) {
        this.cookie = cookie;
        this.attributes = attributes;
    }

    /**
     * A cookie that lasts as long as the browser's session.
     *
     * @param name a token
     * @param value without space, comma, semicolon, quote or backslash, and ASCII
     * @return the cookie
     * @throws IllegalArgumentException if name or value is not so
     */
    public static SetCookie of(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 0x7f || "\",;\\".indexOf(c) >= 0) {
                throw new IllegalArgumentException(
                        "not a cookie's value: \"" + Grammar.printable(value) + '"');
            }
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("Path", "/");
        attributes.put("HttpOnly", "");
        attributes.put("SameSite", SameSite.LAX.text);
        return new SetCookie(new Cookie(name, value), attributes);
    }

    /**
     * With that path.
     *
     * @param path begins with a slash
     * @return a copy with that path
     * @throws IllegalArgumentException if it does not, or has a semicolon or a control character
     */
    public SetCookie path(String path) {
        if (!path.startsWith("/") || !Grammar.isTarget(path) || path.indexOf(';') >= 0) {
            throw new IllegalArgumentException(
                    "not a cookie's path: \"" + Grammar.printable(path) + '"');
        }
        return with("Path", path);
    }

    /**
     * With that life time.
     *
     * @param maxAge whole seconds count; zero or less deletes the cookie
     * @return a copy with that life time
     */
    public SetCookie maxAge(Duration maxAge) {
        return with("Max-Age", Long.toString(Math.max(0, maxAge.toSeconds())));
    }

    /**
     * Sent over TLS only, or not.
     *
     * @param secure whether
     * @return a copy that says so
     */
    public SetCookie secure(boolean secure) {
        return secure ? with("Secure", "") : without("Secure");
    }

    /**
     * Hidden from scripts, or not.
     *
     * @param httpOnly whether
     * @return a copy that says so
     */
    public SetCookie httpOnly(boolean httpOnly) {
        return httpOnly ? with("HttpOnly", "") : without("HttpOnly");
    }

    /**
     * With that rule for requests from other sites.
     *
     * @param sameSite which
     * @return a copy with that rule
     */
    public SetCookie sameSite(SameSite sameSite) {
        return with("SameSite", sameSite.text);
    }

    /** {@return the value of the field} */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(96).append(cookie);
        attributes.forEach(
                (name, value) ->
                        out.append("; ").append(name).append(value.isEmpty() ? "" : "=" + value));
        return out.toString();
    }

    private SetCookie with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        changed.put(name, value);
        return new SetCookie(cookie, changed);
    }

    private SetCookie without(String name) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        changed.remove(name);
        return new SetCookie(cookie, changed);
    }
}
