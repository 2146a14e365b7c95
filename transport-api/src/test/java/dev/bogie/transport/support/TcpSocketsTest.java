package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

class TcpSocketsTest {
    private static final TcpSockets SOCKETS = TcpSockets.of(Settings.defaults());

    @Test
    void anAddressInUseIsNamed() throws IOException {
        try (ServerSocketChannel first = SOCKETS.listen(ListenTarget.loopback(0))) {
            assertThatThrownBy(() -> SOCKETS.listen(ListenTarget.bind(first.getLocalAddress())))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining(
                            "cannot listen on 127.0.0.1:" + first.socket().getLocalPort());
        }
    }

    @Test
    void aChannelThatListensIsAdoptedAsItIs() throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            assertThat(SOCKETS.listen(new ListenTarget.Adopt(channel))).isSameAs(channel);
            assertThat(channel.isBlocking()).isFalse();
        }
    }

    @Test
    void whatDoesNotListenIsNotAdopted() throws IOException {
        try (ServerSocketChannel unbound = ServerSocketChannel.open();
                DatagramChannel datagrams = DatagramChannel.open()) {
            assertThatThrownBy(() -> SOCKETS.listen(new ListenTarget.Adopt(unbound)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not bound");
            assertThatThrownBy(() -> SOCKETS.listen(new ListenTarget.Adopt(datagrams)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ServerSocketChannel");
        }
    }

    @Test
    void anAddressThatIsNotOfTcpIsRefusedByCapability() {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of("some.socket");

        assertThatThrownBy(() -> SOCKETS.listen(ListenTarget.bind(address)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("UNIX_DOMAIN");
        assertThatThrownBy(() -> SOCKETS.open(address))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("UNIX_DOMAIN");
    }

    @Test
    void optionsAreSet() throws IOException {
        Settings settings =
                Settings.defaults()
                        .with(TcpSockets.NO_DELAY, false)
                        .with(TcpSockets.KEEP_ALIVE, true)
                        .with(TcpSockets.SEND_BUFFER, 65_536L);

        try (SocketChannel byDefault = SOCKETS.open(null);
                SocketChannel asSet = TcpSockets.of(settings).open(null)) {
            assertThat(byDefault.isBlocking()).isFalse();
            assertThat(byDefault.getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
            assertThat(byDefault.getOption(StandardSocketOptions.SO_KEEPALIVE)).isFalse();
            assertThat(asSet.getOption(StandardSocketOptions.TCP_NODELAY)).isFalse();
            assertThat(asSet.getOption(StandardSocketOptions.SO_KEEPALIVE)).isTrue();
            assertThat(asSet.getOption(StandardSocketOptions.SO_SNDBUF))
                    .isNotEqualTo(byDefault.getOption(StandardSocketOptions.SO_SNDBUF));
        }
    }

    @Test
    void aResetIsSeenByThePeer() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            SocketChannel client = SocketChannel.open(server.getLocalAddress());
            try (SocketChannel peer = server.accept()) {
                TcpSockets.reset(client);

                assertThatThrownBy(() -> peer.read(ByteBuffer.allocate(1)))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("reset");
            }
        }
    }

    @Test
    void literalAddressesAreKnownAndNamesAreNot() {
        assertThat(TcpSockets.known(InetSocketAddress.createUnresolved("127.0.0.1", 80)))
                .containsExactly(new InetSocketAddress("127.0.0.1", 80));
        assertThat(TcpSockets.known(InetSocketAddress.createUnresolved("::1", 80))).hasSize(1);
        assertThat(TcpSockets.known(InetSocketAddress.createUnresolved("localhost", 80))).isEmpty();
    }

    @Test
    void namesAreResolved() throws IOException {
        assertThat(TcpSockets.resolve(InetSocketAddress.createUnresolved("localhost", 80)))
                .isNotEmpty()
                .allMatch(address -> address.getAddress().isLoopbackAddress());
        assertThatThrownBy(
                        () ->
                                TcpSockets.resolve(
                                        InetSocketAddress.createUnresolved("no..where", 80)))
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("unknown host no..where");
    }

    @Test
    void refusalsKeepTheirKindAndNameTheAddress() {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", 9);
        ConnectException refused = new ConnectException("Connection refused");

        assertThat(TcpSockets.explained(refused, "cannot connect to", address))
                .isInstanceOf(ConnectException.class)
                .hasMessage("cannot connect to 127.0.0.1:9: Connection refused")
                .hasCause(refused);
    }
}
