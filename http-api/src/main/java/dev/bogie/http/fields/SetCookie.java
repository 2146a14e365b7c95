package dev.bogie.http.fields;

import dev.bogie.http.Grammar;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

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
    private final String path;
    private final @Nullable Duration maxAge;
    private final boolean secure;
    private final boolean httpOnly;
    private final SameSite sameSite;

    private SetCookie(
            Cookie cookie,
            String path,
            @Nullable Duration maxAge,
            boolean secure,
            boolean httpOnly,
            SameSite sameSite) {
        this.cookie = cookie;
        this.path = path;
        this.maxAge = maxAge;
        this.secure = secure;
        this.httpOnly = httpOnly;
        this.sameSite = sameSite;
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
        return new SetCookie(new Cookie(name, value), "/", null, false, true, SameSite.LAX);
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
        return new SetCookie(cookie, path, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * With that life time.
     *
     * @param maxAge whole seconds count; zero or less deletes the cookie
     * @return a copy with that life time
     */
    public SetCookie maxAge(Duration maxAge) {
        return new SetCookie(cookie, path, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * Sent over TLS only, or not.
     *
     * @param secure whether
     * @return a copy that says so
     */
    public SetCookie secure(boolean secure) {
        return new SetCookie(cookie, path, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * Hidden from scripts, or not.
     *
     * @param httpOnly whether
     * @return a copy that says so
     */
    public SetCookie httpOnly(boolean httpOnly) {
        return new SetCookie(cookie, path, maxAge, secure, httpOnly, sameSite);
    }

    /**
     * With that rule for requests from other sites.
     *
     * @param sameSite which
     * @return a copy with that rule
     */
    public SetCookie sameSite(SameSite sameSite) {
        return new SetCookie(cookie, path, maxAge, secure, httpOnly, sameSite);
    }

    /** {@return the value of the field} */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(96).append(cookie).append("; Path=").append(path);
        if (maxAge != null) {
            out.append("; Max-Age=").append(Math.max(0, maxAge.toSeconds()));
        }
        if (secure) {
            out.append("; Secure");
        }
        if (httpOnly) {
            out.append("; HttpOnly");
        }
        return out.append("; SameSite=").append(sameSite.text).toString();
    }
}
