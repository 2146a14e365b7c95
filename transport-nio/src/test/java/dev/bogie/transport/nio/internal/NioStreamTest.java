package dev.bogie.transport.nio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

@ParameterizedClass(name = "{0} loops")
@ValueSource(strings = {"platform", "virtual"})
class NioStreamTest {
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
    void echoes() throws Exception {
        Listener listener = nio.listen(Recorder.Echo::new);
        Recorder client = nio.connect(listener.address(), new Recorder());

        client.send("hello");

        assertThat(client.await("hello")).isEqualTo("hello");
    }

    @Test
    void aLargeEchoComesBackWhole() throws Exception {
        Listener listener = nio.listen(Recorder.Echo::new);
        String large = "0123456789abcdef".repeat(32 * 1_024);
        try (Socket socket = Fixture.socket(listener)) {
            Thread writer =
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    byte[] bytes = large.getBytes(StandardCharsets.ISO_8859_1);
                                    socket.getOutputStream().write(bytes);
                                    socket.shutdownOutput();
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            byte[] back = socket.getInputStream().readAllBytes();
            writer.join();

            assertThat(new String(back, StandardCharsets.ISO_8859_1)).isEqualTo(large);
        }
    }

    @Test
    void factsAreKnown() throws Exception {
        Recorder server = new Recorder();
        Listener listener = nio.listen(() -> server);
        Recorder client = nio.connect(listener.address(), new Recorder());

        Connection accepted = Recorder.get(server.opened);
        Connection connected = Recorder.get(client.opened);
        assertThat(accepted.info(Info.REMOTE_ADDRESS))
                .isEqualTo(connected.info(Info.LOCAL_ADDRESS));
        assertThat(accepted.info(Info.LISTENER)).contains(listener.address());
        assertThat(connected.info(Info.REMOTE_ADDRESS)).contains(listener.address());
        assertThat(connected.info(Info.LISTENER)).isEmpty();
        assertThat(connected.info(Info.TRANSPORT)).contains("nio");
        assertThat(connected.info(Info.CAPABILITIES)).contains(new NioTransport().capabilities());
    }

    @Test
    void theOutputGoesOnAfterTheInputHasEnded() throws Exception {
        Recorder server =
                new Recorder() {
                    @Override
                    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
                        super.inputEnded(rest, how);
                        return AfterInput.KEEP_OPEN;
                    }
                };
        try (Socket socket = Fixture.socket(nio.listen(() -> server))) {
            socket.getOutputStream().write('x');
            socket.shutdownOutput();
            assertThat(Recorder.get(server.ended)).isEqualTo("x");

            server.send("still here");
            Connection connection = Recorder.get(server.opened);
            connection.execute(connection::end);

            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("still here");
            assertThat(Recorder.get(server.closed)).isEqualTo(Closed.finished());
        }
    }

    @Test
    void anAbortIsAResetToThePeer() throws Exception {
        Recorder server = new Recorder();
        try (Socket socket = Fixture.socket(nio.listen(() -> server))) {
            Recorder.get(server.opened).abort("for a test");

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThat(Recorder.get(server.closed)).isEqualTo(new Closed.Aborted("for a test"));
        }
    }

    @Test
    void aPeersResetIsTold() throws Exception {
        Recorder server = new Recorder();
        try (Socket socket = Fixture.socket(nio.listen(() -> server))) {
            Recorder.get(server.opened);
            socket.setSoLinger(true, 0);
        }

        assertThat(Recorder.get(server.closed)).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void aThousandConnectionsEchoAtOnce() throws Exception {
        Listener listener = nio.listen(Recorder.Echo::new);
        List<Recorder> clients = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            clients.add(new Recorder());
        }
        List<CompletableFuture<Void>> connects = new ArrayList<>();
        for (Recorder client : clients) {
            connects.add(
                    nio.engine
                            .connect(ConnectTarget.to(listener.address()), client)
                            .toCompletableFuture());
        }
        for (CompletableFuture<Void> connect : connects) {
            Recorder.get(connect);
        }

        for (int i = 0; i < clients.size(); i++) {
            clients.get(i).send("<" + i + ">");
        }

        for (int i = 0; i < clients.size(); i++) {
            assertThat(clients.get(i).await("<" + i + ">")).isEqualTo("<" + i + ">");
        }
    }

    @Test
    void aDeadlineComesAtOrAfterItsTime() throws Exception {
        CompletableFuture<Long> late = new CompletableFuture<>();
        Recorder server =
                new Recorder() {
                    private long at;

                    @Override
                    public void opened(Connection connection) throws Exception {
                        at = connection.nanoTime() + 30_000_000;
                        connection.deadline(at);
                        super.opened(connection);
                    }

                    @Override
                    public void deadline(long now) {
                        late.complete(now - at);
                    }
                };
        try (Socket socket = Fixture.socket(nio.listen(() -> server))) {
            assertThat(socket.isConnected()).isTrue();
            assertThat(Recorder.get(late)).isNotNegative();
        }
    }
}
