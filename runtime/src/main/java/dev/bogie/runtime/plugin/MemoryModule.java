package dev.bogie.runtime.plugin;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A module whose content is in memory. */
final class MemoryModule extends ModuleReference {
    private final Path file;
    private final Map<String, byte[]> entries;

    /** The map must not change any more. */
    MemoryModule(ModuleDescriptor descriptor, Path file, Map<String, byte[]> entries) {
        super(descriptor, file.toUri());
        this.file = file;
        this.entries = entries;
    }

    String name() {
        return descriptor().name();
    }

    /** The jar that it was read from. */
    Path file() {
        return file;
    }

    /** The content of an entry; not to be changed. */
    byte @Nullable [] content(String name) {
        return entries.get(name);
    }

    @Override
    public ModuleReader open() {
        return new Reader(entries);
    }

    private record Reader(Map<String, byte[]> entries) implements ModuleReader {
        /** No entry has an address of its own. */
        @Override
        public Optional<URI> find(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<InputStream> open(String name) {
            return Optional.ofNullable(entries.get(name)).map(ByteArrayInputStream::new);
        }

        @Override
        public Stream<String> list() {
            return entries.keySet().stream();
        }

        @Override
        public void close() {}
    }
}
