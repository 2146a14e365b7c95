package dev.bogie.runtime;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Match;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.transport.support.Complaints;
import dev.bogie.transport.support.Deadline;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The open connections that run what one owner brought, so that they can be drained when it goes.
 * Handlers of datagrams are counted with them; these begin nothing that had to be drained, and are
 * closed by whoever follows the registry. Thread-safe.
 */
final class OpenConnections {
    private static final Complaints VOTES =
            new Complaints(LoggerFactory.getLogger(OpenConnections.class)::warn);

    /** So few are kept without a look at which have closed. */
    private static final int FEW = 64;

    private final AtomicInteger ports = new AtomicInteger(); // whose datagrams are handled
    private final List<Connection> connections = new ArrayList<>();
    private int sweepAt = FEW;
    private @Nullable Consumer<Connection> leaving;

    /** A handler that notes its connection here, and hands it over. */
    ConnectionHandler noting(ConnectionHandler handler) {
        return new Noting(this, handler);
    }

    /** A handler that is counted here from its opening to its end. */
    DatagramHandler noting(DatagramHandler handler) {
        return new NotingDatagrams(ports, handler);
    }

    /** The protocol, with all its connections noted. */
    <A> ConnectionProtocol<A> noting(ConnectionProtocol<A> protocol) {
        return new NotingProtocol<>(this, protocol, Set.copyOf(protocol.alpn()));
    }

    /** One that was chosen for just before the end learns of it too. */
    void add(Connection connection) {
        Consumer<Connection> word;
        synchronized (this) {
            if (connections.size() >= sweepAt) {
                connections.removeIf(Connection::isClosed);
                sweepAt = Math.max(FEW, 2 * connections.size());
            }
            connections.add(connection);
            word = leaving;
        }
        if (word != null) {
            word.accept(connection);
        }
    }

    /** How many have not closed. */
    synchronized int count() {
        connections.removeIf(Connection::isClosed);
        return connections.size() + ports.get();
    }

    void drain(Duration grace) {
        tell(c -> c.drain(Deadline.after(c.nanoTime(), grace)));
    }

    void abort(String reason) {
        tell(c -> c.abort(reason));
    }

    private void tell(Consumer<Connection> word) {
        List<Connection> all;
        synchronized (this) {
            leaving = word;
            all = List.copyOf(connections);
        }
        all.forEach(word);
    }

    private record Noting(OpenConnections here, ConnectionHandler handler)
            implements ConnectionHandler {
        @Override
        public void opened(Connection connection) {
            here.add(connection);
            connection.switchTo(handler);
        }

        @Override
        public void received(ByteBuffer in) {
            throw new IllegalStateException("the connection was handed over");
        }
    }

    private record NotingDatagrams(AtomicInteger open, DatagramHandler handler)
            implements DatagramHandler {
        @Override
        public void opened(DatagramPort port) throws Exception {
            open.incrementAndGet();
            handler.opened(port);
        }

        @Override
        public void received(ByteBuffer datagram, SocketAddress from) throws Exception {
            handler.received(datagram, from);
        }

        @Override
        public void writable() throws Exception {
            handler.writable();
        }

        @Override
        public void dropped(long count) {
            handler.dropped(count);
        }

        @Override
        public void closed(Closed how) {
            try {
                handler.closed(how);
            } finally {
                open.decrementAndGet();
            }
        }
    }

    /** Its vote and its ids count at addresses that it shares with others: they must not fail. */
    private record NotingProtocol<A>(
            OpenConnections here, ConnectionProtocol<A> protocol, Set<String> alpn)
            implements ConnectionProtocol<A> {
        @Override
        public ConnectionHandler serve(A application, ProtocolContext context) {
            return here.noting(protocol.serve(application, context));
        }

        @Override
        public String name() {
            return protocol.name();
        }

        @Override
        public Class<A> contract() {
            return protocol.contract();
        }

        @Override
        public int priority() {
            return protocol.priority();
        }

        @Override
        public List<Setting<?>> settings() {
            return protocol.settings();
        }

        @Override
        public boolean speaksFirst() {
            return protocol.speaksFirst();
        }

        @Override
        public OptionalInt port(Settings settings) {
            return protocol.port(settings);
        }

        @Override
        public int sniffLimit() {
            return protocol.sniffLimit();
        }

        @Override
        public Match match(ByteBuffer firstBytes) {
            try {
                return Objects.requireNonNull(protocol.match(firstBytes), "it answers null");
            } catch (RuntimeException | Error e) {
                VOTES.say(
                        "%s fails to tell whether bytes are its own: %s"
                                .formatted(protocol.getClass().getName(), OneLine.of(e)));
                return Match.NO;
            }
        }
    }
}
