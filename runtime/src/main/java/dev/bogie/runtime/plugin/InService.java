package dev.bogie.runtime.plugin;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.RuntimeSettings;
import dev.bogie.transport.Settings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The plugins that are in service, and those that have left it. A change is made by one thread at a
 * time; asking is for any thread.
 */
final class InService {
    private static final Logger LOG = LoggerFactory.getLogger(InService.class);

    private final Registry registry;
    private final Loading loading;
    private final Duration grace;
    private final Duration limit;
    private final boolean logged;

    /** In the order in which they were loaded: what one needs comes before it. */
    private volatile Map<String, LoadedPlugin> loaded = Map.of();

    private volatile List<Retired> retired = List.of();

    InService(Registry registry, Loading loading, Settings settings, boolean logged) {
        this.registry = registry;
        this.loading = loading;
        this.grace = settings.get(RuntimeSettings.DRAIN_TIME);
        this.limit = settings.get(RuntimeSettings.PLUGIN_START_TIME);
        this.logged = logged;
    }

    Optional<LoadedPlugin> named(String name) {
        return Optional.ofNullable(loaded.get(name));
    }

    List<String> names() {
        return List.copyOf(loaded.keySet());
    }

    /** Those in service, then those that are still in memory. */
    List<Plugin> all() {
        List<Plugin> all = new ArrayList<>();
        loaded.values().forEach(p -> all.add(p.status(Plugin.State.IN_SERVICE)));
        all.addAll(Retired.statuses(retired));
        return all;
    }

    /**
     * Puts a plugin into service: it is made ready beside the old version, and so is what needs a
     * module of either; one switch; what is old drains.
     *
     * @param gone names of plugins that leave anyhow, and that this one may take the modules of
     * @return the names of what was put into service
     * @throws PluginException if something is wrong; nothing has changed then
     */
    List<String> put(Place place, List<MemoryModule> modules, Set<String> gone) {
        Set<String> moved = new HashSet<>();
        modules.forEach(m -> moved.add(m.name()));
        List<LoadedPlugin> old =
                new ArrayList<>(
                        loaded.values().stream()
                                .filter(p -> isReplaced(p, place, gone, moved))
                                .toList());
        List<LoadedPlugin> dependents = dependents(old, moved);
        old.addAll(dependents);
        Map<String, LoadedPlugin> next = new LinkedHashMap<>(loaded);
        next.values().removeAll(old);

        List<LoadedPlugin> fresh = new ArrayList<>();
        try {
            add(fresh, next, loading.load(place, modules, next.values()));
            for (LoadedPlugin dependent : dependents) {
                add(fresh, next, again(place, dependent, next));
            }
            enter(place, old, fresh);
        } catch (RuntimeException | Error e) {
            fresh.forEach(plugin -> plugin.tell(Activation.Active::close));
            throw e;
        }
        loaded = next;
        fresh.forEach(plugin -> plugin.tell(Activation.Active::enter));
        retire(old);
        if (logged) {
            fresh.forEach(p -> LOG.info("plugin {} is in service: {}", p.name(), p.versions()));
        }
        return fresh.stream().map(LoadedPlugin::name).toList();
    }

    private static boolean isReplaced(
            LoadedPlugin plugin, Place by, Set<String> gone, Set<String> modules) {
        return plugin.name().equals(by.plugin())
                || (gone.contains(plugin.name()) && plugin.hasOneOf(modules));
    }

    /** What needs a module of the old version or of the new one, in the order of loading. */
    private List<LoadedPlugin> dependents(List<LoadedPlugin> old, Set<String> modules) {
        Set<String> moved = new HashSet<>(modules);
        old.forEach(p -> moved.addAll(p.names()));
        List<LoadedPlugin> dependents = new ArrayList<>();
        for (LoadedPlugin plugin : loaded.values()) {
            if (!old.contains(plugin) && needed(plugin).stream().anyMatch(moved::contains)) {
                dependents.add(plugin);
                moved.addAll(plugin.names());
            }
        }
        return dependents;
    }

    private Set<String> needed(LoadedPlugin plugin) {
        return PluginResolution.needed(plugin.modules(), loading.base());
    }

    private static void add(
            List<LoadedPlugin> fresh, Map<String, LoadedPlugin> next, LoadedPlugin plugin) {
        fresh.add(plugin);
        next.put(plugin.name(), plugin);
    }

    /** The same modules, on the new ones. */
    private LoadedPlugin again(
            Place changed, LoadedPlugin dependent, Map<String, LoadedPlugin> next) {
        try {
            return loading.load(dependent.place(), dependent.modules(), next.values());
        } catch (PluginException e) {
            throw new PluginException(new PluginProblem.BreaksAnother(changed, e.problem()));
        }
    }

    private void enter(Place place, List<LoadedPlugin> old, List<LoadedPlugin> fresh) {
        try {
            registry.replace(owners(old), fresh.stream().map(LoadedPlugin::contribution).toList());
        } catch (ConfigurationException e) {
            throw new PluginException(
                    new PluginProblem.Clash(place, String.valueOf(e.getMessage())));
        }
    }

    private static Set<String> owners(List<LoadedPlugin> plugins) {
        return Set.copyOf(plugins.stream().map(p -> p.contribution().owner()).toList());
    }

    /**
     * Takes plugins out of service.
     *
     * @param names which; those that are not in service are passed over
     * @return problems of what goes on with a module of theirs
     */
    List<PluginProblem> takeOut(Set<String> names) {
        List<LoadedPlugin> old =
                loaded.values().stream().filter(p -> names.contains(p.name())).toList();
        Map<String, LoadedPlugin> next = new LinkedHashMap<>(loaded);
        next.values().removeAll(old);
        registry.replace(owners(old), List.of());
        loaded = next;
        retire(old);
        List<PluginProblem> problems = new ArrayList<>();
        for (LoadedPlugin plugin : old) {
            if (logged) {
                LOG.info("plugin {} is out of service", plugin.name());
            }
            for (LoadedPlugin left : next.values()) {
                needed(left).stream()
                        .filter(plugin.names()::contains)
                        .map(lost -> new PluginProblem.LostModule(left.place(), lost))
                        .forEach(problems::add);
            }
        }
        return problems;
    }

    private void retire(List<LoadedPlugin> old) {
        List<Retired> all = new ArrayList<>(retired);
        all.removeIf(Retired::isUnloaded);
        for (LoadedPlugin plugin : old) {
            plugin.tell(Activation.Active::leave);
            all.add(Retired.drain(plugin, grace, limit));
        }
        retired = List.copyOf(all);
    }
}
