package dev.bogie.runtime.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * One version of a plugin, at the moment of asking.
 *
 * @param name its name: of the jar without its ending, or of the directory
 * @param files its jars
 * @param modules its modules with their versions, such as {@code org.example.irc@1.2}
 * @param state where it stands
 * @param connections how many connections that run its protocols or layers are open
 */
public record Plugin(
        String name, List<Path> files, List<String> modules, State state, int connections) {

    /** Copies the lists. */
    public Plugin {
        files = List.copyOf(files);
        modules = List.copyOf(modules);
    }

    /** Where a version of a plugin stands. */
    public enum State {
        /** New connections and requests come to it. */
        IN_SERVICE,
        /** Replaced or removed; what it began is coming to an end. */
        DRAINING,
        /** Nothing of it runs any more; the virtual machine has not unloaded its classes yet. */
        DRAINED
    }
}
