package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.plugin.Activation;
import dev.bogie.runtime.plugin.Plugins;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the plugins of this process are: {@code --plugins}, else {@code BOGIE_PLUGINS}, else {@code
 * plugins} in the home of the image. Never the working directory: what lies there is anybody's.
 *
 * @param environment the variables of the process
 * @param home the home of the image; empty when started otherwise
 */
record PluginOptions(Map<String, String> environment, Optional<String> home) {
    private static final String VARIABLE = "BOGIE_PLUGINS";
    private static final String HOME = "bogie.home";

    static PluginOptions ofThisProcess() {
        return new PluginOptions(System.getenv(), Optional.ofNullable(System.getProperty(HOME)));
    }

    /** No directory, unless arguments name one. */
    static PluginOptions none() {
        return new PluginOptions(Map.of(), Optional.empty());
    }

    /**
     * The directory.
     *
     * @throws ConfigurationException if one was asked for and is not there
     */
    Optional<Path> directory(Arguments arguments) {
        Optional<String> asked = arguments.value(Option.PLUGINS);
        if (asked.isPresent()) {
            return Optional.of(existing(Option.PLUGINS.name(), asked.get()));
        }
        String variable = environment.getOrDefault(VARIABLE, "");
        if (!variable.isEmpty()) {
            return Optional.of(existing(VARIABLE, variable));
        }
        return home.map(h -> Path.of(h, "plugins"));
    }

    private static Path existing(String by, String directory) {
        try {
            Path path = Path.of(directory);
            if (Files.isDirectory(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            throw new ConfigurationException(by + ": '" + directory + "' is not a path", e);
        }
        throw new ConfigurationException(by + ": there is no directory '" + directory + "'");
    }

    /**
     * Puts into service what lies there.
     *
     * @param arguments their settings are read as far as they are the runtime's: those of plugins
     *     are not known yet
     * @param watched whether the directory is looked at from now on, and what happens there logged
     * @throws ConfigurationException if the directory cannot be trusted
     */
    Plugins open(
            Arguments arguments, Registry registry, boolean watched, Activation... activations) {
        List<String> settings =
                arguments.values(Option.SET).stream()
                        .filter(text -> text.startsWith("runtime."))
                        .toList();
        Plugins.Builder builder =
                Plugins.builder(registry)
                        .settings(registry.settings().read(settings))
                        .logged(watched)
                        .watched(watched);
        Optional<Path> directory = directory(arguments);
        directory
                .flatMap(Plugins::problem)
                .ifPresent(
                        problem -> {
                            throw new ConfigurationException(problem.line());
                        });
        directory.ifPresent(builder::directory);
        for (Activation activation : activations) {
            builder.activation(activation);
        }
        return builder.open();
    }
}
