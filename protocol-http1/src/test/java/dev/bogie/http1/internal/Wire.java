package dev.bogie.http1.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bogie.http.HttpHandler;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.transport.memory.Network;
import dev.bogie.transport.memory.Splits;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** A server, and a client that speaks bytes. Time passes only when a test says so. */
final class Wire {
    private final Network network = Network.seeded(11).patience(Patience.LIMIT);
    private final Engine engine = network.engine();
    private final Peer peer = new Peer();

    private Wire(HttpHandler application, Http1Settings settings, Splits splits) {
        try {
            network.splits(splits);
            Listener listener =
                    engine.listen(
                            ListenTarget.loopback(0),
                            () -> new ServerHandler(application, settings));
            var unused = network.await(engine.connect(ConnectTarget.to(listener.address()), peer));
            run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Wire to(HttpHandler application) {
        return new Wire(application, Http1Settings.of(Settings.defaults()), Splits.whole());
    }

    /** Each read gets one byte. */
    static Wire dribbling(HttpHandler application) {
        return new Wire(application, Http1Settings.of(Settings.defaults()), Splits.atMost(1));
    }

    static <T> Wire to(HttpHandler application, String setting, T value) {
        return new Wire(application, settings(setting, value), Splits.whole());
    }

    static <T> Http1Settings settings(String name, T value) {
        for (Setting<?> each : Http1Settings.ALL) {
            if (each.name().equals(name)) {
                @SuppressWarnings("unchecked") // with() checks the value
                Setting<T> setting = (Setting<T>) each;
                return Http1Settings.of(Settings.defaults().with(setting, value));
            }
        }
        throw new IllegalArgumentException("no setting " + name);
    }

    /** What a server answers to text, without its date. */
    static String ok(String text) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/plain;charset=utf-8\r\nContent-Length: "
                + text.length()
                + "\r\n\r\n"
                + text;
    }

    /** The same, of a connection that closes. */
    static String last(String text) {
        return ok(text).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    Wire send(String bytes) {
        return onPeer(c -> c.write(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)), null));
    }

    Wire endOutput() {
        return onPeer(Connection::end);
    }

    Wire reset() {
        peer.connection().abort("on purpose");
        return run();
    }

    Wire stopReading() {
        return onPeer(Connection::pauseInput);
    }

    Wire readOn() {
        return onPeer(Connection::resumeInput);
    }

    private Wire onPeer(Consumer<Connection> action) {
        Connection c = peer.connection();
        if (!c.execute(() -> action.accept(c))) {
            throw new IllegalStateException("the connection has ended: " + peer.closed);
        }
        return run();
    }

    Wire pass(Duration time) {
        network.runFor(time);
        return this;
    }

    /** The whole engine is to end; the peer does not take part in that. */
    Wire drain() {
        return drain(Duration.ofMinutes(1));
    }

    Wire drain(Duration grace) {
        var unused = engine.close(grace);
        return run();
    }

    private Wire run() {
        return pass(Duration.ZERO);
    }

    /** All that came, without the dates. */
    String received() {
        return peer.text.toString().replaceAll("Date: [^\r]*\r\n", "");
    }

    /** Whether the server has ended, in order or not. */
    boolean isEnded() {
        return peer.closed != null;
    }

    boolean isReset() {
        return peer.closed instanceof Closed.PeerReset;
    }

    private static final class Peer implements ConnectionHandler {
        final StringBuilder text = new StringBuilder();
        private @Nullable Connection connection;
        @Nullable Closed closed;

        Connection connection() {
            return Objects.requireNonNull(connection);
        }

        @Override
        public void opened(Connection opening) {
            connection = opening;
        }

        @Override
        public void received(ByteBuffer in) {
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            text.append(new String(bytes, ISO_8859_1));
        }

        @Override
        public void closed(Closed how) {
            closed = how;
        }
    }
}
