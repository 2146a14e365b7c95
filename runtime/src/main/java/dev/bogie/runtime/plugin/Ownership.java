package dev.bogie.runtime.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;

/**
 * Who may change a file from which code is loaded: its owner, who must be this user or root. A
 * group of the owner's own name is the owner alone, as several systems set it up.
 */
final class Ownership {
    private static final String ROOT = "root";

    private Ownership() {}

    /**
     * Looks who may write.
     *
     * @param place the file or directory
     * @return the problem, if it is that of others
     */
    static Optional<PluginProblem> problem(Place place) throws IOException {
        Path file = place.file();
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return Optional.empty();
        }
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        String owner = attributes.owner().getName();
        String group = attributes.group().getName();
        String user = System.getProperty("user.name", "?");
        if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of(writable(place, "everybody", "o-w"));
        }
        if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                && !group.equals(owner)) {
            return Optional.of(writable(place, "the group " + group, "g-w"));
        }
        if (!owner.equals(ROOT) && !owner.equals(user) && !user.equals("?")) {
            return Optional.of(
                    new PluginProblem.Untrusted(
                            place,
                            "belongs to " + owner + ", neither to " + user + " nor to root",
                            "chown " + user + " " + file));
        }
        return Optional.empty();
    }

    private static PluginProblem writable(Place place, String by, String change) {
        return new PluginProblem.Untrusted(
                place,
                "may be written to by " + by + ", who could run code here",
                "chmod " + change + " " + place.file());
    }

    /** Whether it is there, a dangling link included. */
    static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
