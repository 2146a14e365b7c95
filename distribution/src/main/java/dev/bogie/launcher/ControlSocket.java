package dev.bogie.launcher;

import dev.bogie.launcher.text.Printable;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.OneLine;
import dev.bogie.transport.support.Complaints;
import dev.bogie.transport.support.SocketFile;
import dev.bogie.transport.support.UnixSockets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Where a running server takes orders.
 *
 * <p>Who asks sends the name of an {@link Order} and its arguments, each followed by a line end,
 * and ends its side, all within the {@link Pace}. While the server is at work it sends an empty
 * line now and then; the answer is a line with the exit status for who asks, then text to its end.
 */
final class ControlSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
    private static final UnixSockets OWNERS = new UnixSockets("owner");
    private static final int MAX_REQUEST = 4_096;
    private static final int MAX_CONNECTIONS = 16;

    private final ServerSocketChannel channel;
    private final SocketFile file;
    private final List<Order> orders;
    private final Pace pace;
    private final Accepting accepting;
    private final Semaphore connections = new Semaphore(MAX_CONNECTIONS);
    private final Complaints complaints = new Complaints(LOG::warn);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** How the next connection is had; in tests it may fail. */
    @FunctionalInterface
    interface Accepting {
        SocketChannel from(ServerSocketChannel channel) throws IOException;
    }

    private ControlSocket(
            ServerSocketChannel channel, List<Order> orders, Pace pace, Accepting accepting)
            throws IOException {
        this.channel = channel;
        this.file = SocketFile.of(channel);
        this.orders = orders;
        this.pace = pace;
        this.accepting = accepting;
    }

    /**
     * Opens one. Where the user has named none, a server goes without if it cannot be had.
     *
     * @throws ConfigurationException if the one that the user named cannot be had
     */
    static @Nullable ControlSocket open(ControlPath path, List<Order> orders) {
        return open(path, orders, Pace.USUAL, ServerSocketChannel::accept);
    }

    static @Nullable ControlSocket open(
            ControlPath path, List<Order> orders, Pace pace, Accepting accepting) {
        try {
            ControlSocket socket = new ControlSocket(listen(path), orders, pace, accepting);
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

    private static ServerSocketChannel listen(ControlPath path) throws IOException {
        path.prepareDirectory();
        Path socket = path.socket();
        try {
            ServerSocketChannel channel =
                    OWNERS.listen(UnixDomainSocketAddress.of(socket), MAX_CONNECTIONS);
            channel.configureBlocking(true);
            return channel;
        } catch (BindException e) {
            if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
                throw taken(socket);
            }
            throw e;
        }
    }

    private static ConfigurationException taken(Path socket) throws IOException {
        return new ConfigurationException(
                UnixSockets.isSocket(socket, LinkOption.NOFOLLOW_LINKS)
                        ? "another server has the control socket '"
                                + socket
                                + "'; give this one its own with "
                                + Option.CONTROL.usage()
                        : "'"
                                + socket
                                + "' is not a socket, and is left alone; name another file with "
                                + Option.CONTROL.usage());
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                begin(accepting.from(channel));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException | RuntimeException | Error e) { // no file, no memory
                complaints.say("no orders are taken for a moment: " + e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            var unused = closed.await(pace.pause().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the next accept ends it
        }
    }

    private void begin(SocketChannel connection) throws IOException {
        if (!connections.tryAcquire()) {
            complaints.say("more than " + MAX_CONNECTIONS + " orders at once; one was turned away");
            connection.close();
            return;
        }
        try {
            Thread.ofVirtual().name("bogie-control").start(() -> serve(connection));
        } catch (RuntimeException | Error e) {
            connections.release();
            connection.close();
            throw e;
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
            try (Meanwhile _ = Meanwhile.every(pace.beat(), () -> beat(connection));
                    PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8)) {
                status = run(order, words, out);
            }
            try (Meanwhile _ = givenUp(connection)) {
                answer(connection, status, text);
            }
            if (order != null && status == Main.OK) {
                order.answered();
            }
        } catch (IOException e) {
            LOG.debug("an order was cut off", e);
        } finally {
            connections.release();
        }
    }

    private List<String> read(SocketChannel connection) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(MAX_REQUEST);
        try (Meanwhile _ = givenUp(connection)) {
            while (in.hasRemaining() && connection.read(in) >= 0) {}
        }
        if (!in.hasRemaining()) {
            throw new IOException("an order of more than " + MAX_REQUEST + " bytes");
        }
        return StandardCharsets.UTF_8.decode(in.flip()).toString().lines().toList();
    }

    /** Ends a connection unless what is done meanwhile is done in time: it knows no time-out. */
    private Meanwhile givenUp(SocketChannel connection) {
        return Meanwhile.every(pace.silence(), () -> end(connection));
    }

    private static void end(SocketChannel connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("a connection was not closed in order", e);
        }
    }

    private void beat(SocketChannel connection) {
        try (Meanwhile _ = givenUp(connection)) {
            connection.write(ByteBuffer.wrap(new byte[] {'\n'}));
        } catch (IOException e) {
            LOG.debug("who gave an order is gone", e);
        }
    }

    private @Nullable Order named(String name) {
        return orders.stream().filter(o -> o.name().equals(name)).findFirst().orElse(null);
    }

    private static int run(@Nullable Order order, List<String> words, PrintStream out) {
        try {
            if (order == null) {
                throw new ConfigurationException(
                        "the server knows no '" + Printable.line(words.getFirst(), 40) + "'");
            }
            order.run(words.subList(1, words.size()), out);
            return Main.OK;
        } catch (ConfigurationException e) {
            LOG.info("refused: {}", e.getMessage());
            out.println(e.getMessage());
            return Main.MISUSED;
        } catch (Exception | Error e) { // an Error of a plugin, for example
            LOG.warn("the order '{}' failed", words.getFirst(), e);
            out.println(OneLine.of(e));
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

    /** Takes no more orders, and removes the file unless somebody else has put one there. */
    @Override
    public synchronized void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closed.countDown();
        try {
            try {
                file.remove();
            } finally {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("the control socket was not closed in order", e);
        }
    }
}
