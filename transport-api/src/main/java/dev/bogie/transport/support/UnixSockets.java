package dev.bogie.transport.support;

import dev.bogie.transport.PeerCredentials;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketOption;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How every transport makes its Unix-domain stream sockets: the one place where their files are
 * made, replaced and given their access, and where what the operating system refuses is put into
 * words. All channels that it returns are non-blocking. Thread-safe.
 *
 * @param access who may connect, as permissions of the socket's file
 */
public record UnixSockets(String access) {
    /** The longest path, in bytes; what the system has less what Java keeps for itself. */
    public static final int LONGEST_PATH =
            System.getProperty("os.name", "").startsWith("Linux") ? 106 : 102;

    private static final String OWNER = "owner";
    private static final String GROUP = "group";
    private static final String ALL = "all";

    /** {@code unix.access}. */
    public static final Setting<String> ACCESS =
            Setting.choice(
                    "unix.access",
                    OWNER,
                    List.of(OWNER, GROUP, ALL),
                    "who may connect to a Unix-domain socket that is listened on: the user of the"
                            + " process, its group too, or all");

    /** All of them, for {@link dev.bogie.transport.Transport#settings}. */
    public static final List<Setting<?>> SETTINGS = List.of(ACCESS);

    private static final int KIND_OF_FILE = 0170000; // S_IFMT
    private static final int SOCKET = 0140000; // S_IFSOCK

    /** Of two in this process that find a socket left behind, one may replace it. */
    private static final ReentrantLock REPLACING = new ReentrantLock();

    /**
     * The options that settings say.
     *
     * @param settings the settings in force
     * @return the options
     */
    public static UnixSockets of(Settings settings) {
        return new UnixSockets(settings.get(ACCESS));
    }

