package dev.bogie.proxyprotocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.proxyprotocol.ProxyProtocol;
import dev.bogie.proxyprotocol.TrustedPeers;
import dev.bogie.proxyprotocol.machine.Endpoint;
import dev.bogie.proxyprotocol.machine.ProxyHeader;
import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.memory.Network;
import dev.bogie.transport.support.ChunkPool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class ProxyLayerTest {
    private static final String HEADER = "PROXY TCP4 192.0.2.7 198.51.100.1 54321 443\r\n";
    private static final SocketAddress CLIENT = address("192.0.2.7", 54_321);
    private static final SocketAddress FRONT = address("198.51.100.1", 443);

    private final Network network = Network.seeded(1);
    private final Engine engine = network.engine();
    private final RecordingHandler above = new RecordingHandler("above").echoing();
    private final RecordingHandler peer = new RecordingHandler("peer").keepOpen();
    private Settings settings = Settings.defaults();

    private record Context(Side side, Settings settings) implements LayerContext {
        @Override
        public Optional<SocketAddress> target() {
            return Optional.empty();
        }

        @Override
        public Threads threads() {
            throw new UnsupportedOperationException("no threads here");
        }

        @Override
        public BufferPool buffers() {
            return new ChunkPool(0);
        }
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    private ConnectionHandler wrapped(ConnectionHandler handler, LayerContext.Side side) {
        return new ProxyLayer().wrap(handler, new Context(side, settings));
    }

    private Listener listen(ConnectionHandler handler) throws IOException {
        return engine.listen(
                ListenTarget.loopback(0), () -> wrapped(handler, LayerContext.Side.SERVER));
    }

    private SocketAddress connect(ConnectionHandler client) throws IOException {
        Listener listener = listen(above);
        var unused = network.await(engine.connect(ConnectTarget.to(listener.address()), client));
        network.runFor(Duration.ZERO);
        return listener.address();
    }

    private void send(String text) {
        assertThat(
                        peer.tell(
                                c ->
                                        c.write(
                                                ByteBuffer.wrap(
                                                        text.getBytes(StandardCharsets.ISO_8859_1)),
                                                null)))
                .isTrue();
        network.runFor(Duration.ZERO);
    }

    private void assertRefused(String why) {
        assertThat(above.seen().calls()).isEmpty();
        assertThat(peer.seen().how()).isInstanceOf(Closed.PeerReset.class);
        assertThat(refusals).anySatisfy(reason -> assertThat(reason).contains(why));
    }

    private final List<String> refusals = new ArrayList<>();

    /** Like the layer's own server side, but what the engine is told at the end is kept. */
    private void connectWatched() throws IOException {
        Listener listener =
                engine.listen(
                        ListenTarget.loopback(0),
                        () -> new Watched(wrapped(above, LayerContext.Side.SERVER), refusals::add));
        var unused = network.await(engine.connect(ConnectTarget.to(listener.address()), peer));
        network.runFor(Duration.ZERO);
    }

    // What is asked of a peer

    @Test
    void behindTheHeaderTheConnectionHasTheClientsAddresses() throws IOException {
        SocketAddress listener = connect(peer);
        send(HEADER + "hello");

        assertThat(above.seen().text()).isEqualTo("hello");
        assertThat(peer.seen().text()).isEqualTo("hello");
        assertThat(above.connection().info(Info.REMOTE_ADDRESS)).contains(CLIENT);
        assertThat(above.connection().info(Info.LOCAL_ADDRESS)).contains(FRONT);
        assertThat(above.connection().info(Info.LISTENER)).contains(listener);
        assertThat(above.connection().info(ProxyProtocol.PROXY_ADDRESS))
                .isEqualTo(peer.connection().info(Info.LOCAL_ADDRESS));
    }

    @Test
    void theHandlerAboveIsOpenedWhenTheHeaderIsWhole() throws IOException {
        connect(peer);
        for (char c : HEADER.substring(0, HEADER.length() - 1).toCharArray()) {
            send(String.valueOf(c));
            assertThat(above.seen().calls()).isEmpty();
        }
        send("\n");

        assertThat(above.seen().calls()).containsExactly(Call.OPENED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PROXY UNKNOWN\r\n", "\r\n\r\n\0\r\nQUIT\n\u0020\0\0\3abc"})
    void aHeaderThatNamesNobodyLeavesTheConnectionsOwnAddresses(String header) throws IOException {
        SocketAddress listener = connect(peer);
        send(header + "hello");

        assertThat(above.seen().text()).isEqualTo("hello");
        assertThat(above.connection().info(Info.LOCAL_ADDRESS)).contains(listener);
        assertThat(above.connection().info(Info.REMOTE_ADDRESS))
                .isEqualTo(peer.connection().info(Info.LOCAL_ADDRESS));
        assertThat(above.connection().info(ProxyProtocol.PROXY_ADDRESS)).isEmpty();
    }

    @Test
    void aPeerThatIsNotTrustedIsResetBeforeItSaysAnything() throws IOException {
        settings = settings.with(ProxyProtocol.TRUSTED, TrustedPeers.of("192.0.2.0/24"));
        connectWatched();

        assertRefused("it is not a trusted proxy: proxy-protocol.trusted is 192.0.2.0/24");
    }

    @Test
    void bytesThatAreNoHeaderAreRefusedByTheFirst() throws IOException {
        connectWatched();
        send("GET / HTTP/1.1\r\n\r\n");

        assertRefused("it sent no PROXY protocol header, but GET\\x20/");
    }

    @Test
    void aHeaderBeyondTheLimitIsRefusedByItsLength() throws IOException {
        settings = settings.with(ProxyProtocol.MAX_HEADER, 232L);
        connectWatched();
        send("\r\n\r\n\0\r\nQUIT\n\u0020\0\1\0");

        assertRefused("a header of 272 bytes, which is more than 232");
    }

    @Test
    void aHeaderMustComeInTime() throws IOException {
        connectWatched();
        send(HEADER.substring(0, 20));
        network.runFor(Duration.ofSeconds(4));
        assertThat(peer.seen().how()).isNull();
        network.runFor(Duration.ofSeconds(1));

        assertRefused("its header did not come within proxy-protocol.header-timeout");
    }

    @Test
    void behindTheHeaderItsDeadlineIsOff() throws IOException {
        connect(peer);
        send(HEADER);
        network.runFor(Duration.ofHours(1));
        send("hello");

        assertThat(peer.seen().text()).isEqualTo("hello");
    }

    @Test
    void anEndWithinTheHeaderIsRefused() throws IOException {
        connectWatched();
        send("PROXY");
        assertThat(peer.tell(c -> c.end())).isTrue();
        network.runFor(Duration.ZERO);

        assertRefused("it ended within the header");
    }

    @Test
    void aPeerThatOnlyConnectsAndLeavesIsNoOffence() throws IOException {
        connectWatched();
        assertThat(peer.tell(c -> c.close())).isTrue();
        network.runFor(Duration.ZERO);

        assertThat(above.seen().calls()).isEmpty();
        assertThat(refusals).containsExactly("finished");
    }

    @Test
    void aDrainDoesNotWaitForAHeader() throws IOException {
        connect(peer);
        var unused = engine.close(Duration.ofSeconds(60));
        network.runFor(Duration.ZERO);

        assertThat(peer.seen().calls()).contains(Call.INPUT_ENDED);
    }

    @Test
    void pathsOfAUnixDomainSocketAreAddressesToo() throws IOException {
        connect(ProxyProtocol.announcing(new ProxyHeader.Unix("", "/run/a.sock"), peer));

        assertThat(above.connection().info(Info.REMOTE_ADDRESS))
                .contains(UnixDomainSocketAddress.of(""));
        assertThat(above.connection().info(Info.LOCAL_ADDRESS))
                .contains(UnixDomainSocketAddress.of("/run/a.sock"));
    }

    // Who is given the connection next

    @Test
    void theNextHandlerSeesTheClientsAddressesToo() throws IOException {
        RecordingHandler next = new RecordingHandler("next").echoing();
        above.onReceived((c, in) -> c.switchTo(next));
        connect(peer);
        send(HEADER + "hello");

        assertThat(next.seen().text()).isEqualTo("hello");
        assertThat(next.connection().info(Info.REMOTE_ADDRESS)).contains(CLIENT);
    }

    @Test
    void aLoanSeesTheClientsAddressesToo() throws IOException {
        List<Optional<SocketAddress>> seen = new ArrayList<>();
        above.on(Call.OPENED, c -> c.lend(above.body(b -> seen.add(b.info(Info.REMOTE_ADDRESS)))));
        connect(peer);
        send(HEADER);

        assertThat(seen).containsExactly(Optional.of(CLIENT));
    }

    // Clients

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2"})
    void aClientAnnouncesItsOwnEnds(String version) throws IOException {
        settings = settings.with(ProxyProtocol.SEND, version);
        SocketAddress listener = connect(wrapped(peer, LayerContext.Side.CLIENT));
        send("hello");

        assertThat(peer.seen().text()).isEqualTo("hello");
        assertThat(above.connection().info(Info.REMOTE_ADDRESS))
                .isEqualTo(peer.connection().info(Info.LOCAL_ADDRESS));
        assertThat(above.connection().info(Info.LOCAL_ADDRESS)).contains(listener);
        assertThat(above.connection().info(ProxyProtocol.PROXY_ADDRESS)).isPresent();
    }

    @Test
    void aProxyAnnouncesWhomItConnectsFor() throws IOException {
        Endpoint source = Endpoint.of(InetAddress.ofLiteral("2001:db8::7").getAddress(), 1);
        Endpoint destination = Endpoint.of(InetAddress.ofLiteral("2001:db8::1").getAddress(), 2);
        connect(ProxyProtocol.announcing(new ProxyHeader.Internet(source, destination), peer));

        assertThat(above.connection().info(Info.REMOTE_ADDRESS))
                .contains(address("2001:db8::7", 1));
        assertThat(above.connection().info(Info.LOCAL_ADDRESS)).contains(address("2001:db8::1", 2));
    }
}
