package dev.bogie.runtime.plugin;

import dev.bogie.runtime.Contribution;
import dev.bogie.runtime.LimitedStart;
import dev.bogie.runtime.OneLine;
import dev.bogie.runtime.ProviderProblem;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.transport.Settings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * How plugins are loaded: from files to what is ready to go into service.
 *
 * @param base the runtime's own layer
 * @param registry where they will go into service
 * @param settings have the limits
 * @param activations who makes ready what a plugin brings
 */
record Loading(
        ModuleLayer base, Registry registry, Settings settings, List<Activation> activations) {
    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

    private static final String OWNER = "plugin ";

    /** Reads the modules of a plugin into memory. */
    List<MemoryModule> read(Place place, List<Path> jars) {
        List<MemoryModule> modules = new ArrayList<>();
        Allowance allowance = Allowance.of(settings);
        try {
            check(place);
            for (Path jar : jars) {
                check(place.at(jar));
                modules.add(PluginJar.read(place.at(jar), allowance));
            }
        } catch (IOException e) {
            throw new PluginException(
                    new PluginProblem.Corrupt(place, "cannot be read: " + OneLine.of(e)));
        }
        if (modules.isEmpty()) {
            throw new PluginException(new PluginProblem.NoJar(place));
        }
        return List.copyOf(modules);
    }

    private static void check(Place place) throws IOException {
        if (!Ownership.exists(place.file())) {
            throw new PluginException(
                    new PluginProblem.Untrusted(place, "is not there", "check its name"));
        }
        Ownership.problem(place)
                .ifPresent(
                        p -> {
                            throw new PluginException(p);
                        });
        if (!Files.isReadable(place.file())) {
            throw new PluginException(
                    new PluginProblem.Untrusted(
                            place, "may not be read by this user", "change its permissions"));
        }
    }

    /**
     * Makes a plugin ready: its layer, its providers, what has to be started.
     *
     * @param others the plugins whose modules it may need, and must not have itself
     * @throws PluginException if something is wrong with it; nothing of it is left then
     */
    LoadedPlugin load(Place place, List<MemoryModule> modules, Collection<LoadedPlugin> others) {
        Map<String, LoadedPlugin> byModule = new HashMap<>();
        others.forEach(o -> o.modules().forEach(m -> byModule.put(m.name(), o)));
        ModuleLayer layer = new PluginResolution(place, modules, base, byModule).layer();
        Duration limit = settings.get(RuntimeSettings.PLUGIN_START_TIME);
        long until = System.nanoTime() + limit.toNanos();
        List<Activation.Active> actives = new ArrayList<>();
        try {
            Contribution contribution = start(place, until, () -> bring(place, layer), late -> {});
            for (Activation activation : activations) {
                actives.add(
                        start(
                                place,
                                until,
                                () -> activation.start(contribution),
                                Activation.Active::close));
            }
            return new LoadedPlugin(place, modules, layer, contribution, List.copyOf(actives));
        } catch (PluginException e) {
            actives.forEach(Loading::close);
            throw e;
        }
    }

    /** One step of a start; what it makes too late is discarded. */
    private <T> T start(Place place, long until, Callable<T> step, Consumer<? super T> discard) {
        Duration left = Duration.ofNanos(Math.max(0, until - System.nanoTime()));
        try {
            return LimitedStart.run("bogie-plugin-" + place.plugin(), left, step, discard);
        } catch (TimeoutException e) {
            throw new PluginException(
                    new PluginProblem.Hanging(
                            place,
                            settings.get(RuntimeSettings.PLUGIN_START_TIME),
                            String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PluginException(
                    new PluginProblem.FailedProvider(place, "was interrupted while it started"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PluginException problem) {
                throw problem;
            }
            throw new PluginException(
                    new PluginProblem.FailedProvider(
                            place,
                            "does not start: "
                                    + OneLine.of(Objects.requireNonNullElse(e.getCause(), e))));
        }
    }

    private Contribution bring(Place place, ModuleLayer layer) {
        Contribution contribution = Contribution.of(owner(place.plugin()), layer);
        for (ProviderProblem problem : contribution.problems()) {
            throw new PluginException(new PluginProblem.FailedProvider(place, text(problem)));
        }
        try {
            Answers answers = new Answers(registry, settings);
            contribution.transports().forEach(answers::transport);
            contribution.layers().forEach(answers::layer);
            contribution.protocols().forEach(answers::protocol);
        } catch (IllegalStateException e) {
            throw new PluginException(
                    new PluginProblem.FailedProvider(place, String.valueOf(e.getMessage())));
        }
        return contribution;
    }

    private static String text(ProviderProblem problem) {
        String who = problem.origin() == null ? "a provider" : problem.origin().className();
        return who
                + " of "
                + problem.service().getSimpleName()
                + " fails: "
                + OneLine.of(problem.cause());
    }

    private static void close(Activation.Active active) {
        try {
            active.close();
        } catch (RuntimeException | Error e) { // the plugin's own mistake
            LOG.warn("closing what a refused plugin had started: {}", OneLine.of(e));
        }
    }

    /** Under what name a plugin stands in the registry. */
    static String owner(String plugin) {
        return OWNER + plugin;
    }

    /** The plugin of an owner. */
    static String plugin(String owner) {
        return owner.startsWith(OWNER) ? owner.substring(OWNER.length()) : owner;
    }
}
