package dev.bogie.runtime;

import dev.bogie.transport.ConnectionProtocol;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An application that waits for protocols with a port of their own; follows the registry.
 *
 * @param <A> its contract
 */
final class Offer<A> implements Registry.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Offer.class);

    private final Addresses addresses;
    private final Class<A> contract;
    private final A application;
    private final Surroundings surroundings;

    /** Where is listened, by the names of the protocols. */
    private final Map<String, ListeningAddress> listeners = new HashMap<>();

    Offer(Addresses addresses, Class<A> contract, A application, Surroundings surroundings) {
        this.addresses = addresses;
        this.contract = contract;
        this.application = application;
        this.surroundings = surroundings;
    }

    /** A new version of a protocol keeps the address of the old one. */
    @Override
    public synchronized void changed() {
        Snapshot snapshot = surroundings.registry().snapshot();
        Map<String, Integer> wanted = new HashMap<>();
        for (Provider<ConnectionProtocol<?>> p :
                Registry.protocols(snapshot, onBytes(), contract)) {
            OptionalInt port = p.service().port(surroundings.settings());
            port.ifPresent(number -> wanted.put(p.name(), number));
        }
        listeners.entrySet().removeIf(known -> isGone(known, wanted));
        wanted.forEach(this::listen);
    }

    @SuppressWarnings("unchecked") // a class literal has no type arguments
    private static Class<ConnectionProtocol<?>> onBytes() {
        return (Class<ConnectionProtocol<?>>) (Class<?>) ConnectionProtocol.class;
    }

    private boolean isGone(Map.Entry<String, ListeningAddress> known, Map<String, Integer> wanted) {
        if (wanted.containsKey(known.getKey())) {
            return false;
        }
        addresses.close(known.getValue());
        return true;
    }

    private void listen(String protocol, int port) {
        if (listeners.containsKey(protocol)) {
            return;
        }
        try {
            ServedContract<A> served =
                    new ServedContract<>(contract, application, List.of(protocol), surroundings);
            ListeningAddress listener = addresses.listen(port, served);
            listeners.put(protocol, listener);
            LOG.info("listening for {} on {}", protocol, listener.address());
        } catch (ConfigurationException | IllegalStateException e) {
            LOG.warn("protocol {} is not served: {}", protocol, e.getMessage());
        }
    }
}
