package dev.bogie.http.filter;

import dev.bogie.http.Filter;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.fields.Authority;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses with 421 what is meant for a host that this server is not (RFC 9110 §7.4). For servers
 * that only their own machine or network should reach: a page of anybody's may have its name lead
 * to such a server once it is loaded (DNS rebinding), and is then of the same origin for the
 * browser, so that {@link SameOrigin} sees nothing wrong. But the requests still carry that name.
 *
 * <p>Allowed are the names given, {@code localhost} and what ends in {@code .localhost} (RFC 6761
 * §6.3), and every address that is not a name, as there is nothing to rebind about it. Ports are
 * not compared. A request that says no host at all (HTTP/1.0) comes from no browser and is let
 * through.
 */
public final class AllowedHosts implements Filter, NonBlocking {
    private static final String LOCALHOST = "localhost";

    private final Set<String> names = new TreeSet<>();

    /**
     * The filter.
     *
     * @param names besides those always allowed: host names without a port; one that begins with a
     *     dot stands for every name that ends so, and for the name without the dot
     * @throws IllegalArgumentException if one is no host name
     */
    public AllowedHosts(Collection<String> names) {
        for (String name : names) {
            boolean domain = name.startsWith(".");
            Authority parsed = Authority.parse(domain ? name.substring(1) : name);
            if (parsed.port() != Authority.NO_PORT) {
                throw new IllegalArgumentException(
                        "a host without a port is wanted, not " + parsed);
            }
            this.names.add((domain ? "." : "") + parsed.host());
        }
    }

    @Override
    public Response filter(Request request, HttpHandler next) throws Exception {
        return isAllowed(request.authority())
                ? next.handle(request)
                : Response.error(
                        Status.MISDIRECTED_REQUEST,
                        "this server does not answer for the host that was asked");
    }

    private boolean isAllowed(String authority) {
        if (authority.isEmpty()) {
            return true;
        }
        String host;
        try {
            host = Authority.parse(authority).host();
        } catch (IllegalArgumentException e) {
            return false;
        }
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        return isAddress(name)
                || name.equals(LOCALHOST)
                || name.endsWith("." + LOCALHOST)
                || names.contains(name)
                || isInDomain(name);
    }

    private boolean isInDomain(String name) {
        String dotted = "." + name;
        for (int dot = 0; dot >= 0; dot = dotted.indexOf('.', dot + 1)) {
            if (names.contains(dotted.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    /**
     * IPv6 in brackets, or what a browser takes for IPv4: the last label is a number (WHATWG URL,
     * "ends in a number"), which no domain's is.
     */
    private static boolean isAddress(String host) {
        if (host.startsWith("[")) {
            return true;
        }
        String last = host.substring(host.lastIndexOf('.') + 1);
        return !last.isEmpty() && last.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
