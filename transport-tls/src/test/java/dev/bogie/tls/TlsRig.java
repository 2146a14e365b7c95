package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.memory.Network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Connections with TLS between their ends, on a simulated network: nothing happens but in {@link
 * #settle} and {@link #pass}, and then everything before they return. So nothing has to be waited
 * for, and time is virtual.
 */
final class TlsRig {
    final Network network = Network.seeded(20_261_121);
    private final CountingContext context;
    private final Engine engine;

    TlsRig() {
        this(Settings.defaults());
    }

    TlsRig(Settings settings) {
        context = new CountingContext(settings);
        engine = network.engine(context);
    }

    /** One side of connections: its engines, what it may speak, and what it was refused with. */
    final class Party implements LayerContext {
        private final Side side;
        private final List<Closed> refusals = new ArrayList<>();
        private EngineSource source = EngineSource.of(TestKeys.context());
        private List<String> ids = List.of();
        private Settings settings = context.settings();
        private UnaryOperator<ConnectionHandler> below = UnaryOperator.identity();
        private Optional<SocketAddress> target = Optional.empty();
        private long openBy = Long.MAX_VALUE;

        private Party(Side side) {
            this.side = side;
        }

        Party of(EngineSource engines) {
            source = engines;
            return this;
        }

        Party speaking(String version) {
            return of(new OneVersion(version, source));
        }

        Party offering(String... alpn) {
            ids = List.of(alpn);
            return this;
        }

        <T> Party with(Setting<T> setting, T value) {
            settings = settings.with(setting, value);
            return this;
        }

        /** Puts something between the network and TLS. */
        Party above(UnaryOperator<ConnectionHandler> between) {
            below = between;
            return this;
        }

        /** Whom a client means, if not the address that it connects to. */
        Party meaning(String host) {
            target = Optional.of(InetSocketAddress.createUnresolved(host, 443));
            return this;
        }

        Party openBy(long nanoTime) {
            openBy = nanoTime;
            return this;
        }

        TlsLayer layer() {
            return new TlsLayer(source);
        }

        ConnectionHandler around(ConnectionHandler handler) {
            Layer layer = layer();
            return below.apply(layer.wrap(handler, this));
        }

        /** The one cause that was told. */
        Closed refusal() {
            assertThat(refusals).hasSize(1);
            return refusals.getFirst();
        }

        List<Closed> refusals() {
            return refusals;
        }

        @Override
        public Side side() {
            return side;
        }

        @Override
        public Optional<SocketAddress> target() {
            return target;
        }

        @Override
        public List<String> applicationProtocols() {
            return ids;
        }

        @Override
        public long openBy() {
            return openBy;
        }

        @Override
        public void refused(Connection below, Closed how) {
            refusals.add(how);
        }

        @Override
        public Settings settings() {
            return settings;
        }

        @Override
        public Threads threads() {
            return context.threads();
        }

        @Override
        public BufferPool buffers() {
            return context.buffers();
        }
    }

    Party server() {
        return new Party(LayerContext.Side.SERVER);
    }

    Party client() {
        return new Party(LayerContext.Side.CLIENT);
    }

    // Connections

    SocketAddress listen(Supplier<? extends ConnectionHandler> handlers) {
        try {
            return engine.listen(ListenTarget.loopback(0), handlers::get).address();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects without TLS, and lets happen what follows. */
    void connect(SocketAddress to, ConnectionHandler client) {
        Object unused = engine.connect(ConnectTarget.to(to), client);
        settle();
    }

    /** Connects through TLS, and lets happen what follows. */
    void connect(Party client, ConnectionHandler clients, Party server, ConnectionHandler servers) {
        SocketAddress to = listen(() -> server.around(servers));
        if (client.target.isEmpty()) {
            client.target = Optional.of(to);
        }
        connect(to, client.around(clients));
    }

    /** Connects somebody who speaks no TLS to a server that does. */
    RecordingHandler connectRaw(Party server, ConnectionHandler servers) {
        RecordingHandler raw = new RecordingHandler("raw");
        connect(listen(() -> server.around(servers)), raw);
        return raw;
    }

    /** Writes in a turn, and lets happen what follows. */
    void send(RecordingHandler from, byte[] bytes) {
        tell(from, c -> c.write(ByteBuffer.wrap(bytes), null));
    }

    void send(RecordingHandler from, String text) {
        send(from, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Acts in a turn, and lets happen what follows. */
    void tell(RecordingHandler handler, RecordingHandler.Act act) {
        assertThat(handler.tell(act)).isTrue();
        settle();
    }

    // What happens

    /** Lets everything happen for which no time must pass. */
    void settle() {
        network.runFor(Duration.ZERO);
    }

    void pass(Duration time) {
        network.runFor(time);
    }

    int buffersOut() {
        return context.buffersOut();
    }

    /** Ends all, and checks that nothing is left. */
    void close() {
        Object unused = network.await(engine.close(Duration.ZERO));
        settle();
        assertThat(context.buffersOut()).isZero();
    }
}
