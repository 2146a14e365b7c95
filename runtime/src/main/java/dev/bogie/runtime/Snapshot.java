package dev.bogie.runtime;

import dev.bogie.transport.Layer;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What a {@link Registry} holds at one moment: immutable, so that who reads it twice reads the
 * same.
 *
 * @param owned what each owner brought, in the order of arrival
 * @param transports those in force
 * @param protocols those in force
 * @param layers those in force
 * @param derived what was worked out from it. Kept here, and nowhere else: what keeps a provider of
 *     a snapshot that is gone would keep its classes in memory
 */
record Snapshot(
        List<Contribution> owned,
        List<Provider<Transport>> transports,
        List<Provider<Protocol<?>>> protocols,
        List<Provider<Layer>> layers,
        Map<Object, Object> derived) {

    /**
     * A snapshot of these owners' providers.
     *
     * @throws ConfigurationException if two clash
     */
    static Snapshot of(List<Contribution> owned) {
        List<Provider<Transport>> transports = new ArrayList<>();
        List<Provider<Protocol<?>>> protocols = new ArrayList<>();
        List<Provider<Layer>> layers = new ArrayList<>();
        for (Contribution each : owned) {
            add("transports", transports, each.transports(), each.overrides(), (a, b) -> true);
            add("layers", layers, each.layers(), each.overrides(), (a, b) -> true);
            add(
                    "protocols",
                    protocols,
                    each.protocols(),
                    each.overrides(),
                    (a, b) -> a.contract().equals(b.contract()) && shareAKind(a, b));
        }
        return new Snapshot(
                List.copyOf(owned),
                List.copyOf(transports),
                List.copyOf(protocols),
                List.copyOf(layers),
                new ConcurrentHashMap<>());
    }

    /** What the others than these owners brought. */
    List<Contribution> without(Collection<String> owners) {
        return owned.stream().filter(o -> !owners.contains(o.owner())).toList();
    }

    /** Who brought a provider that is in force. */
    Contribution contribution(Provider<?> provider) {
        return owned.stream()
                .filter(o -> o.owner().equals(provider.origin().owner()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * What follows from this snapshot, worked out once.
     *
     * @param key an immutable value of a class of its own
     * @param work makes it; called without a lock, so maybe more than once. What it throws is not
     *     kept: a key may name a class that has gone
     */
    @SuppressWarnings("unchecked") // the class of the key belongs to one caller, who knows the type
    <T> T derive(Object key, Function<Snapshot, T> work) {
        T known = (T) derived.get(key);
        if (known != null) {
            return known;
        }
        T fresh = work.apply(this);
        T earlier = (T) derived.putIfAbsent(key, fresh);
        return earlier == null ? fresh : earlier;
    }

    List<ProviderProblem> problems() {
        return owned.stream().flatMap(o -> o.problems().stream()).toList();
    }

    private static <S> void add(
            String what,
            List<Provider<S>> all,
            List<Provider<S>> more,
            boolean overrides,
            BiPredicate<S, S> rivals) {
        int before = all.size();
        for (Provider<S> provider : more) {
            for (int i = all.size() - 1; i >= 0; i--) {
                Provider<S> other = all.get(i);
                if (!other.name().equals(provider.name())
                        || !rivals.test(other.service(), provider.service())) {
                    continue;
                }
                if (!overrides || i >= before) {
                    throw new ConfigurationException(
                            "two "
                                    + what
                                    + " are named '"
                                    + provider.name()
                                    + "': "
                                    + other.origin()
                                    + " and "
                                    + provider.origin()
                                    + "; remove one of them");
                }
                all.remove(i);
                before--;
            }
            all.add(provider);
        }
    }

    private static boolean shareAKind(Protocol<?> a, Protocol<?> b) {
        Set<Class<?>> kinds = kinds(a);
        kinds.retainAll(kinds(b));
        return !kinds.isEmpty();
    }

    /** The interfaces of a protocol that say of what kind it is. */
    private static Set<Class<?>> kinds(Protocol<?> protocol) {
        Set<Class<?>> kinds = new LinkedHashSet<>();
        for (Class<?> c = protocol.getClass(); c != null; c = c.getSuperclass()) {
            collectKinds(c, kinds);
        }
        return kinds;
    }

    private static void collectKinds(Class<?> type, Set<Class<?>> kinds) {
        for (Class<?> i : type.getInterfaces()) {
            if (i != Protocol.class && Protocol.class.isAssignableFrom(i) && kinds.add(i)) {
                collectKinds(i, kinds);
            }
        }
    }
}
