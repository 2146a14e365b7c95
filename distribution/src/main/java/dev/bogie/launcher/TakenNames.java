package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Origin;
import dev.bogie.runtime.Provider;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.SettingsCatalogue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is there already, so that a plugin of the same name would be refused when it is installed.
 *
 * @param names of transports, layers, protocols and applications, and what the names of settings
 *     begin with; with who has it
 * @param packages with the module that has it
 */
record TakenNames(Map<String, String> names, Map<String, String> packages) {
    /** In this image, where the author will try it. */
    static TakenNames here() {
        Registry registry = Registry.installed();
        Map<String, String> names = new TreeMap<>();
        for (SettingsCatalogue.Entry entry : Applications.settings(registry).entries()) {
            String name = entry.setting().name();
            names.put(name.substring(0, name.indexOf('.')), "there are settings such as " + name);
        }
        add(names, "transport", registry.transports());
        add(names, "layer", registry.layers());
        add(names, "protocol", registry.protocols());
        for (Provider<HttpApplication> provider : Applications.in(registry).all()) {
            String name = provider.service().name();
            names.put(name, owned("application " + name, provider.origin()));
        }
        Map<String, String> packages = new TreeMap<>();
        for (Module module : ModuleLayer.boot().modules()) {
            module.getPackages().forEach(each -> packages.put(each, module.getName()));
        }
        return new TakenNames(names, packages);
    }

    private static void add(
            Map<String, String> names, String kind, List<? extends Provider<?>> providers) {
        providers.forEach(p -> names.put(p.name(), owned(kind + " " + p.name(), p.origin())));
    }

    private static String owned(String what, Origin origin) {
        return origin.module() == null
                ? "there is the " + what
                : origin.module() + " has the " + what;
    }

    /**
     * Checks the name of what a plugin is to bring.
     *
     * @throws ConfigurationException if it is taken
     */
    void check(String name) {
        String owner = names.get(name);
        if (owner != null) {
            throw new ConfigurationException(
                    "new: the name '"
                            + name
                            + "' is taken: "
                            + owner
                            + "; choose another, or a server would refuse the plugin");
        }
    }

    /**
     * Checks the names of its module and packages: two modules cannot have the same.
     *
     * @throws ConfigurationException if one of them is taken
     */
    void check(String module, Collection<String> own) {
        if (packages.containsValue(module)) {
            throw ProjectNames.unusable(module, "there is a module of that name");
        }
        for (String each : own) {
            String owner = packages.get(each);
            if (owner != null) {
                throw ProjectNames.unusable(each, "the module " + owner + " has it");
            }
        }
    }
}
