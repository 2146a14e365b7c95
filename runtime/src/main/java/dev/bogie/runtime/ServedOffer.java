package dev.bogie.runtime;

import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.DatagramProtocol;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * An application that waits for protocols with a port of their own; follows the registry.
 *
 * @param <A> its contract
 */
final class ServedOffer<A> implements Offer, Registry.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Offer.class);

    private static final Duration FIRST_WAIT = Duration.ofMillis(10);
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    private final Addresses addresses;
    private final Class<A> contract;
    private final A application;
    private final Surroundings surroundings;

    private final Map<Place, BoundAddress> places = new HashMap<>();

    /** Why not, for what that was in vain. */
    private final Map<Place, String> refused = new HashMap<>();

    private boolean withdrawn;

    /** What an address is for. */
    private record Place(String protocol, boolean datagrams) {}

    /** Who wants to be served, and at which port. */
    private record Wish(Protocol<?> service, int port) {}

    ServedOffer(Addresses addresses, Class<A> contract, A application, Surroundings surroundings) {
        this.addresses = addresses;
        this.contract = contract;
        this.application = application;
        this.surroundings = surroundings;
    }

    /**
     * Listens for those that are there, and for those to come.
     *
     * @throws IllegalStateException if the server closes
     */
    void begin() {
        if (addresses.engines().isClosing()) {
            throw new IllegalStateException("the server is closed");
        }
        addresses.engines().current().follow(this);
        changed();
    }

    /** A new version of a protocol keeps the address of the old one. */
    @Override
    public synchronized void changed() {
        if (withdrawn) {
            return;
        }
        Snapshot snapshot = surroundings.registry().snapshot();
        Map<Place, Wish> wanted = new LinkedHashMap<>();
        Set<Place> failed = new HashSet<>();
        Class<DatagramProtocol<?>> inDatagrams = kind(DatagramProtocol.class);
        Class<ConnectionProtocol<?>> onBytes = kind(ConnectionProtocol.class);
        for (var p : Registry.protocols(snapshot, inDatagrams, contract)) {
            wish(new Place(p.name(), true), p, DatagramProtocol::port, wanted, failed);
        }
        for (var p : Registry.protocols(snapshot, onBytes, contract)) {
            wish(new Place(p.name(), false), p, ConnectionProtocol::port, wanted, failed);
        }
        places.entrySet().removeIf(known -> isGone(known, wanted));
        refused.keySet().removeIf(place -> !wanted.containsKey(place) && !failed.contains(place));
        wanted.forEach(this::open);
        places.values().forEach(BoundAddress::changed);
    }

    /** A protocol that fails when it is asked is not listened for; the others are. */
    private <P extends Protocol<?>> void wish(
            Place place,
            Provider<P> protocol,
            BiFunction<P, Settings, OptionalInt> port,
            Map<Place, Wish> wanted,
            Set<Place> failed) {
        P service = protocol.service();
        try {
            port.apply(service, surroundings.settings())
                    .ifPresent(n -> wanted.put(place, new Wish(service, n)));
        } catch (RuntimeException | Error e) { // whatever it is, it is the plugin's own
            failed.add(place);
            refuse(place, "asked for its port, it fails: " + OneLine.told(e));
        }
    }

    /** Tried again at each change of the registry: told again only if it fails otherwise. */
    private void refuse(Place place, String why) {
        if (!why.equals(refused.put(place, why))) {
            LOG.warn("protocol {} is not served: {}", place.protocol(), why);
        }
    }

    /** Why protocols are not listened for, by their names. */
    synchronized Map<String, String> refused() {
        Map<String, String> reasons = new TreeMap<>();
        refused.forEach((place, why) -> reasons.putIfAbsent(place.protocol(), why));
        return reasons;
    }

    @Override
    public void withdraw() {
        if (end()) {
            addresses.engines().current().unfollow(this);
            tryOthersAgain(FIRST_WAIT);
        }
    }

    /**
     * They may have been refused a port that is free now, or will be: the system frees that of a
     * closed channel when its selector has noticed.
     */
    private void tryOthersAgain(Duration wait) {
        others().forEach(ServedOffer::changed);
        if (wait.compareTo(LAST_WAIT) <= 0 && othersAreRefused()) {
            Runnable next = () -> tryOthersAgain(wait.multipliedBy(2));
            Threads threads = surroundings.threads(); // binding is not for an engine's own
            Engine engine = addresses.engines().current().engine();
            try {
                engine.schedule(
                        wait.toNanos(),
                        () -> threads.start(Threads.Kind.VIRTUAL, "bogie-offers", next));
            } catch (IllegalStateException e) {
                LOG.debug("the engine has closed meanwhile", e);
            }
        }
    }

    private boolean othersAreRefused() {
        return !addresses.engines().isClosing()
                && others().stream().anyMatch(o -> !o.refused().isEmpty());
    }

    private List<ServedOffer<?>> others() {
        List<ServedOffer<?>> others = new ArrayList<>();
        for (ServedOffer<?> other : addresses.engines().current().followers(ServedOffer.class)) {
            others.add(other);
        }
        return others;
    }

    /** Listens no more, whatever changes; false if that was so already. */
    private synchronized boolean end() {
        boolean ends = !withdrawn;
        withdrawn = true;
        places.values().forEach(addresses::close);
        places.clear();
        refused.clear();
        return ends;
    }

    @SuppressWarnings("unchecked") // a class literal has no type arguments
    private static <P extends Protocol<?>> Class<P> kind(Class<?> kind) {
        return (Class<P>) kind;
    }

    private boolean isGone(Map.Entry<Place, BoundAddress> known, Map<Place, ?> wanted) {
        if (wanted.containsKey(known.getKey())) {
            return false;
        }
        addresses.close(known.getValue());
        return true;
    }

    private void open(Place place, Wish wish) {
        if (places.containsKey(place)) {
            return;
        }
        String protocol = place.protocol();
        try {
            List<String> only = List.of(protocol);
            BoundAddress address =
                    place.datagrams() ? bind(wish.port(), only) : listen(wish.port(), only);
            places.put(place, address);
            refused.remove(place);
            String what = place.datagrams() ? "receiving datagrams" : "listening";
            LOG.info("{} for {} on {}", what, protocol, address.address());
        } catch (ConfigurationException | IllegalStateException e) {
            refuse(place, e.getMessage() + setting(wish));
        } catch (RuntimeException | Error e) { // a transport of a plugin
            refuse(place, "asked to listen, the transport fails: " + OneLine.of(e));
        }
    }

    private BoundAddress listen(int port, List<String> only) {
        return addresses.listen(
                port, new ServedContract<>(contract, application, only, surroundings));
    }

    private BoundAddress bind(int port, List<String> only) {
        return addresses.bind(
                port, new ServedDatagrams<>(contract, application, only, surroundings));
    }

    /** Where an operator says the port: the one setting of the protocol that has its value. */
    private String setting(Wish wish) {
        Settings settings = surroundings.settings();
        List<String> names =
                wish.service().settings().stream()
                        .filter(s -> settings.get(s).equals((long) wish.port()))
                        .map(Setting::name)
                        .toList();
        return names.size() == 1 ? "; the setting of its port is " + names.getFirst() : "";
    }
}
