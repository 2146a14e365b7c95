package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.LayerSide;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Layer;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Transport;
import dev.bogie.transport.loom.internal.LoomTransport;
import dev.bogie.transport.nio.internal.NioTransport;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Many handshakes at once, of clients that mean it and of such that don't, on real sockets. */
class CrowdTest {
    private static final int GOOD = 20;

    static Stream<Transport> transports() {
        return Stream.of(new NioTransport(), new LoomTransport());
    }

    /** A server that echoes, and clients of it. */
    private static final class Site implements AutoCloseable {
        final CountingContext context =
                new CountingContext(
                        Settings.defaults()
                                .with(TlsSettings.HANDSHAKE_TIMEOUT, Duration.ofMinutes(5)));
        final Layer layer = new TlsLayer(EngineSource.of(TestKeys.context()));
        final Engine engine;
        final Listener listener;

        Site(Transport transport) throws IOException {
            engine = transport.start(context);
            listener = engine.listen(ListenTarget.loopback(0), this::server);
        }

        private ConnectionHandler server() {
            return layer.wrap(new RecordingHandler("server").echoing(), LayerSide.server(context));
        }

        CompletionStage<Void> connect(RecordingHandler client) {
            ConnectTarget to =
                    ConnectTarget.to(listener.address()).withTimeout(Duration.ofMinutes(5));
            return LayerSide.connect(engine, layer, context, to, client);
        }

        /** As many as are said, at once; each is answered with its own bytes. */
        void serve(int count) {
            List<RecordingHandler> clients = new ArrayList<>();
            List<CompletionStage<Void>> connects = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                RecordingHandler client = new RecordingHandler("client " + i);
                clients.add(client);
                connects.add(connect(client));
            }
            for (CompletionStage<Void> connect : connects) { // they share the machine: no haste
                connect.toCompletableFuture().orTimeout(5, TimeUnit.MINUTES).join();
            }
            for (int i = 0; i < count; i++) {
                byte[] text = ("number " + i).getBytes(StandardCharsets.US_ASCII);
                assertThat(clients.get(i).tell(c -> c.write(ByteBuffer.wrap(text), null))).isTrue();
            }
            for (int i = 0; i < count; i++) {
                clients.get(i).seen().awaitText("number " + i);
                assertThat(clients.get(i).tell(c -> c.close())).isTrue();
            }
            for (RecordingHandler client : clients) {
                assertThat(client.seen().awaitClosed()).isEqualTo(Closed.finished());
                client.seen().check();
            }
        }

        @Override
        public void close() {
            Patience.await(engine.close(Duration.ZERO));
            context.awaitNoThreads();
            assertThat(context.buffersOut()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    @Tag("long")
    void aThousandHandshakesAtOnceAreDone(Transport transport) throws IOException {
        try (Site site = new Site(transport)) {
            site.serve(1_000);
        }
    }

    /** Who stops in the middle of a handshake costs no more than a little memory. */
    @ParameterizedTest
    @MethodSource("transports")
    void handshakesThatGoNowhereHoldUpNobody(Transport transport) throws IOException {
        holdsOut(transport, 950, 50);
    }

    /** All of them have the server sign. */
    @ParameterizedTest
    @MethodSource("transports")
    @Tag("long")
    void aThousandHandshakesThatStopAfterTheServersFlightHoldUpNobody(Transport transport)
            throws IOException {
        holdsOut(transport, 0, 1_000);
    }

    private static void holdsOut(Transport transport, int halfHellos, int hellos)
            throws IOException {
        byte[] hello = HandshakeTimeTest.hello();
        byte[] half = Arrays.copyOf(hello, hello.length / 2);
        List<SocketChannel> idle = new ArrayList<>();
        try (Site site = new Site(transport)) {
            site.serve(GOOD); // loads what is loaded once
            int before = site.context.buffersOut();
            try {
                for (int i = 0; i < halfHellos + hellos; i++) {
                    SocketChannel channel = SocketChannel.open(site.listener.address());
                    idle.add(channel);
                    channel.write(ByteBuffer.wrap(i < halfHellos ? half : hello));
                }
                for (SocketChannel channel : idle.subList(halfHellos, idle.size())) {
                    channel.socket().setSoTimeout((int) Patience.limit().toMillis());
                    int first = channel.socket().getInputStream().read();
                    assertThat(first).isEqualTo(22); // the server's flight
                }
                site.serve(GOOD);
                assertThat(site.context.buffersOut() - before).isLessThan(100);
            } finally {
                for (SocketChannel channel : idle) {
                    channel.close();
                }
            }
        }
    }
}
