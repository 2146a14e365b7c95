package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where a running server can be talked to: a Unix-domain socket in a directory that only its user
 * may enter. Whoever can open the socket may do to the server what its user may.
 *
 * @param socket the socket's file
 * @param asked whether the user named it
 */
record ControlPath(Path socket, boolean asked) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /** The one that was asked for, or the one that is usual for this user. */
    static ControlPath of(Arguments arguments) {
        return arguments
                .value(Option.CONTROL)
                .map(path -> new ControlPath(Path.of(path).toAbsolutePath(), true))
                .orElseGet(() -> new ControlPath(usual(), false));
    }

    private static Path usual() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        Path directory =
                runtime != null && !runtime.isBlank()
                        ? Path.of(runtime, "bogie")
                        : Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "bogie-" + System.getProperty("user.name"));
        return directory.resolve("control").toAbsolutePath();
    }

    /**
     * Makes the directory, or checks the one that is there.
     *
     * @throws ConfigurationException if others may enter it, or it is another's
     * @throws IOException if it cannot be made
     */
    void prepareDirectory() throws IOException {
        Path directory = socket.getParent();
        if (directory == null) {
            throw unfit(socket, "it is no file in a directory");
        }
        try {
            Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            check(directory);
        } catch (UnsupportedOperationException e) {
            throw unfit(directory, "this system knows no directory that is its owner's alone");
        }
    }

    private static void check(Path directory) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw unfit(directory, "this system knows no directory that is its owner's alone");
        }
        PosixFileAttributes attributes = view.readAttributes();
        if (!attributes.isDirectory()) {
            throw unfit(directory, "it is not a directory");
        }
        if (!OWNER_ONLY.containsAll(attributes.permissions())) {
            throw unfit(directory, "others may enter it; 'chmod 700' it, or name another");
        }
        // Not by createTempFile: its random numbers take a start milliseconds, and O_EXCL is
        // enough.
        Path probe = directory.resolve("owner-" + Long.toHexString(System.nanoTime()));
        Files.createFile(probe, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try {
            if (!Files.getOwner(probe).equals(attributes.owner())) {
                throw unfit(directory, "it belongs to another user; name another");
            }
        } finally {
            Files.delete(probe);
        }
    }

    private static ConfigurationException unfit(Path directory, String why) {
        return new ConfigurationException(
                "no control socket in '" + directory + "': " + why.replaceAll("\\p{Cntrl}+", " "));
    }
}
