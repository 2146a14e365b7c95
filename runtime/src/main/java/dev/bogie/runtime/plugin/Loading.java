package dev.bogie.runtime.plugin;

import dev.bogie.runtime.Contribution;
import dev.bogie.runtime.Provider;
import dev.bogie.runtime.ProviderProblem;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Protocol;

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

/**
 * How plugins are loaded: from files to what is ready to go into service.
 *
 * @param base the runtime's own layer
 * @param activations who makes ready what a plugin brings
 * @param startTime how long its constructors and starts may take
 * @param maxSize how many unpacked bytes a jar may hold
 */
record Loading(ModuleLayer base, List<Activation> activations, Duration startTime, long maxSize) {
    private static final Logger LOG = LoggerFactory.getLogger(Loading.class);

    /** Reads the modules of a plugin into memory. */
    List<MemoryModule> read(Place place, List<Path> jars) {
        List<MemoryModule> modules = new ArrayList<>();
        try {
            check(place);
            for (Path jar : jars) {
                check(place.at(jar));
                modules.add(PluginJar.read(place.at(jar), maxSize));
            }
        } catch (IOException e) {
            throw new PluginException(
                    new PluginProblem.Corrupt(place, "cannot be read: " + Reason.of(e)));
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
        if (!Files.isReadable(place.file())) {
            throw new PluginException(
                    new PluginProblem.Untrusted(
                            place, "may not be read by this user", "change its permissions"));
        }
        Ownership.problem(place)
                .ifPresent(
                        p -> {
                            throw new PluginException(p);
                        });
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
        List<Activation.Active> actives = new ArrayList<>();
        try {
            Contribution contribution =
                    Trial.run(place, startTime, () -> start(place, layer, actives));
            return new LoadedPlugin(place, modules, layer, contribution, List.copyOf(actives));
        } catch (PluginException e) {
            synchronized (actives) {
                actives.forEach(Loading::close);
            }
            throw e;
        }
    }

    private Contribution start(Place place, ModuleLayer layer, List<Activation.Active> actives)
            throws Exception {
        Contribution contribution = Contribution.of(owner(place.plugin()), layer);
        for (ProviderProblem problem : contribution.problems()) {
            throw new PluginException(new PluginProblem.FailedProvider(place, text(problem)));
        }
        contribution.transports().forEach(t -> t.service().settings());
        contribution.layers().forEach(l -> l.service().settings());
        contribution.protocols().forEach(Loading::ask);
        for (Activation activation : activations) {
            Activation.Active active = activation.start(contribution);
            synchronized (actives) {
                actives.add(active);
            }
        }
        return contribution;
    }

    /** What the registry will ask for: here it may throw, or hang. */
    private static void ask(Provider<Protocol<?>> provider) {
        Protocol<?> protocol = provider.service();
        protocol.settings();
        protocol.priority();
        protocol.contract();
        if (protocol instanceof ConnectionProtocol<?> onBytes) {
            onBytes.alpn();
            onBytes.speaksFirst();
            onBytes.sniffLimit();
        }
    }

    private static String text(ProviderProblem problem) {
        String who = problem.origin() == null ? "a provider" : problem.origin().className();
        return who
                + " of "
                + problem.service().getSimpleName()
                + " fails: "
                + Reason.of(problem.cause());
    }

    private static void close(Activation.Active active) {
        try {
            active.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("closing what a refused plugin had started: {}", Reason.of(e));
        }
    }

    /** Under what name a plugin stands in the registry. */
    static String owner(String plugin) {
        return "plugin " + plugin;
    }
}
