package dev.bogie.runtime.plugin;

import dev.bogie.runtime.Origin;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a problem is.
 *
 * @param plugin the name of the plugin; empty if all are concerned
 * @param file the jar or the directory
 * @param module the module's name; null if it is not known, or not about one
 */
public record Place(String plugin, Path file, @Nullable String module) {

    /**
     * Where a provider comes from that a plugin has brought.
     *
     * @param origin the provider's
     * @return plugin, file and module
     */
    public static Place of(Origin origin) {
        String location = Objects.requireNonNullElse(origin.location(), "");
        return new Place(Loading.plugin(origin.owner()), Path.of(location), origin.module());
    }

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
