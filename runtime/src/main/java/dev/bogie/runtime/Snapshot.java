package dev.bogie.runtime;

import dev.bogie.transport.Layer;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Transport;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What a {@link Registry} holds at one moment: immutable, so that who reads it twice reads the
 * same.
 *
 * @param owned what each owner brought, in the order of arrival
 * @param transports those in force
 * @param protocols those in force
 * @param layers those in force
 */
record Snapshot(
        List<Owned> owned,
        List<Provider<Transport>> transports,
        List<Provider<Protocol<?>>> protocols,
        List<Provider<Layer>> layers) {

    static final Snapshot EMPTY = new Snapshot(List.of(), List.of(), List.of(), List.of());

    /**
     * What one owner brought.
     *
     * @param loader for services that are asked for later
     * @param overrides whether it hides what has the same name, instead of clashing with it
     * @param transports its transports
     * @param protocols its protocols
     * @param layers its layers
     */
    record Owned(
            ProviderLoader loader,
            boolean overrides,
            Found<Transport> transports,
            Found<Protocol<?>> protocols,
            Found<Layer> layers) {

        @SuppressWarnings("unchecked") // a class literal has no type arguments
        static Owned load(ProviderLoader loader, boolean overrides) {
            return new Owned(
                    loader,
                    overrides,
                    loader.load(Transport.class),
                    loader.load((Class<Protocol<?>>) (Class<?>) Protocol.class),
                    loader.load(Layer.class));
        }

        List<ProviderProblem> problems() {
            List<ProviderProblem> all = new ArrayList<>(transports.problems());
            all.addAll(protocols.problems());
            all.addAll(layers.problems());
            return all;
        }
    }

    /**
     * A snapshot of these owners' providers.
     *
     * @throws ConfigurationException if two clash
     */
    static Snapshot of(List<Owned> owned) {
        List<Provider<Transport>> transports = new ArrayList<>();
        List<Provider<Protocol<?>>> protocols = new ArrayList<>();
        List<Provider<Layer>> layers = new ArrayList<>();
        for (Owned each : owned) {
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
                List.copyOf(layers));
    }

    /** The same without an owner, and with another one at the end. */
    List<Owned> without(String owner) {
        return owned.stream().filter(o -> !o.loader().owner().equals(owner)).toList();
    }

    List<ProviderProblem> problems() {
        return owned.stream().flatMap(o -> o.problems().stream()).toList();
    }

    private static <S> void add(
            String what,
            List<Provider<S>> all,
            Found<S> more,
            boolean overrides,
            BiPredicate<S, S> rivals) {
        int before = all.size();
        for (Provider<S> provider : more.providers()) {
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
