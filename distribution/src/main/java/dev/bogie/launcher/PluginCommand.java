package dev.bogie.launcher;

import dev.bogie.http.HttpApplication;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.NearestName;
import dev.bogie.runtime.Provider;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.plugin.Plugin;
import dev.bogie.runtime.plugin.PluginException;
import dev.bogie.runtime.plugin.Plugins;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks a plugin without a server. */
final class PluginCommand implements Command {
    private static final List<String> ACTIONS = List.of("check");

    @Override
    public String name() {
        return "plugin";
    }

    @Override
    public String summary() {
        return "check a plugin, a jar or a directory of jars, as a server would ('check')";
    }

    @Override
    public List<String> operands() {
        return List.of("check", "FILE");
    }

    @Override
    public List<Option> options() {
        return List.of(Option.PLUGINS, Option.SET);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws FailedException {
        String action = arguments.operand(0);
        if (!ACTIONS.contains(action)) {
            throw new ConfigurationException(
                    "plugin: there is no action '"
                            + action
                            + "'"
                            + NearestName.question(action, ACTIONS));
        }
        Path file = path(arguments.operand(1));
        Registry registry = Registry.installed();
        List<String> brings = new ArrayList<>();
        try (Plugins plugins =
                PluginOptions.ofThisProcess()
                        .open(
                                arguments,
                                registry,
                                false,
                                contribution -> {
                                    add(brings, "transport", contribution.transports());
                                    add(brings, "layer", contribution.layers());
                                    add(brings, "protocol", contribution.protocols());
                                    contribution.find(HttpApplication.class).providers().stream()
                                            .map(p -> "application " + p.service().name())
                                            .forEach(brings::add);
                                    return () -> {};
                                })) {
            brings.clear();
            Plugin plugin = plugins.install(file);
            out.println("plugin " + plugin.name() + ": " + String.join(", ", plugin.modules()));
            brings.forEach(what -> out.println("  " + what));
            return Main.OK;
        } catch (PluginException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void add(
            List<String> brings, String kind, List<? extends Provider<?>> providers) {
        providers.forEach(p -> brings.add(kind + " " + p.name()));
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new ConfigurationException("'" + file + "' is not a path", e);
        }
    }
}
