package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Engine;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.LayerContext.Side;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.memory.MemoryTransport;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The layer of the service loader: what it reads before, and whom it tells when it refuses. */
class PreparationTest {
    @TempDir static Path made;

    @TempDir Path directory;
    private final TlsLayer layer = new TlsLayer();
    private final CountingContext context = new CountingContext(Settings.defaults());
    private final Engine engine = new MemoryTransport().start(context);
    private final BlockingQueue<Closed> refused = new LinkedBlockingQueue<>();

    @BeforeAll
    static void makeKeys() {
        Keys.assumeOpenssl();
        Keys keys = new Keys(made);
        keys.authority("root");
        keys.certificate("a", "root", "DNS:localhost,IP:127.0.0.1,IP:::1");
    }

    @AfterEach
    void end() {
        Object unused = engine.close(Duration.ZERO);
    }

    private record End(
            Side side,
            Optional<SocketAddress> target,
            Settings settings,
            CountingContext context,
            BlockingQueue<Closed> told)
            implements LayerContext {
        @Override
        public Threads threads() {
            return context.threads();
        }

        @Override
        public BufferPool buffers() {
            return context.buffers();
        }

        @Override
        public void refused(Connection below, Closed how) {
            told.add(how);
        }
    }

    private Path copy(String file) throws IOException {
        return Files.copy(made.resolve(file), directory.resolve(file));
    }

    private static Settings serverSettings(Path cert, Path key) {
        return Settings.defaults()
                .with(MaterialSettings.CERT, cert.toString())
                .with(MaterialSettings.KEY, key.toString());
    }

    private void prepare(Side side, Settings settings) throws MaterialException {
        layer.prepare(side, new CountingContext(settings));
    }

    private SocketAddress listen(RecordingHandler server, Settings settings) throws IOException {
        End end = new End(Side.SERVER, Optional.empty(), settings, context, refused);
        return engine.listen(ListenTarget.loopback(0), () -> layer.wrap(server, end)).address();
    }

    @Test
    void whatIsWrongIsToldBeforeThereIsAConnection() {
        Path missing = directory.resolve("missing.crt");
        assertThatThrownBy(() -> prepare(Side.SERVER, serverSettings(missing, missing)))
                .isInstanceOf(MaterialException.class)
                .hasMessage(missing + " does not exist: check the path");
        assertThatThrownBy(() -> prepare(Side.SERVER, Settings.defaults()))
                .isInstanceOf(MaterialException.class)
                .hasMessageStartingWith("a server needs a certificate");
    }

    @Test
    void aRecordMustHaveRoomBetweenTheMarks() {
        Settings narrow =
                Settings.defaults()
                        .with(StreamLimits.MAX_PENDING, 64L << 10)
                        .with(StreamLimits.HIGH_MARK, 64L << 10);
        assertThatThrownBy(() -> prepare(Side.CLIENT, narrow))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("under TLS transport.max-pending must exceed");
    }

    @Test
    void whatWasPreparedIsReadNoMore() throws Exception {
        Path cert = copy("a.crt");
        Path key = copy("a.key");
        Path trust = copy("root.crt");
        Settings ofServer = serverSettings(cert, key);
        Settings ofClient = Settings.defaults().with(MaterialSettings.TRUST, trust.toString());
        prepare(Side.SERVER, ofServer);
        prepare(Side.CLIENT, ofClient);
        Files.delete(cert);
        Files.delete(key);
        Files.delete(trust);

        RecordingHandler client = new RecordingHandler("client");
        SocketAddress address = listen(new RecordingHandler("server"), ofServer);
        End end = new End(Side.CLIENT, Optional.of(address), ofClient, context, refused);
        Object unused = engine.connect(ConnectTarget.to(address), layer.wrap(client, end));

        client.seen().awaitCall(Call.OPENED);
        prepare(Side.SERVER, ofServer);
    }

    // Whom a server tells that nothing came of a connection

    private void peerThat(RecordingHandler peer, boolean allowPlain) throws Exception {
        Settings settings =
                serverSettings(made.resolve("a.crt"), made.resolve("a.key"))
                        .with(TlsSettings.ALLOW_PLAIN, allowPlain);
        RecordingHandler server = new RecordingHandler("server");
        Object unused = engine.connect(ConnectTarget.to(listen(server, settings)), peer);
        peer.seen().awaitClosed();
        assertThat(server.seen().calls()).isEmpty();
    }

    private Closed toldOnce() throws InterruptedException {
        Closed how = refused.poll(30, TimeUnit.SECONDS);
        assertThat(how).isNotNull();
        Object unused = engine.close(Duration.ZERO).toCompletableFuture().join();
        assertThat(refused).isEmpty();
        return how;
    }

    @Test
    void whoSaysNothingAndLeavesIsNoOffence() throws Exception {
        peerThat(new RecordingHandler("peer").on(Call.OPENED, Connection::close), false);
        assertThat(toldOnce()).isEqualTo(Closed.finished());
    }

    @Test
    void whoLeavesInTheMidstOfAHandshakeIsTold() throws Exception {
        RecordingHandler peer = new RecordingHandler("peer");
        byte[] begun = {22, 3, 1, 0, 80, 1};
        peerThat(
                peer.on(
                        Call.OPENED,
                        c -> {
                            c.output(begun.length).put(begun);
                            c.close();
                        }),
                false);
        assertThat(toldOnce()).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void whoLeavesBeforeItIsKnownWhetherItSpeaksTlsIsToldTo() throws Exception {
        peerThat(new RecordingHandler("peer").on(Call.OPENED, Connection::close), true);
        assertThat(toldOnce()).isEqualTo(Closed.finished());
    }
}
