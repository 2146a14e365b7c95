package dev.bogie.runtime;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;

/**
 * Where a provider comes from, to name it to people.
 *
 * @param owner who brought it: {@link Registry#INSTALLED}, {@link Registry#GIVEN}, or the name that
 *     was given to {@link Registry#put}
 * @param className the provider's class
 * @param module its module's name; null on the class path
 * @param version its module's version; null if it has none
 * @param location the jar or folder, or the module in an image; null if unknown
 */
public record Origin(
        String owner,
        String className,
        @Nullable String module,
        @Nullable String version,
        @Nullable String location) {

    static Origin of(String owner, Class<?> type) {
        Module module = type.getModule();
        String version = module.isNamed() ? module.getDescriptor().rawVersion().orElse(null) : null;
        return new Origin(owner, type.getName(), module.getName(), version, location(type));
    }

    private static @Nullable String location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL url = source == null ? null : source.getLocation();
        if (url == null) {
            return null;
        }
        if (url.getProtocol().equals("file")) {
            return Path.of(URI.create(url.toString())).toString();
        }
        return url.toString();
    }

    /**
     * {@return class, module and file in one phrase} For example {@code org.example.Foo (module
     * org.example 1.2, /srv/foo.jar)}.
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(className).append(" (");
        if (module == null) {
            text.append("no module");
        } else {
            text.append("module ").append(module);
            if (version != null) {
                text.append(' ').append(version);
            }
        }
        if (location != null) {
            text.append(", ").append(location);
        }
        return text.append(')').toString();
    }
}
