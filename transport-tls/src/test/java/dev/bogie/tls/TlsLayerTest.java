package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CallRecord.Call;
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
import dev.bogie.transport.LayerContext.Side;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.memory.MemoryTransport;
import dev.bogie.transport.support.PassingHandler;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What connections above TLS see that is TLS's own: the rest is the transport contract's. */
class TlsLayerTest {
    private final CountingContext context = new CountingContext(Settings.defaults());
    private final Engine engine = new MemoryTransport().start(context);
    private final Layer layer = new TlsLayer(EngineSource.of(TestKeys.context()));

    private record End(Side side, Optional<SocketAddress> target, CountingContext context)
            implements LayerContext {
        @Override
        public Settings settings() {
            return context.settings();
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

    @AfterEach
    void end() {
        Object unused = engine.close(Duration.ZERO);
    }

    /** What is below TLS on one side, for who wants to act there. */
    private static final class Below extends PassingHandler {
        private @Nullable Connection connection;

        Below(ConnectionHandler tls) {
            super(tls);
        }

        @Override
        public void opened(Connection opened) throws Exception {
            connection = opened;
            super.opened(opened);
        }

        void drain(Duration within) {
            Connection open = Objects.requireNonNull(connection);
            open.drain(open.nanoTime() + within.toNanos());
        }
    }

    /** Connects through TLS. */
    private void connect(RecordingHandler client, Below server) throws IOException {
        Listener listener = engine.listen(ListenTarget.loopback(0), () -> server);
        SocketAddress address = listener.address();
        End end = new End(Side.CLIENT, Optional.of(address), context);
        Object unused = engine.connect(ConnectTarget.to(address), layer.wrap(client, end));
    }

    private Below below(ConnectionHandler server) {
        return new Below(layer.wrap(server, new End(Side.SERVER, Optional.empty(), context)));
    }

    @Test
    void aDrainThatBeginsInOpenedIsToldWithItsTimeAndMayBeBroughtForward() throws IOException {
        AtomicInteger told = new AtomicInteger();
        RecordingHandler server = new RecordingHandler("server");
        Below below = below(server);
        server.on(Call.OPENED, c -> below.drain(Duration.ofHours(2)))
                .on(
                        Call.DRAINING,
                        c -> {
                            if (told.incrementAndGet() == 1) {
                                below.drain(Duration.ofHours(1));
                            } else {
                                c.close();
                            }
                        });
        connect(new RecordingHandler("client"), below);
        assertThat(server.seen().awaitClosed()).isEqualTo(Closed.finished());
        assertThat(told).hasValue(2);
    }
}
