package dev.bogie.http.filter;

import dev.bogie.http.FieldName;
import dev.bogie.http.Filter;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.fields.Authority;

/**
 * Sends whoever comes without TLS to the same address over {@code https}, with 308, which keeps the
 * method. Put it in front of {@link StrictTransportSecurity}, which spares browsers this way the
 * next time.
 *
 * <p>For servers that speak TLS themselves. Behind a proxy that ends TLS for them every request
 * comes over {@code http}, and this would lead in circles: there it is the proxy's to redirect.
 *
 * <p>The host is the one that was asked for; {@link AllowedHosts} in front of this keeps out names
 * that are not ours. A request that says no host (HTTP/1.0) is refused with 403.
 */
public final class HttpsRedirect implements Filter, NonBlocking {
    private static final int USUAL_PORT = 443;

    private final String port;

    /** To the usual port, 443. */
    public HttpsRedirect() {
        this(USUAL_PORT);
    }

    /**
     * To a port.
     *
     * @param port where TLS is spoken, 1 to 65535; may be the one of the request itself if that
     *     serves both
     * @throws IllegalArgumentException if there is no such port
     */
    public HttpsRedirect(int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " does not exist");
        }
        this.port = port == USUAL_PORT ? "" : ":" + port;
    }

    @Override
    public Response filter(Request request, HttpHandler next) throws Exception {
        if (request.scheme().equals("https")) {
            return next.handle(request);
        }
        if (request.authority().isEmpty()) {
            return Response.error(Status.FORBIDDEN, "only over https");
        }
        String target = request.target().startsWith("/") ? request.target() : "/";
        return Response.of(Status.PERMANENT_REDIRECT)
                .with(
                        FieldName.LOCATION,
                        "https://" + Authority.parse(request.authority()).host() + port + target);
    }
}
