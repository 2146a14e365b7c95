package dev.bogie.runtime;

import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.DatagramProtocol;
import dev.bogie.transport.Protocol;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.LinkedHashMap;
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

    private final Map<Place, BoundAddress> places = new HashMap<>();

    /** What an address is for. */
    private record Place(String protocol, boolean datagrams) {}

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
        Map<Place, Integer> wanted = new LinkedHashMap<>();
        Class<DatagramProtocol<?>> inDatagrams = kind(DatagramProtocol.class);
        Class<ConnectionProtocol<?>> onBytes = kind(ConnectionProtocol.class);
        for (Provider<DatagramProtocol<?>> p :
                Registry.protocols(snapshot, inDatagrams, contract)) {
            OptionalInt port = p.service().port(surroundings.settings());
            port.ifPresent(number -> wanted.put(new Place(p.name(), true), number));
        }
        for (Provider<ConnectionProtocol<?>> p : Registry.protocols(snapshot, onBytes, contract)) {
            OptionalInt port = p.service().port(surroundings.settings());
            port.ifPresent(number -> wanted.put(new Place(p.name(), false), number));
        }
        places.entrySet().removeIf(known -> isGone(known, wanted));
        wanted.forEach(this::open);
        places.values().forEach(BoundAddress::changed);
    }

    @SuppressWarnings("unchecked") // a class literal has no type arguments
    private static <P extends Protocol<?>> Class<P> kind(Class<?> kind) {
        return (Class<P>) kind;
    }

    private boolean isGone(Map.Entry<Place, BoundAddress> known, Map<Place, Integer> wanted) {
        if (wanted.containsKey(known.getKey())) {
            return false;
        }
        addresses.close(known.getValue());
        return true;
    }

    private void open(Place place, int port) {
        if (places.containsKey(place)) {
            return;
        }
        String protocol = place.protocol();
        try {
            BoundAddress address =
                    place.datagrams() ? bind(protocol, port) : listen(protocol, port);
            places.put(place, address);
            String what = place.datagrams() ? "receiving datagrams" : "listening";
            LOG.info("{} for {} on {}", what, protocol, address.address());
        } catch (ConfigurationException | IllegalStateException e) {
            LOG.warn("protocol {} is not served: {}", protocol, e.getMessage());
        }
    }

    private BoundAddress listen(String protocol, int port) {
        return addresses.listen(
                port, new ServedContract<>(contract, application, List.of(protocol), surroundings));
    }

    private BoundAddress bind(String protocol, int port) {
        return addresses.bind(
                port,
                new ServedDatagrams<>(contract, application, List.of(protocol), surroundings));
    }
}
