package dev.bogie.runtime;

import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Layer;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;

/**
 * The transports, protocols and layers that are there, who brought each, and why one is not.
 *
 * <p>Thread-safe: all of it is one immutable snapshot behind one field. Each call reads it once;
 * {@link #put}, {@link #override}, {@link #replace} and {@link #remove} replace it in one step, or
 * leave it as it was.
 *
 * <p>A provider that cannot be loaded is logged in one line and skipped, see {@link #problems}. Two
 * of one name are an error that names both: two transports, two layers, or two protocols of the
 * same kind and contract. One hides another only where that was asked for.
 */
public final class Registry {
    /** The owner of what is on the module path or the class path. */
    public static final String INSTALLED = "installed";

    /** The owner of what was given to {@link #of}. */
    public static final String GIVEN = "given";

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = Snapshot.of(List.of());

    private Registry() {}

    /**
     * A registry of what is installed beside this module: found as services on the module path and
     * on the class path.
     *
     * @return a new registry
     * @throws ConfigurationException if two providers clash
     */
    public static Registry installed() {
        Registry registry = new Registry();
        registry.add(ProviderLoader.installed(INSTALLED), false);
        return registry;
    }

    /**
     * A registry of given providers and nothing else.
     *
     * @param providers transports, protocols, layers, and others that {@link #find} will find
     * @return a new registry
     * @throws ConfigurationException if two providers clash
     */
    public static Registry of(Object... providers) {
        Registry registry = new Registry();
        registry.put(GIVEN, List.of(providers));
        return registry;
    }

    /**
     * Adds an owner's providers; what that owner brought before is gone in the same step.
     *
     * @param owner who brings them
     * @param providers transports, protocols, layers and others
     * @throws ConfigurationException if one clashes with another; nothing has changed then
     */
    public void put(String owner, List<?> providers) {
        add(ProviderLoader.of(owner, List.copyOf(providers)), false);
    }

    /**
     * Like {@link #put}, but each hides what has the same name, until its owner is removed.
     *
     * @param owner who brings them
     * @param providers transports, protocols, layers and others
     * @throws ConfigurationException if two of them clash; nothing has changed then
     */
    public void override(String owner, List<?> providers) {
        add(ProviderLoader.of(owner, List.copyOf(providers)), true);
    }

    /**
     * Removes all that an owner brought. What runs already goes on.
     *
     * @param owner who brought it
     * @return false if there was nothing of that owner
     */
    public boolean remove(String owner) {
        synchronized (this) {
            List<Contribution> rest = snapshot.without(Set.of(owner));
            if (rest.size() == snapshot.owned().size()) {
                return false;
            }
            snapshot = Snapshot.of(rest);
        }
        tellFollowers();
        return true;
    }

    /**
     * Puts several contributions into service and takes others out, in one step. All that brought
     * by an owner who is named here, or who brings a contribution, is gone in the same step; what
     * runs already goes on.
     *
     * @param gone owners who bring nothing any more
     * @param contributions in the order in which one may refer to another
     * @throws ConfigurationException if one clashes with another, in names or in settings, or if an
     *     address that is listened on could no longer decide between protocols; nothing has changed
     *     then
     */
    public void replace(Set<String> gone, List<Contribution> contributions) {
        synchronized (this) {
            Set<String> owners = new HashSet<>(gone);
            contributions.forEach(c -> owners.add(c.owner()));
            List<Contribution> owned = new ArrayList<>(snapshot.without(owners));
            owned.addAll(contributions);
            Snapshot next = Snapshot.of(owned);
            if (!contributions.isEmpty()) {
                SettingsCatalogue.of(next);
                followers.forEach(f -> f.check(snapshot, next));
            }
            snapshot = next;
        }
        tellFollowers();
        contributions.forEach(c -> c.problems().forEach(problem -> LOG.warn("{}", problem)));
    }

    /** One that fails is no reason not to tell the others. */
    private void tellFollowers() {
        for (Follower follower : followers) {
            try {
                follower.changed();
            } catch (RuntimeException | Error e) {
                LOG.error("a change did not reach all: {}", OneLine.of(e));
            }
        }
    }

    private void add(ProviderLoader loader, boolean overrides) {
        Contribution added = Contribution.load(loader, overrides);
        synchronized (this) {
            List<Contribution> owned = new ArrayList<>(snapshot.without(Set.of(added.owner())));
            owned.add(added);
            snapshot = Snapshot.of(owned);
        }
        tellFollowers();
        added.problems().forEach(problem -> LOG.warn("{}", problem));
    }

    /** Who depends on what is in service, and may refuse a change. */
    interface Follower {
        /**
         * Looks at what is to come, and makes it ready; must not wait for anybody.
         *
         * @throws ConfigurationException if that must not come
         */
        default void check(Snapshot now, Snapshot next) {}

        /** There was a change. Told without a lock, so maybe late, and not in order. */
        default void changed() {}
    }

    void follow(Follower follower) {
        followers.add(follower);
    }

    void unfollow(Follower follower) {
        followers.remove(follower);
    }

    /**
     * The transports.
     *
     * @return all that are there, available or not
     */
    public List<Provider<Transport>> transports() {
        return snapshot.transports();
    }

    /**
     * The protocols of all kinds.
     *
     * @return all that are there
     */
    public List<Provider<Protocol<?>>> protocols() {
        return snapshot.protocols();
    }

    /**
     * The layers.
     *
     * @return all that are there
     */
    public List<Provider<Layer>> layers() {
        return snapshot.layers();
    }

    /**
     * The transports, protocols and layers that were skipped.
     *
     * @return one problem for each
     */
    public List<ProviderProblem> problems() {
        return snapshot.problems();
    }

