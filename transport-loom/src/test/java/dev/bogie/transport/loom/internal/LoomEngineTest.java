package dev.bogie.transport.loom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Transport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class LoomEngineTest {
    private static final Duration LONG = Duration.ofHours(1);

    private Rig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new Rig();
    }

    @AfterEach
    void stop() throws Exception {
        rig.stop();
    }

    @Test
    void theTransportIsFoundAsAService() {
        LoomEngineTest.class.getModule().addUses(Transport.class);
        assertThat(ServiceLoader.load(Transport.class))
                .filteredOn(t -> t.name().equals("loom"))
                .hasOnlyElementsOfType(LoomTransport.class)
                .hasSize(1);
    }

    // Connecting

    @Test
    void aConnectOpensItsHandlerAndThenCompletes() throws Exception {
        Listener listener = rig.listen(Scribe.Echo::new);
        Scribe client = new Scribe();
        Limit.await(rig.engine.connect(ConnectTarget.to(listener.address()), client));
        Connection connection = client.opened.getNow(null);
        connection.execute(() -> connection.output(2).put(new byte[] {'h', 'i'}));
        assertThat(Limit.take(client.events)).isEqualTo("hi");
    }

    @Test
    void aNameIsResolvedAndEachOfItsAddressesTried() throws Exception {
        Listener listener = rig.listen(Scribe.Echo::new);
        int port = Rig.address(listener).getPort();
        Scribe client = new Scribe();
        Limit.await(rig.engine.connect(ConnectTarget.to("localhost", port), client));
        assertThat(client.opened).isDone();
    }

    @Test
    void aConnectIsMadeFromTheLocalAddressThatWasAskedFor() throws Exception {
        Scribe server = new Scribe();
        Listener listener = rig.listen(() -> server);
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        ConnectTarget target =
                new ConnectTarget(listener.address(), local, Duration.ofSeconds(Limit.SECONDS));
        Limit.await(rig.engine.connect(target, new Scribe()));
        Limit.await(server.opened);
    }

    @Test
    void aRefusedConnectSaysSoAndNeverCallsTheHandler() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        Scribe client = new Scribe();
        assertThat(Limit.awaitFailure(rig.engine.connect(ConnectTarget.to(nobody), client)))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining(String.valueOf(nobody.getPort()));
        assertThat(client.opened).isNotDone();
        assertThat(client.closed).isNotDone();
    }

    @Test
    void aConnectThatIsNotAnsweredTimesOut() throws Exception {
        List<SocketChannel> filling = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) { // more than the backlog: the rest is not answered
                SocketChannel channel = SocketChannel.open();
                filling.add(channel);
                channel.configureBlocking(false);
                channel.connect(full.getLocalSocketAddress());
            }
            ConnectTarget target =
                    ConnectTarget.to(full.getLocalSocketAddress())
                            .withTimeout(Duration.ofMillis(50));
            assertThat(Limit.awaitFailure(rig.engine.connect(target, new Scribe())))
                    .isInstanceOf(ConnectionTimeoutException.class)
                    .hasMessageContaining("50 ms");
        } finally {
            for (SocketChannel channel : filling) {
                channel.close();
            }
        }
    }

    @Test
    void anUnknownHostIsNamed() throws Exception {
        // An empty label is in no name: known without asking a server.
        ConnectTarget target = ConnectTarget.to("no..where", 80);
        assertThat(Limit.awaitFailure(rig.engine.connect(target, new Scribe())))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("no..where");
    }

    @Test
    void whatOpenedThrowsFailsTheConnectAndIsToldAsTheCause() throws Exception {
        IllegalStateException thrown = new IllegalStateException("not today");
        Listener listener = rig.listen(Scribe::new);
        Scribe client =
                new Scribe() {
                    @Override
                    public void opened(Connection connection) {
                        throw thrown;
                    }
                };
        ConnectTarget target = ConnectTarget.to(listener.address());
        assertThat(Limit.awaitFailure(rig.engine.connect(target, client))).isSameAs(thrown);
        assertThat(Limit.await(client.closed)).isEqualTo(new Closed.Failed(thrown));
    }

    @Test
    void addressesOfOtherFamiliesAreRefusedByCapability() throws Exception {
        SocketAddress unix = new SocketAddress() {};
        assertThatThrownBy(() -> rig.engine.listen(ListenTarget.bind(unix), Scribe::new))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("UNIX_DOMAIN");
        assertThat(Limit.awaitFailure(rig.engine.connect(ConnectTarget.to(unix), new Scribe())))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("UNIX_DOMAIN");
    }

    // Time

    @Test
    void aScheduledTaskRunsAndOthersAfterOneThatThrew() throws Exception {
        CountDownLatch ran = new CountDownLatch(2);
        rig.engine.schedule(
                0,
                () -> {
                    ran.countDown();
                    throw new IllegalStateException("a task that throws");
                });
        rig.engine.schedule(TimeUnit.MILLISECONDS.toNanos(20), ran::countDown);
        Limit.await(ran);
    }

    @Test
    void aTaskThatBlocksHoldsUpNothing() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch ran = new CountDownLatch(1);
        rig.engine.schedule(
                0,
                () -> {
                    try {
                        Limit.await(release);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                });
        rig.engine.schedule(TimeUnit.MILLISECONDS.toNanos(50), ran::countDown);
        Limit.await(ran);
        release.countDown();
    }

    // Closing

    @Test
    void aDrainCountsWhoEndedAndWhoWasAborted() throws Exception {
        CountDownLatch two = new CountDownLatch(2);
        List<Scribe> scribes = new ArrayList<>();
        Listener listener =
                rig.listen(
                        () -> {
                            boolean polite = scribes.isEmpty();
                            Scribe scribe =
                                    new Scribe() {
                                        @Override
                                        public void received(java.nio.ByteBuffer in)
                                                throws Exception {
                                            super.received(in);
                                            two.countDown();
                                        }

                                        @Override
                                        public void draining(long until) {
                                            if (polite) {
                                                connection.close();
                                            }
                                        }
                                    };
                            scribes.add(scribe);
                            return scribe;
                        });
        try (Socket first = Rig.connect(listener);
                Socket second = Rig.connect(listener)) {
            first.getOutputStream().write('1');
            second.getOutputStream().write('2');
            Limit.await(two);
            CompletionStage<Engine.Drained> drained = rig.engine.close(LONG);
            Socket polite = Limit.take(scribes.get(0).events).equals("1") ? first : second;
            assertThat(polite.getInputStream().read()).isEqualTo(-1);
            polite.close();
            Limit.await(scribes.get(0).closed);
            rig.engine.close(Duration.ofMillis(1)); // the shorter grace counts
            assertThat(Limit.await(drained)).isEqualTo(new Engine.Drained(1, 1));
            assertThat(Limit.await(scribes.get(1).closed)).isInstanceOf(Closed.Aborted.class);
        }
    }

    @Test
    void aBodyThatBlocksElsewhereIsNotWaitedFor() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Scribe scribe =
                new Scribe() {
                    @Override
                    public void opened(Connection connection) {
                        connection.lend(
                                loan -> {
                                    entered.countDown();
                                    while (release.getCount() > 0) {
                                        try {
                                            release.await();
                                        } catch (InterruptedException e) {
                                            continue; // as bad code does
                                        }
                                    }
                                });
                    }
                };
        Listener listener = rig.listen(() -> scribe);
        try (Socket _ = Rig.connect(listener)) {
            Limit.await(entered);
            assertThat(Limit.await(rig.engine.close(Duration.ZERO)))
                    .isEqualTo(new Engine.Drained(0, 1));
            assertThat(scribe.closed).isNotDone();
        } finally {
            release.countDown();
        }
        assertThat(Limit.await(scribe.closed)).isInstanceOf(Closed.Aborted.class);
    }

    @Test
    void aConnectUnderWayEndsWithTheEngine() throws Exception {
        List<SocketChannel> filling = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                filling.add(channel);
                channel.configureBlocking(false);
                channel.connect(full.getLocalSocketAddress());
            }
            ConnectTarget target = ConnectTarget.to(full.getLocalSocketAddress()).withTimeout(LONG);
            CompletionStage<Void> connect = rig.engine.connect(target, new Scribe());
            Limit.await(rig.engine.close(LONG));
            assertThat(Limit.awaitFailure(connect)).isInstanceOf(IOException.class);
        } finally {
            for (SocketChannel channel : filling) {
                channel.close();
            }
        }
    }

    @Test
    void aClosedEngineRefusesEverythingButItsClock() throws Exception {
        Limit.await(rig.engine.close(LONG));
        assertThatThrownBy(() -> rig.listen(Scribe::new)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> rig.engine.schedule(0, () -> {}))
                .isInstanceOf(IllegalStateException.class);
        ConnectTarget target = ConnectTarget.to("127.0.0.1", 1);
        assertThatThrownBy(() -> rig.engine.connect(target, new Scribe()))
                .isInstanceOf(IllegalStateException.class);
        assertThat(rig.engine.nanoTime()).isPositive();
    }
}
