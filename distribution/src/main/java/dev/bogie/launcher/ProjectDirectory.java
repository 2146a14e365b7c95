package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.stream.Stream;

/** Where a new project is written: whole, or not at all. */
final class ProjectDirectory {
    private final Path directory;

    /** What was made so far, the last first. */
    private final Deque<Path> made = new ArrayDeque<>();

    /**
     * At that place.
     *
     * @param directory made if it is not there; what is there must be empty
     */
    ProjectDirectory(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * Writes files. They are not written beside and moved: a directory that is there already may be
     * the one that somebody is in.
     *
     * @param texts by path
     * @throws ConfigurationException if the place is taken, or cannot be: nothing was written
     * @throws IOException if writing failed; what had been written is gone
     */
    void write(Map<String, String> texts) throws IOException {
        if (!isFree()) {
            throw refusal("there is something at " + directory + " already");
        }
        try {
            makeDirectory(directory);
            for (Map.Entry<String, String> file : texts.entrySet()) {
                Path target = directory.resolve(file.getKey());
                makeDirectory(target.getParent());
                Files.createFile(target);
                made.push(target);
                Files.writeString(target, file.getValue(), StandardOpenOption.WRITE);
            }
        } catch (IOException | RuntimeException e) {
            removeAll(e);
            throw e;
        }
    }

    private static ConfigurationException refusal(String why) {
        return new ConfigurationException(
                "new: " + why + ", and nothing was written; choose another place by --directory");
    }

    /** Whether nothing is there, or a directory with nothing in it. */
    private boolean isFree() throws IOException {
        if (!Files.isDirectory(directory)) {
            return !Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Makes a directory, and those above that are missing. */
    private void makeDirectory(@Nullable Path path) throws IOException {
        if (path == null || Files.isDirectory(path)) {
            return;
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw refusal(path + " is not a directory");
        }
        makeDirectory(path.getParent());
        Files.createDirectory(path);
        made.push(path);
    }

    /** What others have put beside stays, and so does what that lies in. */
    private void removeAll(Exception why) {
        for (Path path : made) {
            try {
                Files.delete(path);
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }
    }
}
