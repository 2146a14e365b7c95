package dev.bogie.http.fields;

import dev.bogie.http.Grammar;

import java.util.Locale;

/**
 * The authority of a URI without user information, which is the value of the field Host (RFC 9110
 * §7.2, RFC 3986 §3.2.2): a host, and a port if one is given. Nothing ambiguous is accepted.
 *
 * @param host a name or an IPv4 address in lower case, or an IPv6 address in brackets
 * @param port {@code 0..65535}, or {@link #NO_PORT}
 */
public record Authority(String host, int port) {
    /** The port of an authority that names none. */
    public static final int NO_PORT = -1;

    private static final int MAX_PORT = 65_535;
    private static final int MAX_LENGTH = 255 + 6;

    /**
     * Reads one.
     *
     * @param text the value of the field Host
     * @return its parts
     * @throws IllegalArgumentException if it is empty, has user information, an empty or too large
     *     port, an IPv6 address that is not whole, or a character that no host name has
     */
    public static Authority parse(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            throw malformed(text);
        }
        int end = text.charAt(0) == '[' ? text.indexOf(']') + 1 : text.indexOf(':');
        if (end == 0) {
            throw malformed(text);
        }
        end = end < 0 ? text.length() : end;
        String host = text.substring(0, end).toLowerCase(Locale.ROOT);
        boolean valid =
                host.charAt(0) == '['
                        ? Ipv6.isAddress(host.substring(1, host.length() - 1))
                        : isName(host);
        if (!valid) {
            throw malformed(text);
        }
        return new Authority(host, end == text.length() ? NO_PORT : port(text, end));
    }

    /**
     * The port, or the usual one of a scheme where none is given.
     *
     * @param scheme {@code http} or {@code https}
     * @return the port to connect to
     */
    public int portFor(String scheme) {
        return port != NO_PORT ? port : scheme.equals("https") ? 443 : 80;
    }

    /**
     * The host as an address resolver takes it.
     *
     * @return the host without brackets
     */
    public String bareHost() {
        return host.charAt(0) == '[' ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return port == NO_PORT ? host : host + ':' + port;
    }

    private static int port(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits < 1) {
            throw malformed(text);
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed(text);
            }
            port = Math.min(port * 10 + digit, MAX_PORT + 1);
        }
        if (digits > 5 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "no such port: \"" + Grammar.printable(text) + "\" (ports are 0 to 65535)");
        }
        return port;
    }

    /**
     * Letters, digits, hyphens, dots, and underscores, which real hosts have. Stricter than RFC
     * 3986 §3.2.2 (reg-name may hold escapes and sub-delims): no host in use has any.
     */
    private static boolean isName(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean allowed =
                    (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
            boolean dot = c == '.' && i > 0 && host.charAt(i - 1) != '.';
            if (!allowed && !dot) {
                return false;
            }
        }
        return !host.isEmpty();
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "not a host: \""
                        + Grammar.printable(text)
                        + "\" (name, IPv4 address or IPv6 address in brackets, then perhaps"
                        + " :port)");
    }
}
