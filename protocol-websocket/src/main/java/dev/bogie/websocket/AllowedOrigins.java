package dev.bogie.websocket;

import dev.bogie.http.FieldName;
import dev.bogie.http.Request;
import dev.bogie.http.filter.SameOrigin;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A list of origins beside the server's own, for {@link WebSocketHandler#isAllowedOrigin}. Compared
 * as a whole: scheme, host and port, no patterns.
 */
public final class AllowedOrigins {
    private final Set<String> origins;

    /**
     * A list.
     *
     * @param origins each as a browser writes it: {@code https://app.example} or {@code
     *     http://localhost:3000}, no path
     * @throws IllegalArgumentException if one is none
     */
    public AllowedOrigins(Set<String> origins) {
        for (String origin : origins) {
            if (!origin.matches("(?i)https?://[^/@?#\\s]+")) {
                throw new IllegalArgumentException(
                        "not an origin: \"" + origin + "\" (scheme://host or scheme://host:port)");
            }
        }
        this.origins =
                origins.stream()
                        .map(o -> o.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether the request comes from one of them, from a page of this server, or from no page.
     *
     * @param request the request of a handshake
     * @return false for every other page
     */
    public boolean allows(Request request) {
        List<String> origin = request.fields().all(FieldName.ORIGIN);
        boolean listed =
                origin.size() == 1 && origins.contains(origin.getFirst().toLowerCase(Locale.ROOT));
        return listed || SameOrigin.isSameOrigin(request);
    }
}
