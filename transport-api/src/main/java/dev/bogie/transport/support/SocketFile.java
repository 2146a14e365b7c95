package dev.bogie.transport.support;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * The file of a listening Unix-domain socket, to be removed by whoever stops listening. Addresses
 * of other families have none, and removing it does nothing. Immutable.
 */
public final class SocketFile {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);

    /** A channel that moves to another engine is still that of the file that was made for it. */
    private static final Map<ServerSocketChannel, SocketFile> LISTENING = new WeakHashMap<>();

    private final @Nullable Path path;
    private final @Nullable Object key;

    private SocketFile(@Nullable Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
    }

    /**
     * The file of a listening channel: the one that was made for it, whoever has the channel by
     * now; for a channel that was made elsewhere, the one that is there at the first call.
     *
     * @param channel listens
     * @return its file, if any
     * @throws IOException if the channel is closed
     */
    public static SocketFile of(ServerSocketChannel channel) throws IOException {
        SocketAddress address = channel.getLocalAddress();
        synchronized (LISTENING) {
            return LISTENING.computeIfAbsent(channel, _ -> at(address));
        }
    }

    /** The file of an address, as it is now. */
    static SocketFile at(@Nullable SocketAddress address) {
        if (address instanceof UnixDomainSocketAddress unix) {
            try {
                return new SocketFile(unix.getPath(), attributes(unix.getPath()).fileKey());
            } catch (IOException e) {
                LOG.debug("whatever comes to the place of a lost socket is another's", e);
            }
        }
        return new SocketFile(null, null);
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Removes the file, unless it is another by now. To be called before the channel is closed: so
     * long the system gives its number to no other file.
     */
    public void remove() {
        if (path == null) {
            return;
        }
        try {
            Object now = attributes(path).fileKey();
            if (key == null || key.equals(now)) { // null where files have no identity
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Removed already.
        } catch (IOException e) {
            LOG.warn("the socket's file '{}' was not removed: {}", path, e.toString());
        }
    }
}
