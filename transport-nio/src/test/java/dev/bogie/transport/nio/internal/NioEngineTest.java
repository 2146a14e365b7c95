package dev.bogie.transport.nio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

@ParameterizedClass(name = "{0} loops")
@ValueSource(strings = {"platform", "virtual"})
class NioEngineTest {
    @Parameter String loopThreads;

    private Fixture nio;

    @BeforeEach
    void start() throws IOException {
        nio = Fixture.onLoops(loopThreads);
    }

    @AfterEach
    void everythingIsGivenBack() throws Exception {
        nio.closeAndCheck();
    }

    @Test
    void aRefusedConnectNamesTheAddress() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        Recorder client = new Recorder();

        assertThatThrownBy(() -> nio.connect(new InetSocketAddress("127.0.0.1", port), client))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("127.0.0.1:" + port);
        assertThat(client.opened).isNotDone();
        assertThat(client.closed).isNotDone();
    }

    @Test
    void namesAreResolvedAndUnknownOnesToldSo() throws Exception {
        Listener listener = nio.listen(Recorder.Echo::new);
        int port = ((InetSocketAddress) listener.address()).getPort();

        Recorder client =
                nio.connect(InetSocketAddress.createUnresolved("localhost", port), new Recorder());
        client.send("by name");
        assertThat(client.await("by name")).isEqualTo("by name");

        // An empty label is in no name: known without asking a server.
        assertThatThrownBy(
                        () ->
                                nio.connect(
                                        InetSocketAddress.createUnresolved("no..where", port),
                                        new Recorder()))
                .cause()
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("no..where");
    }

    @Test
    void aConnectThatTakesTooLongTimesOut() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<CompletableFuture<Void>> attempts = new ArrayList<>();
            ConnectTarget target =
                    ConnectTarget.to(full.getLocalSocketAddress())
                            .withTimeout(Duration.ofMillis(200));
            for (int i = 0; i < 8; i++) { // more than the backlog holds: nobody accepts
                attempts.add(nio.engine.connect(target, new Recorder()).toCompletableFuture());
            }

            CompletableFuture<Throwable> failed = new CompletableFuture<>();
            attempts.forEach(
                    attempt ->
                            attempt.exceptionally(
                                    e -> {
                                        failed.complete(e);
                                        return null;
                                    }));
            assertThat(Recorder.get(failed))
                    .isInstanceOf(ConnectionTimeoutException.class)
                    .hasMessageContaining("200 ms");
        }
    }

    @Test
    void anAddressInUseIsNamed() throws IOException {
        Listener first = nio.listen(Recorder::new);
        int port = ((InetSocketAddress) first.address()).getPort();

        assertThatThrownBy(() -> nio.engine.listen(ListenTarget.loopback(port), Recorder::new))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }

    @Test
    void aClosedListenersPortIsFree() throws Exception {
        Listener first = nio.listen(Recorder::new);
        int port = ((InetSocketAddress) first.address()).getPort();

        first.close();

        assertThat(nio.engine.listen(ListenTarget.loopback(port), Recorder::new).address())
                .isEqualTo(first.address());
    }

    @Test
    void whatItCannotDoIsRefusedByName() {
        SocketAddress address = new SocketAddress() {};

        assertThatThrownBy(() -> nio.engine.listen(ListenTarget.bind(address), Recorder::new))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(Capability.UNIX_DOMAIN.name());
        assertThatThrownBy(() -> nio.connect(address, new Recorder()))
                .cause()
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(Capability.UNIX_DOMAIN.name());
    }

    @Test
    void aListenerIsDetachedWithItsBacklog() throws Exception {
        Listener listener = nio.listen(Recorder::new);
        NetworkChannel channel = listener.detach();
        Fixture other = Fixture.onLoops(loopThreads);
        try (Socket waiting = Fixture.socket(listener)) {
            other.engine.listen(new ListenTarget.Adopt(channel), Recorder.Echo::new);
            waiting.getOutputStream().write('x');

            assertThat(waiting.getInputStream().read()).isEqualTo('x');
            assertThatThrownBy(listener::detach).isInstanceOf(IllegalStateException.class);
        } finally {
            other.closeAndCheck();
        }
    }

    @Test
    void aPausedListenerAcceptsOnceResumed() throws Exception {
        LinkedBlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();
        Listener listener =
                nio.listen(
                        () -> {
                            Recorder echo = new Recorder.Echo();
                            accepted.add(echo);
                            return echo;
                        });
        listener.pause();
        try (Socket socket = Fixture.socket(listener)) {
            socket.getOutputStream().write('x');
            listener.resume();

            assertThat(socket.getInputStream().read()).isEqualTo('x');
            assertThat(accepted).hasSize(1);
        }
    }

    @Test
    void aHandlerThatCannotBeMadeCostsOneConnection() throws Exception {
        LinkedBlockingQueue<Boolean> fail = new LinkedBlockingQueue<>(List.of(true, false));
        Listener listener =
                nio.listen(
                        () -> {
                            if (fail.remove()) {
                                throw new IllegalStateException("for a test");
                            }
                            return new Recorder.Echo();
                        });

        try (Socket first = Fixture.socket(listener)) {
            assertThatThrownBy(() -> first.getInputStream().read())
                    .isInstanceOf(SocketException.class);
        }
        try (Socket second = Fixture.socket(listener)) {
            second.getOutputStream().write('x');
            assertThat(second.getInputStream().read()).isEqualTo('x');
        }
    }
}
