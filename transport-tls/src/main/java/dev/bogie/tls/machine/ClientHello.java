package dev.bogie.tls.machine;

import java.util.List;
import java.util.Optional;

/**
 * What a client asks for before anything is agreed (RFC 8446 §4.1.2). Unproven: it came in the
 * clear.
 *
 * @param serverName the host name of the server name extension (RFC 6066 §3), in lower case: ASCII
 *     letters, digits, {@code - . _} only; empty if there is none
 * @param applicationProtocols the ALPN ids (RFC 7301) in the client's order, one char per byte; may
 *     hold any bytes, so escape them before they are logged
 */
public record ClientHello(Optional<String> serverName, List<String> applicationProtocols) {

    /** Keeps its own copy of the list. */
    public ClientHello {
        applicationProtocols = List.copyOf(applicationProtocols);
    }
}
