package dev.bogie.transport.loom.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Info;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class LoomConnectionTest {
    private Rig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new Rig();
    }

    @AfterEach
    void stop() throws Exception {
        rig.stop();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whatIsWrittenInATurnReachesThePeer() throws Exception {
        Listener listener = rig.listen(Scribe.Echo::new);
        try (Socket peer = Rig.connect(listener)) {
            for (String text : List.of("one", "two", "three")) {
                peer.getOutputStream().write(ascii(text));
                assertThat(read(peer, text.length())).isEqualTo(text);
            }
        }
    }

    @Test
    void moreThanOneTurnsWorthPassesThrough() throws Exception {
        Listener listener = rig.listen(Scribe.Echo::new);
        byte[] sent = new byte[3_000_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i * 31 >> 3);
        }
        try (Socket peer = Rig.connect(listener)) {
            Thread writer =
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        try {
                                            peer.getOutputStream().write(sent);
                                            peer.shutdownOutput();
                                        } catch (IOException e) {
                                            throw new IllegalStateException(e);
                                        }
                                    });
            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(sent);
            writer.join();
        }
    }

    @Test
    void theOutputStaysOpenAfterThePeerHasEndedItsOwn() throws Exception {
        Scribe late =
                new Scribe() {
                    @Override
                    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
                        connection.output(4).put(ascii("late"));
                        connection.end();
                        return AfterInput.KEEP_OPEN;
                    }
                };
        Listener listener = rig.listen(() -> late);
        try (Socket peer = Rig.connect(listener)) {
            peer.getOutputStream().write(ascii("hello"));
            peer.shutdownOutput();
            assertThat(peer.getInputStream().readAllBytes()).isEqualTo(ascii("late"));
        }
        assertThat(Limit.take(late.events)).isEqualTo("hello");
        assertThat(Limit.await(late.closed)).isEqualTo(Closed.finished());
    }

    @Test
    void thousandConnectionsAreServedAtOnce() throws Exception {
        Listener listener = rig.listen(Scribe.Echo::new);
        List<Socket> peers = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                peers.add(Rig.connect(listener));
            }
            for (int round = 0; round < 2; round++) {
                for (int i = 0; i < peers.size(); i++) {
                    peers.get(i).getOutputStream().write(ascii(round + ":%05d".formatted(i)));
                }
                for (int i = 0; i < peers.size(); i++) {
                    assertThat(read(peers.get(i), 7)).isEqualTo(round + ":%05d".formatted(i));
                }
            }
        } finally {
            for (Socket peer : peers) {
                peer.close();
            }
        }
    }

    @Test
    void anAbortFromAnotherThreadIsSeenAsAResetWhileAllSleep() throws Exception {
        Scribe scribe = new Scribe();
        Listener listener = rig.listen(() -> scribe);
        try (Socket peer = Rig.connect(listener)) {
            peer.getOutputStream().write(ascii("x"));
            Limit.take(scribe.events);
            Connection connection = Limit.await(scribe.opened);
            connection.abort("enough");
            assertThatThrownBy(() -> peer.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThat(Limit.await(scribe.closed)).isEqualTo(new Closed.Aborted("enough"));
        }
    }

    @Test
    void aResetByThePeerIsToldWithItsCause() throws Exception {
        Scribe scribe = new Scribe();
        Listener listener = rig.listen(() -> scribe);
        try (Socket peer = Rig.connect(listener)) {
            Limit.await(scribe.opened);
            peer.setSoLinger(true, 0);
        }
        assertThat(Limit.await(scribe.closed)).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void anExceptionInACallbackEndsItsConnectionAndNoOther() throws Exception {
        IllegalStateException thrown = new IllegalStateException("broken handler");
        BlockingQueue<Scribe> scribes = new LinkedBlockingQueue<>();
        Listener listener =
                rig.listen(
                        () -> {
                            Scribe scribe =
                                    new Scribe() {
                                        @Override
                                        public void received(ByteBuffer in) throws Exception {
                                            if (in.get(in.position()) == '!') {
                                                throw thrown;
                                            }
                                            super.received(in);
                                        }
                                    };
                            scribes.add(scribe);
                            return scribe;
                        });
        try (Socket bad = Rig.connect(listener);
                Socket good = Rig.connect(listener)) {
            Scribe first = Limit.take(scribes);
            Scribe second = Limit.take(scribes);
            bad.getOutputStream().write(ascii("!"));
            assertThatThrownBy(() -> bad.getInputStream().read())
                    .isInstanceOf(SocketException.class);
            assertThat(Limit.await(first.closed)).isEqualTo(new Closed.Failed(thrown));
            good.getOutputStream().write(ascii("fine"));
            assertThat(Limit.take(second.events)).isEqualTo("fine");
            assertThat(second.closed).isNotDone();
        }
    }

    @Test
    void aDeadlineIsToldToAnIdleConnection() throws Exception {
        CompletableFuture<Long> late = new CompletableFuture<>();
        Scribe scribe =
                new Scribe() {
                    @Override
                    public void opened(Connection connection) throws Exception {
                        super.opened(connection);
                        connection.deadline(connection.nanoTime() + 1_000_000);
                    }

                    @Override
                    public void deadline(long now) {
                        late.complete(now);
                    }
                };
        Listener listener = rig.listen(() -> scribe);
        try (Socket _ = Rig.connect(listener)) {
            assertThat(Limit.await(late)).isLessThanOrEqualTo(rig.engine.nanoTime());
        }
    }

    @Test
    void aDeadlineThatIsMovedForwardComesFirst() throws Exception {
        CompletableFuture<Long> late = new CompletableFuture<>();
        Scribe scribe =
                new Scribe() {
                    @Override
                    public void opened(Connection connection) throws Exception {
                        connection.deadline(connection.nanoTime() + TimeUnit.HOURS.toNanos(1));
                        super.opened(connection);
                    }

                    @Override
                    public void deadline(long now) {
                        late.complete(now);
                    }
                };
        Listener listener = rig.listen(() -> scribe);
        try (Socket _ = Rig.connect(listener)) {
            Connection connection = Limit.await(scribe.opened);
            connection.execute(() -> connection.deadline(connection.nanoTime()));
            Limit.await(late);
        }
    }

    @Test
    void aTaskFromAnotherThreadRunsAsDriver() throws Exception {
        Scribe scribe = new Scribe();
        Listener listener = rig.listen(() -> scribe);
        try (Socket peer = Rig.connect(listener)) {
            Connection connection = Limit.await(scribe.opened);
            assertThat(connection.execute(() -> connection.output(4).put(ascii("task")))).isTrue();
            assertThat(read(peer, 4)).isEqualTo("task");
        }
    }

    @Test
    void aLentBodyReadsAndWritesAsStreams() throws Exception {
        Listener listener =
                rig.listen(
                        () ->
                                lending(
                                        loan -> {
                                            InputStream in = loan.inputStream();
                                            byte[] line = in.readNBytes(5);
                                            loan.outputStream().write(line);
                                            loan.outputStream().flush();
                                            loan.outputStream().write(in.readNBytes(100_000));
                                            loan.close();
                                        }));
        try (Socket peer = Rig.connect(listener)) {
            peer.getOutputStream().write(ascii("hello"));
            assertThat(read(peer, 5)).isEqualTo("hello");
            peer.getOutputStream().write(new byte[100_000]);
            assertThat(peer.getInputStream().readAllBytes()).hasSize(100_000);
        }
    }

    @Test
    void aWaitInALoanEndsAtItsDeadline() throws Exception {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Scribe scribe =
                lending(
                        loan -> {
                            try {
                                loan.awaitInput(loan.nanoTime() + 1_000_000);
                            } catch (ConnectionTimeoutException e) {
                                thrown.complete(e);
                            }
                        });
        Listener listener = rig.listen(() -> scribe);
        try (Socket peer = Rig.connect(listener)) {
            Limit.await(thrown);
            peer.getOutputStream().write(ascii("still there"));
            assertThat(Limit.take(scribe.events)).isEqualTo("still there");
        }
    }

    @Test
    void aLoanThatLastsTooLongIsAborted() throws Exception {
        Rig strict = new Rig(Settings.defaults().with(StreamLimits.MAX_LOAN, Duration.ofMillis(1)));
        Scribe scribe = lending(loan -> new CountDownLatch(1).await());
        Listener listener = strict.listen(() -> scribe);
        try (Socket _ = Rig.connect(listener)) {
            assertThat(Limit.await(scribe.closed)).isInstanceOf(Closed.Aborted.class);
        }
        strict.stop();
    }

    @Test
    void anAbortEndsTheWaitOfALoan() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Scribe scribe =
                lending(
                        loan -> {
                            entered.countDown();
                            try {
                                loan.awaitInput(Long.MAX_VALUE);
                            } catch (IOException | InterruptedException e) {
                                thrown.complete(e);
                            }
                        });
        Listener listener = rig.listen(() -> scribe);
        try (Socket _ = Rig.connect(listener)) {
            Limit.await(entered); // aborted earlier, the body would not run at all
            Limit.await(scribe.opened).abort("enough");
            assertThat(Limit.await(thrown))
                    .isInstanceOfAny(ConnectionAbortedException.class, InterruptedException.class);
            assertThat(Limit.await(scribe.closed)).isEqualTo(new Closed.Aborted("enough"));
        }
    }

    @Test
    void aTaskRunsWhileALoanWaits() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        Scribe scribe = lending(loan -> loan.awaitInput(Long.MAX_VALUE));
        Listener listener = rig.listen(() -> scribe);
        try (Socket _ = Rig.connect(listener)) {
            Limit.await(scribe.opened).execute(ran::countDown);
            Limit.await(ran);
        }
    }

    @Test
    void inputDuringALoanThatDoesNotReadIsDeliveredAfterIt() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Scribe scribe = lending(loan -> Limit.await(release));
        Listener listener = rig.listen(() -> scribe);
        try (Socket peer = Rig.connect(listener)) {
            Limit.await(scribe.opened);
            peer.getOutputStream().write(ascii("kept"));
            release.countDown();
            assertThat(Limit.take(scribe.events)).isEqualTo("kept");
        }
    }

    @Test
    void factsAreKnownAlsoAfterTheEnd() throws Exception {
        Scribe scribe = new Scribe();
        Listener listener = rig.listen(() -> scribe);
        Connection connection;
        try (Socket peer = Rig.connect(listener)) {
            connection = Limit.await(scribe.opened);
            assertThat(connection.info(Info.REMOTE_ADDRESS)).contains(peer.getLocalSocketAddress());
        }
        Limit.await(scribe.closed);
        assertThat(connection.info(Info.LOCAL_ADDRESS)).contains(listener.address());
        assertThat(connection.info(Info.LISTENER)).contains(listener.address());
        assertThat(connection.info(Info.TRANSPORT)).contains("loom");
        assertThat(connection.info(new Info<>("weather", String.class))).isEmpty();
    }

    private interface Lent {
        void run(BlockingConnection loan) throws Exception;
    }

    private static Scribe lending(Lent body) {
        return new Scribe() {
            @Override
            public void opened(Connection connection) throws Exception {
                super.opened(connection);
                connection.lend(body::run);
            }

            @Override
            public void received(ByteBuffer in) throws Exception {
                if (in.hasRemaining()) {
                    super.received(in);
                }
            }
        };
    }
}
