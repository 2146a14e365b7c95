package dev.bogie.runtime.plugin;

import dev.bogie.runtime.OneLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/**
 * Who may change a file from which code is loaded: its owner, who must be this user or root. A
 * group of the owner's own name is the owner alone, as several systems set it up. Of a link, what
 * it leads to counts, and also who made it, and who could put something else where it leads.
 */
final class Ownership {
    /** How root is called; by its number where the system, as in a container, knows no names. */
    private static final Set<String> ROOT = Set.of("root", "0");

    private static final int STICKY = 01000; // in such a directory only owners replace their files

    private Ownership() {}

    /**
     * Looks who may write.
     *
     * @param place the file or directory
     * @return the problem, if it is that of others
     */
    static Optional<PluginProblem> problem(Place place) throws IOException {
        return problem(place, thisUser());
    }

    static Optional<PluginProblem> problem(Place place, UserPrincipal user) throws IOException {
        Path file = place.file();
        boolean isLink = Files.isSymbolicLink(file);
        if (isLink && !Files.exists(file)) {
            return Optional.of(
                    new PluginProblem.Untrusted(
                            place,
                            "is a link to "
                                    + Files.readSymbolicLink(file)
                                    + ", which is not there or cannot be reached",
                            "link to what is there, or remove it"));
        }
        if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
            return Optional.empty();
        }
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        return writable(place, attributes, "", file)
                .or(() -> foreign(place, attributes.owner(), "", user))
                .or(() -> isLink ? link(place, user) : Optional.empty());
    }

    private static Optional<PluginProblem> link(Place place, UserPrincipal user) {
        try {
            UserPrincipal maker = Files.getOwner(place.file(), LinkOption.NOFOLLOW_LINKS);
            Path directory = place.file().toRealPath().resolve("..").normalize();
            PosixFileAttributes of = Files.readAttributes(directory, PosixFileAttributes.class);
            boolean sticky = ((int) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
            String where = "is a link into " + directory + ", which ";
            return foreign(place, maker, "is a link that ", user)
                    .or(() -> foreign(place, of.owner(), where, user))
                    .or(() -> sticky ? Optional.empty() : writable(place, of, where, directory));
        } catch (IOException e) {
            return Optional.of(
                    new PluginProblem.Untrusted(
                            place,
                            "is a link that cannot be followed: " + OneLine.of(e),
                            "put the file itself there"));
        }
    }

    private static Optional<PluginProblem> writable(
            Place place, PosixFileAttributes attributes, String what, Path file) {
        Set<PosixFilePermission> permissions = attributes.permissions();
        String group = attributes.group().getName();
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of(writable(place, what, "everybody", "o-w " + file));
        }
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                && !group.equals(attributes.owner().getName())) {
            return Optional.of(writable(place, what, "the group " + group, "g-w " + file));
        }
        return Optional.empty();
    }

    private static PluginProblem writable(Place place, String what, String by, String change) {
        return new PluginProblem.Untrusted(
                place,
                what + "may be written to by " + by + ", who could run code here",
                "chmod " + change);
    }

    private static Optional<PluginProblem> foreign(
            Place place, UserPrincipal owner, String what, UserPrincipal user) {
        if (owner.equals(user) || ROOT.contains(owner.getName())) {
            return Optional.empty();
        }
        return Optional.of(
                new PluginProblem.Untrusted(
                        place,
                        what
                                + "belongs to "
                                + owner.getName()
                                + ", neither to "
                                + user.getName()
                                + ", who runs this, nor to root",
                        "chown it, or run this as " + owner.getName()));
    }

    /**
     * Who runs this: by what the system says of the process, since a container often has no name
     * for its user; elsewhere by the name.
     */
    private static UserPrincipal thisUser() throws IOException {
        Path self = Path.of("/proc/self");
        return Files.isDirectory(self)
                ? Files.getOwner(self)
                : self.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
    }

    /** Whether it is there, a dangling link included. */
    static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
}
