package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.transport.support.UnixSockets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Where a running server takes orders.
 *
 * <p>Who asks sends the name of an {@link Order} and its arguments, each followed by a line end,
 * and ends its side. The answer is a line with the exit status for who asks, then text to its end.
 */
final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final int MAX_REQUEST = 4_096;
    private static final int MAX_CONNECTIONS = 16;

    private final Path path;
    private final ServerSocketChannel channel;
    private final List<Order> orders;
    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);

    private ControlSocket(Path path, ServerSocketChannel channel, List<Order> orders) {
        this.path = path;
        this.channel = channel;
        this.orders = orders;
    }

    /**
     * Opens one. Where the user has named none, a server goes without if it cannot be had.
     *
     * @throws ConfigurationException if the one that the user named cannot be had
     */
    static @Nullable ControlSocket open(ControlPath path, List<Order> orders) {
        try {
            ControlSocket socket = new ControlSocket(path.socket(), bind(path), orders);
            Thread.ofPlatform().daemon(true).name("bogie-control").start(socket::accept);
            return socket;
        } catch (ConfigurationException e) {
            return without(path, e);
        } catch (IOException | RuntimeException e) {
            return without(
                    path,
                    new ConfigurationException(
                            "no control socket at '" + path.socket() + "': " + e.getMessage(), e));
        }
    }

    private static @Nullable ControlSocket without(ControlPath path, ConfigurationException e) {
        if (path.asked()) {
            throw e;
        }
        LOG.info("{}", e.getMessage());
        return null;
    }

    private static ServerSocketChannel bind(ControlPath path) throws IOException {
        path.prepareDirectory();
        Path socket = path.socket();
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(socket);
        if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
            if (!UnixSockets.isSocket(socket, LinkOption.NOFOLLOW_LINKS)) {
                throw new ConfigurationException(
                        "'"
                                + socket
                                + "' is not a socket, and is left alone; name another file with "
                                + Option.CONTROL.usage());
            }
            if (isAnswered(address)) {
                throw new ConfigurationException(
                        "another server has the control socket '"
                                + socket
                                + "'; give this one its own with "
                                + Option.CONTROL.usage());
            }
            Files.delete(socket); // its server ended without a chance to
        }
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            return channel.bind(address);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isAnswered(UnixDomainSocketAddress address) {
        try (SocketChannel probe = SocketChannel.open(address)) {
            return probe.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void accept() {
        while (true) {
            try {
                SocketChannel connection = channel.accept();
                if (connections.tryAcquire()) {
                    Thread.ofVirtual().name("bogie-control").start(() -> serve(connection));
                } else {
                    connection.close();
                }
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.warn("no orders are taken any more: {}", e.toString());
                return;
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            List<String> words = read(connection);
            if (words.isEmpty()) {
                return; // a probe
            }
            Order order = named(words.getFirst());
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            int status;
            try (PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
                status = run(order, words, out);
            }
            answer(connection, status, text);
            if (order != null && status == Main.OK) {
                order.answered();
            }
        } catch (IOException e) {
            LOG.debug("an order was cut off", e);
        } finally {
            connections.release();
        }
    }

    private static List<String> read(SocketChannel connection) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(MAX_REQUEST);
        while (in.hasRemaining() && connection.read(in) >= 0) {}
        if (!in.hasRemaining()) {
            throw new IOException("an order of more than " + MAX_REQUEST + " bytes");
        }
        return StandardCharsets.UTF_8.decode(in.flip()).toString().lines().toList();
    }

    private @Nullable Order named(String name) {
        return orders.stream().filter(o -> o.name().equals(name)).findFirst().orElse(null);
    }

    private static int run(@Nullable Order order, List<String> words, PrintStream out) {
        try {
            if (order == null) {
                throw new ConfigurationException("the server knows no '" + words.getFirst() + "'");
            }
            order.run(words.subList(1, words.size()), out);
            return Main.OK;
        } catch (ConfigurationException e) {
            LOG.info("refused: {}", e.getMessage());
            out.println(e.getMessage());
            return Main.MISUSED;
        } catch (Exception e) {
            LOG.warn("the order '{}' failed", words.getFirst(), e);
            out.println(e.getMessage() == null ? e.toString() : e.getMessage());
            return Main.FAILED;
        }
    }

    private static void answer(SocketChannel connection, int status, ByteArrayOutputStream text)
            throws IOException {
        String first = status + "\n";
        ByteBuffer out = ByteBuffer.allocate(first.length() + text.size());
        out.put(first.getBytes(StandardCharsets.US_ASCII)).put(text.toByteArray()).flip();
        while (out.hasRemaining()) {
            connection.write(out);
        }
    }

    /** Takes no more orders, and removes the file. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.debug("the control socket was not removed", e);
        }
    }
}
