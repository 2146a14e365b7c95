package dev.bogie.tls.internal.material;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * What tells a changed file without reading it: time, size and identity of what a path leads to. A
 * file that was moved over it, or a link that was turned to another, has another identity.
 */
final class FileMarks {
    private static final int DEPTH = 2;

    private FileMarks() {}

    static void add(StringBuilder all, Path file) {
        all.append(file);
        try {
            BasicFileAttributes marks = Files.readAttributes(file, BasicFileAttributes.class);
            all.append(' ').append(marks.lastModifiedTime());
            all.append(' ').append(marks.isDirectory() ? 0 : marks.size());
            all.append(' ').append(marks.fileKey());
        } catch (IOException e) {
            all.append(" absent");
        }
        all.append('\n');
    }

    /** A directory, what is in it, and what is in the directories in it. */
    static void addTree(StringBuilder all, Path directory) {
        try (Stream<Path> tree = Files.walk(directory, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> sorted = tree.sorted().toList();
            sorted.forEach(file -> add(all, file));
        } catch (IOException | UncheckedIOException e) {
            all.append(directory).append(" cannot be listed\n");
        }
    }
}
