package dev.bogie.runtime.plugin;

import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The modules of one plugin, checked and made into a layer above the runtime's and above those of
 * the plugins that it needs. All that can be told from descriptors is told before a class is
 * loaded.
 */
final class PluginResolution {
    private final Place plugin;
    private final List<MemoryModule> modules;
    private final ModuleLayer base;
    private final Map<String, LoadedPlugin> others;

    /**
     * Prepares.
     *
     * @param plugin the plugin, and its file or directory
     * @param modules its modules
     * @param base the runtime's layer
     * @param others the other plugins by the names of their modules
     */
    PluginResolution(
            Place plugin,
            List<MemoryModule> modules,
            ModuleLayer base,
            Map<String, LoadedPlugin> others) {
        this.plugin = plugin;
        this.modules = modules;
        this.base = base;
        this.others = others;
    }

    /** The modules that are needed and are of another plugin. */
    static Set<String> needed(List<MemoryModule> modules, ModuleLayer base) {
        Set<String> own = modules.stream().map(MemoryModule::name).collect(Collectors.toSet());
        return modules.stream()
                .flatMap(m -> m.descriptor().requires().stream())
                .filter(r -> !r.modifiers().contains(Requires.Modifier.STATIC))
                .map(Requires::name)
                .filter(name -> !own.contains(name) && base.findModule(name).isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Makes the layer.
     *
     * @throws PluginException if something is wrong with the modules
     */
    ModuleLayer layer() {
        checkNames();
        checkPackages();
        modules.forEach(this::checkRequires);
        if (modules.stream().allMatch(PluginResolution::isIdle)) {
            throw new PluginException(
                    new PluginProblem.Empty(
                            plugin.in(modules.getFirst().name()),
                            "neither provides a service nor exports a package"));
        }
        List<ModuleLayer> parents = new ArrayList<>();
        needed(modules, base).stream()
                .map(others::get)
                .map(LoadedPlugin::layer)
                .distinct()
                .forEach(parents::add);
        parents.add(base);
        return define(parents);
    }

    private ModuleLayer define(List<ModuleLayer> parents) {
        Map<String, ModuleReference> found =
                modules.stream().collect(Collectors.toMap(MemoryModule::name, m -> m));
        try {
            // The runtime's modules come first: what the plugin has is looked at after the parents.
            Configuration configuration =
                    Configuration.resolve(
                            ModuleFinder.of(),
                            parents.stream().map(ModuleLayer::configuration).toList(),
                            new InMemory(found),
                            found.keySet());
            PluginLoader loader =
                    new PluginLoader(
                            plugin.plugin(), modules, PluginResolution.class.getClassLoader());
            ModuleLayer layer =
                    ModuleLayer.defineModules(configuration, parents, name -> loader).layer();
            loader.connect(configuration, parents);
            return layer;
        } catch (FindException
                | ResolutionException
                | LayerInstantiationException
                | IllegalArgumentException e) {
            throw new PluginException(sharedPackage(parents).orElseGet(() -> unresolvable(e)));
        }
    }

    private PluginProblem unresolvable(RuntimeException e) {
        return new PluginProblem.Unresolvable(
                plugin, "cannot be resolved: " + String.valueOf(e.getMessage()));
    }

    private void checkNames() {
        Map<String, MemoryModule> seen = new HashMap<>();
        for (MemoryModule module : modules) {
            Place place = place(module);
            if (base.findModule(module.name()).isPresent()) {
                throw new PluginException(new PluginProblem.BundledCopy(place));
            }
            MemoryModule twin = seen.put(module.name(), module);
            if (twin != null) {
                throw new PluginException(
                        new PluginProblem.DuplicateName(place, module.name(), twin.file()));
            }
            LoadedPlugin other = others.get(module.name());
            if (other != null) {
                throw new PluginException(
                        new PluginProblem.DuplicateName(
                                place, module.name(), other.fileOf(module.name())));
            }
        }
    }

    private void checkPackages() {
        Map<String, MemoryModule> seen = new TreeMap<>();
        for (MemoryModule module : modules) {
            for (String name : module.descriptor().packages()) {
                MemoryModule other = seen.put(name, module);
                if (other != null) {
                    throw new PluginException(
                            new PluginProblem.DuplicatePackage(
                                    place(module), name, other.name() + " (" + other.file() + ")"));
                }
            }
        }
    }

    private void checkRequires(MemoryModule module) {
        Set<String> own = modules.stream().map(MemoryModule::name).collect(Collectors.toSet());
        for (Requires requires : module.descriptor().requires()) {
            String name = requires.name();
            Optional<Module> above = base.findModule(name);
            if (above.isPresent()) {
                checkVersion(place(module), requires, above.get());
            } else if (!own.contains(name)
                    && !others.containsKey(name)
                    && !requires.modifiers().contains(Requires.Modifier.STATIC)) {
                throw new PluginException(missing(place(module), name));
            }
        }
    }

    private static PluginProblem missing(Place place, String name) {
        return name.startsWith("java.") || name.startsWith("jdk.")
                ? new PluginProblem.MissingPlatformModule(place, name)
                : new PluginProblem.MissingModule(place, name);
    }

    /** Only Bogie's own modules promise something by their major version. */
    private static void checkVersion(Place place, Requires requires, Module present) {
        String here = present.getDescriptor().rawVersion().orElse("");
        String built = requires.rawCompiledVersion().orElse("");
        if (requires.name().startsWith("dev.bogie.")
                && !here.isEmpty()
                && !built.isEmpty()
                && !major(here).equals(major(built))) {
            throw new PluginException(
                    new PluginProblem.OtherContract(place, requires.name(), built, here));
        }
    }

    private static String major(String version) {
        return version.split("[^0-9]", 2)[0];
    }

    private static boolean isIdle(MemoryModule module) {
        ModuleDescriptor d = module.descriptor();
        return d.provides().isEmpty() && d.exports().isEmpty();
    }

    /** A package that a module has, and that a module which it may read exports. */
    private Optional<PluginProblem> sharedPackage(List<ModuleLayer> parents) {
        for (MemoryModule module : modules) {
            for (ModuleLayer parent : parents) {
                for (Module above : parent.modules()) {
                    for (ModuleDescriptor.Exports export : above.getDescriptor().exports()) {
                        if (!export.isQualified()
                                && module.descriptor().packages().contains(export.source())) {
                            return Optional.of(
                                    new PluginProblem.DuplicatePackage(
                                            place(module),
                                            export.source(),
                                            "module " + above.getName()));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private Place place(MemoryModule module) {
        return new Place(plugin.plugin(), module.file(), module.name());
    }

    private record InMemory(Map<String, ModuleReference> found) implements ModuleFinder {
        @Override
        public Optional<ModuleReference> find(String name) {
            return Optional.ofNullable(found.get(name));
        }

        @Override
        public Set<ModuleReference> findAll() {
            return Set.copyOf(found.values());
        }
    }
}
