package dev.bogie.runtime.plugin;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What lies in a plugins directory, seen by looking again and again: {@code NAME.jar}, and {@code
 * NAME/} with jars in it. What differs from the look before is not settled: it is still being
 * copied, so it is not there yet. Not thread-safe.
 */
final class PluginDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(PluginDirectory.class);
    private static final String JAR = ".jar";

    private final Path directory;
    private @Nullable Map<String, Entry> before; // null until there was a look
    private final Map<String, Entry> taken = new HashMap<>();

    /** A file as it was when looked at; what was written to since differs in one of these. */
    private record Stamp(Path file, long size, FileTime modified, String key) {}

    /**
     * A plugin in the directory.
     *
     * @param place its name, and its jar or directory
     * @param stamps its jars in alphabetical order
     * @param twin another file or directory of the same name, or the same as the place
     */
    record Entry(Place place, List<Stamp> stamps, Path twin) {
        List<Path> jars() {
            return stamps.stream().map(Stamp::file).toList();
        }
    }

    /**
     * What has changed and settled.
     *
     * @param arrived new or changed entries
     * @param gone names of entries that are no longer there
     */
    record Changes(List<Entry> arrived, Set<String> gone) {
        boolean isNone() {
            return arrived.isEmpty() && gone.isEmpty();
        }
    }

    PluginDirectory(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    Place place() {
        return new Place("", directory, null);
    }

    /** What was taken and is still there. */
    List<Entry> taken() {
        return List.copyOf(taken.values());
    }

    /**
     * Looks, and takes what has settled since it was last taken. The first look takes all that is
     * there: what is still being copied will have changed at the next.
     *
     * @throws PluginException if the directory cannot be trusted or read; nothing is taken then
     */
    Changes look() {
        Map<String, Entry> now = entries();
        if (before == null) {
            before = now;
        }
        List<Entry> arrived = new ArrayList<>();
        for (Entry entry : now.values()) {
            String name = entry.place().plugin();
            if (entry.equals(before.get(name)) && !entry.equals(taken.get(name))) {
                arrived.add(entry);
                taken.put(name, entry);
            }
        }
        Set<String> gone = new TreeSet<>(taken.keySet());
        gone.removeAll(now.keySet());
        gone.removeAll(before.keySet());
        taken.keySet().removeAll(gone);
        before = now;
        return new Changes(arrived, gone);
    }

    /**
     * Whether it can be trusted, if it is there; without a look at what lies in it.
     *
     * @throws PluginException if not
     */
    void check() {
        if (!Ownership.exists(directory)) {
            return;
        }
        try {
            Ownership.problem(place())
                    .ifPresent(
                            p -> {
                                throw new PluginException(p);
                            });
        } catch (IOException e) {
            throw untrusted("cannot be read: " + e.getMessage(), "change its permissions");
        }
        if (!Files.isReadable(directory)) {
            throw untrusted("may not be read by this user", "change its permissions");
        }
    }

    private Map<String, Entry> entries() {
        if (!Ownership.exists(directory)) {
            if (taken.isEmpty()) {
                return Map.of();
            }
            throw untrusted("is gone; its plugins go on", "put it back, or stop what they serve");
        }
        check();
        Map<String, Entry> entries = new TreeMap<>();
        try {
            for (Path path : children(directory)) {
                String file = path.getFileName().toString();
                boolean isJar = file.endsWith(JAR) && !Files.isDirectory(path);
                if (file.startsWith(".") || !(isJar || Files.isDirectory(path))) {
                    continue;
                }
                String name = isJar ? file.substring(0, file.length() - JAR.length()) : file;
                List<Stamp> stamps = isJar ? stamps(List.of(path)) : stamps(children(path));
                if (isJar && stamps.isEmpty()) {
                    continue;
                }
                Entry twin = entries.get(name);
                entries.put(
                        name,
                        new Entry(
                                new Place(name, path, null),
                                stamps,
                                twin == null ? path : twin.place().file()));
            }
        } catch (IOException | UncheckedIOException | DirectoryIteratorException e) {
            throw untrusted("cannot be read: " + e.getMessage(), "change its permissions");
        }
        return entries;
    }

    private PluginException untrusted(String what, String cure) {
        return new PluginException(new PluginProblem.Untrusted(place(), what, cure));
    }

    /** Of the jars among these; one that vanishes meanwhile is not there. */
    private static List<Stamp> stamps(List<Path> files) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (!name.endsWith(JAR) || name.startsWith(".")) {
                continue;
            }
            try {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                String key = Objects.toString(is.fileKey());
                stamps.add(new Stamp(file, is.size(), is.lastModifiedTime(), key));
            } catch (NoSuchFileException gone) {
                LOG.debug("gone while it was looked at", gone);
            }
        }
        return List.copyOf(stamps);
    }

    /** In alphabetical order; none if it may not be read, which is told when it is loaded. */
    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (AccessDeniedException | NoSuchFileException e) {
            return List.of();
        }
        children.sort(null);
        return children;
    }

    /** The jars of a plugin outside any directory. */
    static List<Path> jars(Path file) throws IOException {
        if (!Files.isDirectory(file)) {
            return List.of(file);
        }
        return stamps(children(file)).stream().map(Stamp::file).toList();
    }

    /** The name of a plugin: of its jar without the ending, or of its directory. */
    static String name(Path file) {
        String name = String.valueOf(file.toAbsolutePath().normalize().getFileName());
        return name.endsWith(JAR) ? name.substring(0, name.length() - JAR.length()) : name;
    }
}