    /**
     * A listening channel.
     *
     * @param address where
     * @param backlog how many connections the system may hold before they are accepted
     * @return the channel, bound and listening
     * @throws BindException naming the path, if it is in use, or there is a file that is not a
     *     socket, or the directory is not ours to write to
     * @throws IOException for other refusals of the operating system; of a path that is too long
     *     with the limit
     */
    public ServerSocketChannel listen(UnixDomainSocketAddress address, int backlog)
            throws IOException {
        checkLength(address, "listen on");
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
            bind(channel, address, backlog);
            SocketFile unused = SocketFile.of(channel); // as long as it is surely ours
            restrict(channel, address.getPath());
            return channel;
        } catch (IOException e) {
            discard(channel);
            throw TcpSockets.explained(e, "cannot listen on", address);
        } catch (RuntimeException e) {
            discard(channel);
            throw e;
        }
    }

    private static void discard(ServerSocketChannel channel) throws IOException {
        if (channel.getLocalAddress() != null) {
            SocketFile.of(channel).remove();
        }
        channel.close();
    }

    private static void bind(
            ServerSocketChannel channel, UnixDomainSocketAddress address, int backlog)
            throws IOException {
        REPLACING.lock();
        try {
            channel.bind(address, backlog);
        } catch (BindException e) {
            if (!Files.exists(address.getPath(), LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
            makeWay(address);
            channel.bind(address, backlog);
        } finally {
            REPLACING.unlock();
        }
    }

    /** Removes a socket that nobody listens on, and nothing else. */
    private static void makeWay(UnixDomainSocketAddress address) throws IOException {
        Path path = address.getPath();
        if (!isSocket(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new BindException("there is a file that is not a socket, and it is left alone");
        }
        SocketFile found = SocketFile.at(address);
        if (isAnswered(address)) {
            throw new BindException("Address already in use");
        }
        found.remove();
    }

    /**
     * Whether a file is a socket; what is none must not be removed to make way for one.
     *
     * @param path the file
     * @param options how links are treated
     * @return true if it is one, or is gone meanwhile
     * @throws IOException if that cannot be found out
     */
    public static boolean isSocket(Path path, LinkOption... options) throws IOException {
        try {
            int mode = (int) Files.getAttribute(path, "unix:mode", options);
            return (mode & KIND_OF_FILE) == SOCKET;
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return (boolean) Files.getAttribute(path, "isOther", options);
        } catch (NoSuchFileException e) {
            return true; // gone meanwhile: nothing is in the way
        }
    }

    /** Asks; whatever cannot be found out counts as a yes. */
    private static boolean isAnswered(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            boolean unused = probe.connect(address); // false if its backlog is full
            return true;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            return Files.exists(address.getPath(), LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Sets who may connect; who came before, while the umask let them in, is turned away. */
    void restrict(ServerSocketChannel channel, Path path) throws IOException {
        Set<PosixFilePermission> allowed =
                PosixFilePermissions.fromString(
                        switch (access) {
                            case ALL -> "rw-rw-rw-";
                            case GROUP -> "rw-rw----";
                            default -> "rw-------";
                        });
        try {
            Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
            Files.setPosixFilePermissions(path, allowed);
            before.removeAll(allowed);
            if (before.contains(PosixFilePermission.GROUP_WRITE)
                    || before.contains(PosixFilePermission.OTHERS_WRITE)) {
                turnAway(channel);
            }
        } catch (UnsupportedOperationException e) {
            // A file system without permissions: what its directory says counts.
        }
    }

    private static void turnAway(ServerSocketChannel channel) throws IOException {
        for (SocketChannel early = channel.accept(); early != null; early = channel.accept()) {
            early.close();
        }
    }

    /**
     * A channel to connect with.
     *
     * @return the channel, not yet connecting
     * @throws IOException if the system has no more of them
     */
    public SocketChannel open() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.configureBlocking(false);
        return channel;
    }

    /**
     * Connects at once, or not at all: where the backlog is full, the system does not tell when it
     * has room.
     *
     * @param channel not yet connecting
     * @param address where to
     * @return false if there is no room now: try again in a while, with another channel
     * @throws IOException if it is refused
     */
    static boolean connect(SocketChannel channel, UnixDomainSocketAddress address)
            throws IOException {
        try {
            return channel.connect(address);
        } catch (SocketException e) {
            // EAGAIN has no class of its own, and its text is the system's
            if (e.getClass() == SocketException.class && isSocketHere(address.getPath())) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isSocketHere(Path path) throws IOException {
        return Files.exists(path) && isSocket(path);
    }

    /**
     * What the operating system refused to a connecting channel, in the words of addresses that
     * have files.
     *
     * @param e what it said
     * @param address where to
     * @return a {@link ConnectException} if nobody listens there, otherwise an {@link IOException}
     */
    static IOException refused(IOException e, UnixDomainSocketAddress address) {
        IOException said = e;
        if (length(address) > LONGEST_PATH) {
            return tooLong(address, "connect to");
        }
        if (Files.notExists(address.getPath())) {
            said = new ConnectException("there is no such file");
        } else if (e instanceof BindException) {
            said = new IOException(e.getMessage()); // how Java has a refused permission
        }
        return TcpSockets.explained(said, "cannot connect to", address);
    }

    /**
     * Checks that a path is one that the system can have.
     *
     * @param address the address
     * @param what what was tried, such as {@code connect to}
     * @throws IOException naming the limit, if it is too long
     */
    public static void checkLength(UnixDomainSocketAddress address, String what)
            throws IOException {
        if (length(address) > LONGEST_PATH) {
            throw tooLong(address, what);
        }
    }

    private static int length(UnixDomainSocketAddress address) {
        return address.getPath().toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static IOException tooLong(UnixDomainSocketAddress address, String what) {
        return new IOException(
                "cannot "
                        + what
                        + " "
                        + address
                        + ": the path has "
                        + length(address)
                        + " bytes, and that of a Unix-domain socket may have "
                        + LONGEST_PATH
                        + "; choose a shorter one");
    }

    /**
     * Who has the other end, as {@link dev.bogie.transport.Info#PEER_CREDENTIALS}. The option is
     * found by its name, for it belongs to a module that need not be there.
     *
     * @param channel connected
     * @return empty if nobody can tell: another family, no such option, closed
     */
    static Optional<PeerCredentials> credentials(SocketChannel channel) {
        for (SocketOption<?> option : channel.supportedOptions()) {
            if (option.name().equals("SO_PEERCRED")) {
                try {
                    return Optional.of(told(channel.getOption(option)));
                } catch (IOException | ReflectiveOperationException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** Reads a {@code jdk.net.UnixDomainPrincipal} by its public accessors. */
    private static PeerCredentials told(Object principal) throws ReflectiveOperationException {
        return new PeerCredentials(
                part(principal, "user", UserPrincipal.class),
                part(principal, "group", GroupPrincipal.class));
    }

    private static <T> T part(Object of, String name, Class<T> type)
            throws ReflectiveOperationException {
        try {
            return type.cast(
                    MethodHandles.publicLookup()
                            .findVirtual(of.getClass(), name, MethodType.methodType(type))
                            .invoke(of));
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }
}
