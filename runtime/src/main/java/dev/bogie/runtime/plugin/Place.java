package dev.bogie.runtime.plugin;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * Where a problem is.
 *
 * @param plugin the name of the plugin; empty if all are concerned
 * @param file the jar or the directory
 * @param module the module's name; null if it is not known, or not about one
 */
public record Place(String plugin, Path file, @Nullable String module) {

    Place in(String module) {
        return new Place(plugin, file, module);
    }

    Place at(Path file) {
        return new Place(plugin, file, null);
    }

    /** {@return file and module in one phrase} */
    @Override
    public String toString() {
        return module == null ? file.toString() : file + " (module " + module + ")";
    }
}
