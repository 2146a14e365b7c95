package dev.bogie.transport.support;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file of a listening Unix-domain socket, to be removed by whoever stops listening. Addresses
 * of other families have none, and removing it does nothing. Immutable.
 */
public final class SocketFile {
    private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);

    private final @Nullable Path path;
    private final @Nullable Object key;

    private SocketFile(@Nullable Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
    }

    /**
     * The file of an address, as it is now.
     *
     * @param address where a channel listens
     * @return its file, if any
     */
    public static SocketFile of(SocketAddress address) {
        Path path = address instanceof UnixDomainSocketAddress unix ? unix.getPath() : null;
        return new SocketFile(path, path == null ? null : key(path));
    }

    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException e) {
            return null;
        }
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
            Object now =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey();
            if (key == null || key.equals(now)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Removed already.
        } catch (IOException e) {
            LOG.warn("the socket's file '{}' was not removed: {}", path, e.toString());
        }
    }
}
