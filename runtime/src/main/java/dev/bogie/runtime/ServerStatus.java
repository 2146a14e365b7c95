package dev.bogie.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is not as usual with a server, for its operator, at the moment of asking.
 *
 * @param refused why the server does not listen for a protocol with a port of its own, in a
 *     sentence, by the names of those protocols
 * @param draining the transports that {@linkplain Server#swap(String, Duration) swaps} have left
 *     and that still end what is open on them, the one that was left first before others
 */
public record ServerStatus(Map<String, String> refused, List<Draining> draining) {
    /** Copies both. */
    public ServerStatus {
        refused = Map.copyOf(refused);
        draining = List.copyOf(draining);
    }

    /**
     * A transport that drains.
     *
     * @param transport its name
     * @param left after what time the connections that are still open are aborted
     */
    public record Draining(String transport, Duration left) {}

    /**
     * Asks a server.
     *
     * @param server open or closed
     * @return how it stands now
     */
    public static ServerStatus of(Server server) {
        Engines engines = server.addresses.engines();
        Map<String, String> refused = new TreeMap<>();
        for (ServedOffer<?> offer : engines.current().followers(ServedOffer.class)) {
            refused.putAll(offer.refused());
        }
        return new ServerStatus(refused, engines.draining());
    }
}
