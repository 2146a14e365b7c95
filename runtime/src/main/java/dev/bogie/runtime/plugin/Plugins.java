package dev.bogie.runtime.plugin;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.NearestName;
import dev.bogie.runtime.OneLine;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.transport.Settings;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Plugins in the service of a {@link Registry}: installed, replaced and removed while servers run,
 * by these methods and by what lies in a directory.
 *
 * {@snippet :
 * Registry registry = Registry.installed();
 * try (Plugins plugins = Plugins.builder(registry).directory(Path.of("plugins")).open();
 *         Server server = Server.builder().registry(registry).start()) {
 *     plugins.problems().forEach(problem -> System.err.println(problem.line()));
 * }
 * }
 *
 * <p>A plugin is a jar {@code NAME.jar}, or a directory {@code NAME} with jars in it: explicit
 * modules all, which provide transports, protocols, layers, or what an {@link Activation} knows.
 * They are read into memory and make a module layer above that of the runtime, whose modules always
 * win. A plugin that requires a module of another plugin gets it.
 *
 * <p>A new version is loaded and started beside the old one, and takes its place in one step. What
 * the old one began drains for the time of {@code runtime.drain-time}; then nothing keeps it in
 * memory. Whatever is wrong with a plugin is a {@link PluginProblem}, logged in one line; its
 * former version, and everything else, goes on.
 *
 * <p>Thread-safe. Changes wait for each other.
 */
