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
import java.util.Map;
import java.util.TreeMap;

/** Checks a plugin without a server, or has a running server read one again. */
final class PluginCommand implements Command {
    /** The order to the server. */
    static final String RELOAD = "reload";

    private static final String CHECK = "check";
    private static final List<String> ACTIONS = List.of(CHECK, RELOAD);

    @Override
    public String name() {
        return "plugin";
    }

    @Override
    public String summary() {
        return "check a plugin, or have a running server read one again";
    }

    @Override
    public Map<String, String> ways() {
        return new TreeMap<>(
                Map.of(
                        CHECK + " FILE",
                        "read a plugin, a jar or a directory of jars, as a server would",
                        RELOAD + " NAME",
                        "have a running server read the plugin of that name again"));
    }

    @Override
    public List<String> operands() {
        return List.of("check|reload", "FILE|NAME");
    }

    @Override
    public List<Option> options() {
        return List.of(Option.PLUGINS, Option.SET, Option.CONTROL);
    }

    @Override
    public Ending ending() {
        return Ending.HALT;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws FailedException {
        String action = arguments.operand(0);
        return switch (action) {
            case CHECK -> check(arguments, out);
            case RELOAD ->
                    ControlCommand.tell(arguments, List.of(RELOAD, arguments.operand(1)), out);
            default ->
                    throw new ConfigurationException(
                            "plugin: there is no action '"
                                    + action
                                    + "'"
                                    + NearestName.question(action, ACTIONS));
        };
    }

    private static int check(Arguments arguments, PrintStream out) throws FailedException {
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
            out.println(line(plugin));
            brings.forEach(what -> out.println("  " + what));
            return Main.OK;
        } catch (PluginException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A plugin and what it consists of. */
    static String line(Plugin plugin) {
        return "plugin " + plugin.name() + ": " + String.join(", ", plugin.modules());
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
