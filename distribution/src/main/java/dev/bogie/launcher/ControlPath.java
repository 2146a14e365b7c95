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
import java.nio.file.attribute.UserPrincipal;
import java.util.Objects;
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
        PosixFileAttributes attributes = attributes(directory);
        if (!attributes.isDirectory()) {
            throw unfit(directory, "it is not a directory");
        }
        if (!OWNER_ONLY.containsAll(attributes.permissions())) {
            throw unfit(directory, "others may enter it; 'chmod 700' it, or name another");
        }
        if (!attributes.owner().equals(thisUser())) {
            throw unfit(directory, "it belongs to another user; name another");
        }
    }

    /**
     * Checks that whoever takes orders there is a server of this user: nobody else may have put the
     * socket there, or may put another in its place. Root may name the socket of anybody.
     *
     * @param user who wants to give an order
     * @throws FailedException if it may be somebody else
     * @throws IOException if nothing is there
     */
    void checkServer(UserPrincipal user) throws FailedException, IOException {
        if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("there is no such file");
        }
        Path directory = Objects.requireNonNull(socket.getParent()); // of a file: it has one
        PosixFileAttributes attributes = attributes(directory);
        UserPrincipal owner = attributes.owner();
        if (!attributes.isDirectory()) {
            throw untrusted(directory, "is not a directory");
        }
        if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE)
                || attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            throw untrusted(
                    directory, "may be written to by others; 'chmod 700' it if it is yours");
        }
        if (!owner.equals(user) && !(asked && user.getName().equals("root"))) {
            throw untrusted(directory, "belongs to " + owner.getName());
        }
        if (!attributes(socket).owner().equals(owner)) {
            throw untrusted(directory, "belongs to another user than the socket");
        }
    }

    private FailedException untrusted(Path directory, String why) {
        return new FailedException(
                "nothing is said to '"
                        + socket
                        + "', where somebody else than your server may answer: '"
                        + directory
                        + "' "
                        + why
                        + " (name your server's with "
                        + Option.CONTROL.usage()
                        + ")");
    }

    /** Not of what a link leads to: its owner says who decides where that is. */
    private static PosixFileAttributes attributes(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw unfit(file, "this system knows no directory that is its owner's alone");
        }
        return view.readAttributes();
    }

    /** Who this process is: by its directory where the system shows processes as files. */
    static UserPrincipal thisUser() throws IOException {
        Path self = Path.of("/proc/self");
        if (Files.isDirectory(self)) {
            return Files.getOwner(self);
        }
        Path probe = Files.createTempFile("bogie", null);
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static ConfigurationException unfit(Path directory, String why) {
        return new ConfigurationException(
                "no control socket in '" + directory + "': " + why.replaceAll("\\p{Cntrl}+", " "));
    }
}