public final class Plugins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    private final Loading loading;
    private final InService inService;
    private final @Nullable PluginDirectory directory;
    private final boolean logged;
    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile Map<String, PluginProblem> problems = Map.of();

    private Plugins(Builder builder) {
        Path path = builder.directory;
        this.directory = path == null ? null : new PluginDirectory(path);
        this.logged = builder.logged;
        ModuleLayer own = Plugins.class.getModule().getLayer();
        this.loading =
                new Loading(
                        own == null ? ModuleLayer.boot() : own,
                        builder.registry,
                        builder.settings,
                        List.copyOf(builder.activations));
        this.inService = new InService(builder.registry, loading, builder.settings, logged);
    }

    /**
     * A builder.
     *
     * @param registry where plugins go into service
     * @return a new one
     */
    public static Builder builder(Registry registry) {
        return new Builder(registry);
    }

    /**
     * Installs a plugin, or replaces the one of that name.
     *
     * @param file its jar, or the directory of its jars
     * @return what is in service now
     * @throws PluginException if something is wrong with it; nothing has changed then
     */
    public synchronized Plugin install(Path file) {
        Path path = file.toAbsolutePath().normalize();
        Place place = new Place(PluginDirectory.name(path), path, null);
        List<MemoryModule> modules = loading.read(place, jars(place));
        put(place, modules, Set.of());
        return inService.named(place.plugin()).orElseThrow().status(Plugin.State.IN_SERVICE);
    }

    /**
     * Reads a plugin again from where it was installed, and replaces it.
     *
     * @param name its name
     * @return what is in service now
     * @throws ConfigurationException if there is none of that name
     * @throws PluginException if something is wrong with it; nothing has changed then
     */
    public synchronized Plugin reload(String name) {
        return install(
                inService
                        .named(name)
                        .orElseThrow(() -> new ConfigurationException(absent(name)))
                        .place()
                        .file());
    }

    private String absent(String name) {
        List<String> names = inService.names();
        return "there is no plugin '"
                + name
                + "'"
                + NearestName.question(name, names)
                + "; in service: "
                + (names.isEmpty() ? "none" : String.join(", ", names));
    }

    /**
     * Takes a plugin out of service. What it began drains.
     *
     * @param name its name
     * @return false if there was none of that name
     */
    public synchronized boolean remove(String name) {
        boolean found = inService.named(name).isPresent();
        takeOut(Set.of(name));
        return found;
    }

    /**
     * Looks at the directory once: what has changed, and was found alike by the look before, is
     * installed, replaced or removed; the first look takes what it finds. Does nothing if no
     * directory was given.
     */
    public synchronized void scan() {
        if (directory == null) {
            return;
        }
        PluginDirectory.Changes changes;
        try {
            changes = directory.look();
            forget("");
        } catch (PluginException e) {
            report(e.problem());
            return;
        }
        if (changes.isNone()) {
            return;
        }
        changes.gone().forEach(this::forget);
        Map<PluginDirectory.Entry, List<MemoryModule>> ready = new LinkedHashMap<>();
        for (PluginDirectory.Entry entry : directory.taken()) {
            // What had a problem is tried again: the cure may be what has just arrived.
            if (changes.arrived().contains(entry) || problems.containsKey(entry.place().plugin())) {
                attempt(entry.place(), () -> ready.put(entry, read(entry)));
            }
        }
        while (!ready.isEmpty()) {
            PluginDirectory.Entry entry = next(ready);
            List<MemoryModule> modules = ready.remove(entry);
            attempt(entry.place(), () -> put(entry.place(), modules, changes.gone()));
        }
        takeOut(changes.gone());
    }

    private List<MemoryModule> read(PluginDirectory.Entry entry) {
        if (!entry.twin().equals(entry.place().file())) {
            throw new PluginException(
                    new PluginProblem.DuplicateName(
                            entry.place(), entry.place().plugin(), entry.twin()));
        }
        return loading.read(entry.place(), entry.jars());
    }

    /** One that needs nothing of the others that still wait. */
    private PluginDirectory.Entry next(Map<PluginDirectory.Entry, List<MemoryModule>> ready) {
        for (PluginDirectory.Entry entry : ready.keySet()) {
            Set<String> needed = PluginResolution.needed(ready.get(entry), loading.base());
            boolean waits =
                    ready.values().stream()
                            .flatMap(List::stream)
                            .anyMatch(m -> needed.contains(m.name()));
            if (!waits) {
                return entry;
            }
        }
        return ready.keySet().iterator().next();
    }

    private void attempt(Place place, Runnable step) {
        try {
            step.run();
            forget(place.plugin());
        } catch (PluginException e) {
            report(e.problem());
        } catch (RuntimeException | Error e) { // the other plugins are not to suffer for it
            report(new PluginProblem.FailedProvider(place, "fails: " + OneLine.of(e)));
            LOG.debug("plugin {}", place.plugin(), e);
        }
    }

    private void put(Place place, List<MemoryModule> modules, Set<String> gone) {
        inService.put(place, modules, gone).forEach(this::forget);
    }

    private void takeOut(Set<String> names) {
        names.forEach(this::forget);
        inService.takeOut(names).forEach(this::report);
    }

    private List<Path> jars(Place place) {
        try {
            return PluginDirectory.jars(place.file());
        } catch (IOException e) {
            throw new PluginException(
                    new PluginProblem.Corrupt(place, "cannot be read: " + OneLine.of(e)));
        }
    }

    private void report(PluginProblem problem) {
        Map<String, PluginProblem> changed = new TreeMap<>(problems);
        if (!problem.equals(changed.put(problem.place().plugin(), problem)) && logged) {
            LOG.warn("{}", problem.line());
        }
        problems = changed;
    }

    private void forget(String plugin) {
        if (problems.containsKey(plugin)) {
            Map<String, PluginProblem> changed = new TreeMap<>(problems);
            changed.remove(plugin);
            problems = changed;
        }
    }

    /**
     * The plugins.
     *
     * @return those in service, and after them the versions that have left it and are still in
     *     memory
     */
    public List<Plugin> all() {
        return inService.all();
    }

    /**
     * What is wrong at present with what lies in the directory.
     *
     * @return at most one problem for each plugin; a plugin that has one may be in service all the
     *     same, in its former version
     */
    public List<PluginProblem> problems() {
        return List.copyOf(problems.values());
    }

    /**
     * Whether a directory can be trusted with plugins, before any is loaded: what only its owner
     * may write to, and this user read, or what is not there yet.
     *
     * @param directory where plugins are to lie
     * @return what is wrong with it
     */
    public static Optional<PluginProblem> problem(Path directory) {
        try {
            new PluginDirectory(directory).check();
            return Optional.empty();
        } catch (PluginException e) {
            return Optional.of(e.problem());
        }
    }

    /** Looks at the directory no more. What is in service stays so. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void watch(Duration every) {
        try {
            while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    scan();
                } catch (RuntimeException | Error e) { // also one that took too much memory
                    LOG.error("looking at the plugins failed", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How plugins are to be loaded. Not thread-safe. */
    public static final class Builder {
        private final Registry registry;
        private final List<Activation> activations = new ArrayList<>();
        private @Nullable Path directory;
        private boolean watched = true;
        private boolean logged = true;
        private Settings settings = Settings.defaults();

        private Builder(Registry registry) {
            this.registry = registry;
        }

        /**
         * Where plugins lie.
         *
         * @param directory need not exist yet; must not be writable by others
         * @return this builder
         */
        public Builder directory(Path directory) {
            this.directory = directory;
            return this;
        }

        /**
         * Whether the directory is looked at again and again; else only {@link Plugins#scan} looks.
         *
         * @param watched true unless set
         * @return this builder
         */
        public Builder watched(boolean watched) {
            this.watched = watched;
            return this;
        }

        /**
         * Whether each change and each problem is a line in the log. Who only looks, and shows by
         * itself what {@link Plugins#problems} and exceptions say, wants none.
         *
         * @param logged true unless set
         * @return this builder
         */
        public Builder logged(boolean logged) {
            this.logged = logged;
            return this;
        }

        /**
         * The settings.
         *
         * @param settings those named {@code runtime.plugin-…}, and {@code runtime.drain-time}
         * @return this builder
         */
        public Builder settings(Settings settings) {
            this.settings = settings;
            return this;
        }

        /**
         * Makes ready what plugins bring beside transports, protocols and layers.
         *
         * @param activation asked for each plugin, in the order given here
         * @return this builder
         */
        public Builder activation(Activation activation) {
            activations.add(activation);
            return this;
        }

        /**
         * Installs what lies in the directory, and watches it.
         *
         * @return the plugins; what could not be installed is among {@link Plugins#problems}
         */
        public Plugins open() {
            Plugins plugins = new Plugins(this);
            plugins.scan();
            if (watched && plugins.directory != null) {
                Duration every = settings.get(RuntimeSettings.PLUGIN_SCAN_TIME);
                Thread.ofPlatform()
                        .daemon(true)
                        .inheritInheritableThreadLocals(false)
                        .name("bogie-plugins")
                        .start(() -> plugins.watch(every));
            }
            return plugins;
        }
    }
}