    /**
     * The settings of all that is there, and this module's own.
     *
     * @return the catalogue
     * @throws ConfigurationException if two settings clash
     */
    public SettingsCatalogue settings() {
        return SettingsCatalogue.of(snapshot);
    }

    /**
     * The providers of an extension point: a service that neither this module nor {@code
     * dev.bogie.transport} knows. Searched for at each call.
     *
     * @param service the service, public and exported by its module
     * @param <S> the service
     * @return what each owner has of it
     */
    public <S> Found<S> find(Class<S> service) {
        List<Provider<S>> providers = new ArrayList<>();
        List<ProviderProblem> problems = new ArrayList<>();
        for (Contribution owned : snapshot.owned()) {
            Found<S> found = owned.find(service);
            providers.addAll(found.providers());
            problems.addAll(found.problems());
        }
        return new Found<>(providers, problems);
    }

    /**
     * The protocols of a kind that serve a contract.
     *
     * @param kind the interface that defines the kind
     * @param contract the application contract
     * @param <P> the kind
     * @return the highest priority first; of one priority, in alphabetical order
     */
    public <P extends Protocol<?>> List<Provider<P>> protocols(Class<P> kind, Class<?> contract) {
        return protocols(snapshot, kind, contract);
    }

    static <P extends Protocol<?>> List<Provider<P>> protocols(
            Snapshot snapshot, Class<P> kind, Class<?> contract) {
        return snapshot.protocols().stream()
                .filter(p -> p.service().contract().equals(contract))
                .filter(p -> kind.isInstance(p.service()))
                .map(p -> new Provider<>(p.name(), kind.cast(p.service()), p.origin()))
                .sorted(byRank(Protocol::priority))
                .toList();
    }

    /**
     * Whether a transport can work here with these settings.
     *
     * @param transport which
     * @param settings what it would be started with
     * @return its answer; unavailable if it failed to answer
     */
    public Availability availability(Transport transport, Settings settings) {
        return availability(transport, new Surroundings(this, settings));
    }

    /** The transport of that name, or the best that is available if no name is given. */
    Provider<Transport> transport(String name, TransportContext context) {
        Snapshot now = snapshot;
        for (Provider<Transport> provider : now.transports()) {
            if (provider.name().equals(name)) {
                if (availability(provider.service(), context)
                        instanceof Availability.Unavailable no) {
                    throw new ConfigurationException(
                            "transport '" + name + "' is unavailable: " + text(no));
                }
                return provider;
            }
        }
        List<String> names = now.transports().stream().map(Provider::name).toList();
        throw new ConfigurationException(
                "there is no transport '"
                        + name
                        + "'"
                        + NearestName.question(name, names)
                        + present(now, context));
    }

    Provider<Transport> bestTransport(TransportContext context) {
        Snapshot now = snapshot;
        return now.transports().stream()
                .filter(t -> t.service().capabilities().contains(Capability.STREAM))
                .filter(t -> !t.service().capabilities().contains(Capability.VIRTUAL_TIME))
                .filter(t -> availability(t.service(), context) instanceof Availability.Available)
                .min(byRank(Transport::priority))
                .orElseThrow(
                        () ->
                                new ConfigurationException(
                                        "no transport can be used"
                                                + present(now, context)
                                                + "; put one, such as the module"
                                                + " dev.bogie.transport.nio, beside the runtime"));
    }

    /**
     * The higher priority first, then by name; comparators of the JDK cost a start milliseconds.
     */
    private static <S> Comparator<Provider<S>> byRank(ToIntFunction<? super S> priority) {
        return (a, b) -> {
            int order =
                    Integer.compare(
                            priority.applyAsInt(b.service()), priority.applyAsInt(a.service()));
            return order != 0 ? order : a.name().compareTo(b.name());
        };
    }

    static Provider<Layer> layer(Snapshot snapshot, String name) {
        return snapshot.layers().stream()
                .filter(l -> l.name().equals(name))
                .findFirst()
                .orElseThrow(() -> noLayer(snapshot, name));
    }

    private static ConfigurationException noLayer(Snapshot snapshot, String name) {
        List<String> names = snapshot.layers().stream().map(Provider::name).sorted().toList();
        return new ConfigurationException(
                "there is no layer '"
                        + name
                        + "'"
                        + NearestName.question(name, names)
                        + "; installed: "
                        + list(names)
                        + skipped(snapshot, Layer.class));
    }

    Snapshot snapshot() {
        return snapshot;
    }

    private static String present(Snapshot snapshot, TransportContext context) {
        List<String> usable = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        for (Provider<Transport> t : snapshot.transports()) {
            switch (availability(t.service(), context)) {
                case Availability.Available yes -> usable.add(t.name());
                case Availability.Unavailable no ->
                        unusable.add("'" + t.name() + "' is unavailable: " + text(no));
            }
        }
        usable.sort(Comparator.naturalOrder());
        StringBuilder text = new StringBuilder("; installed: ").append(list(usable));
        unusable.forEach(u -> text.append("; ").append(u));
        return text.append(skipped(snapshot, Transport.class)).toString();
    }

    /** What was skipped of a service, to end an error with: it may be what was meant. */
    static String skipped(Snapshot snapshot, Class<?> service) {
        StringBuilder text = new StringBuilder();
        snapshot.problems().stream()
                .filter(p -> p.service().equals(service))
                .forEach(p -> text.append("; ").append(p));
        return text.toString();
    }

    static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static Availability availability(Transport transport, TransportContext context) {
        try {
            return Objects.requireNonNull(transport.availability(context), "it answers null");
        } catch (RuntimeException | Error e) {
            return Availability.unavailable(
                    "it failed to say (" + OneLine.of(e) + ")", "Ask its author.");
        }
    }

    private static String text(Availability.Unavailable no) {
        return no.why() + " " + no.cure();
    }
}
