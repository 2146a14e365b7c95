package dev.bogie.transport.nio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionAbortedException;

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
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** What a loan costs, and what reaches it. */
@ParameterizedClass(name = "{0} loops")
@ValueSource(strings = {"platform", "virtual"})
class LoanTest {
    @Parameter String loopThreads;

    private Fixture nio;
    private Loop loop;

    @BeforeEach
    void start() throws IOException {
        nio =
                new Fixture(
                        new TestContext()
                                .with(NioTransport.LOOP_THREADS, loopThreads)
                                .with(NioTransport.LOOPS, 1L),
                        ServerSocketChannel::accept);
        loop = nio.engine.loops().getFirst();
    }

    @AfterEach
    void everythingIsGivenBack() throws Exception {
        nio.closeAndCheck();
    }

    /** Lends for each delivery. */
    private static final class Lender extends Recorder {
        private final Body body;
        private Connection connection;

        interface Body {
            void run(BlockingConnection connection) throws Exception;
        }

        Lender(Body body) {
            this.body = body;
        }

        @Override
        public void opened(Connection opened) throws Exception {
            connection = opened;
            super.opened(opened);
        }

        @Override
        public void received(ByteBuffer in) {
            if (in.hasRemaining()) {
                connection.lend(body::run);
            }
        }
    }

    private static void echoUnread(BlockingConnection connection) {
        connection.write(connection.input(), null);
    }

    /** Waits until the threads of all loans have ended. */
    private void joinLoans() throws InterruptedException {
        for (Thread thread : nio.context.threads) {
            if (thread.getName().equals("nio-loan")) {
                assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
            }
        }
    }

    private void exchange(Socket socket) throws Exception {
        socket.getOutputStream().write('x');
        assertThat(socket.getInputStream().read()).isEqualTo('x');
        joinLoans();
    }

    @Test
    void aQuietLoanWakesNobodyAndChangesNoInterest() throws Exception {
        try (Socket socket = Fixture.socket(nio.listen(() -> new Lender(LoanTest::echoUnread)))) {
            exchange(socket);
            long wakeups = loop.wakeups();
            long changes = loop.interestChanges();

            for (int i = 0; i < 50; i++) {
                exchange(socket);
            }

            assertThat(loop.wakeups()).isEqualTo(wakeups);
            assertThat(loop.interestChanges()).isEqualTo(changes);
        }
    }

    @Test
    void inputThatOvertakesALoanIsSeenOnceAndDeliveredAfterIt() throws Exception {
        CompletableFuture<Void> lent = new CompletableFuture<>();
        CountDownLatch release = new CountDownLatch(1);
        Lender lender =
                new Lender(
                        connection -> {
                            lent.complete(null);
                            release.await();
                            echoUnread(connection);
                        });
        try (Socket socket = Fixture.socket(nio.listen(() -> lender))) {
            socket.getOutputStream().write('a');
            Recorder.get(lent);
            long changes = loop.interestChanges();

            socket.getOutputStream().write('b');
            while (loop.interestChanges() == changes) {
                Thread.onSpinWait();
            }
            socket.getOutputStream().write('c');

            assertThat(nio.roundsOf(loop, 100)).isLessThanOrEqualTo(2 * 100 + 2);
            assertThat(loop.interestChanges()).isEqualTo(changes + 1);
            release.countDown();
            assertThat(socket.getInputStream().readNBytes(3)).asString().isEqualTo("abc");
        }
    }

    @Test
    void aBodyThatWaitsGetsItsInput() throws Exception {
        Lender lender =
                new Lender(
                        connection -> {
                            do {
                                echoUnread(connection);
                            } while (connection.awaitInput(Long.MAX_VALUE));
                        });
        try (Socket socket = Fixture.socket(nio.listen(() -> lender))) {
            for (int i = 0; i < 50; i++) {
                socket.getOutputStream().write(i);
                assertThat(socket.getInputStream().read()).isEqualTo(i);
            }
            socket.shutdownOutput();

            assertThat(socket.getInputStream().read()).isNegative();
            assertThat(Recorder.get(lender.closed)).isEqualTo(Closed.finished());
        }
    }

    @Test
    void aBodyThatWaitsRunsTasks() throws Exception {
        CompletableFuture<Void> waits = new CompletableFuture<>();
        Lender lender =
                new Lender(
                        connection -> {
                            connection.input().get();
                            waits.complete(null);
                            connection.awaitInput(Long.MAX_VALUE);
                        });
        try (Socket socket = Fixture.socket(nio.listen(() -> lender))) {
            socket.getOutputStream().write('x');
            Recorder.get(waits);
            lender.send("from a task");

            assertThat(socket.getInputStream().readNBytes(11)).asString().isEqualTo("from a task");
        }
    }

    @Test
    void aBodyThatWritesMoreThanThePeerReadsWaitsForIt() throws Exception {
        int blocks = 4_096;
        Lender lender =
                new Lender(
                        connection -> {
                            connection.input().get();
                            byte[] block = new byte[4_096];
                            for (int i = 0; i < blocks; i++) {
                                connection.outputStream().write(block);
                            }
                            connection.close();
                        });
        try (Socket socket = Fixture.socket(nio.listen(() -> lender))) {
            socket.getOutputStream().write('x');
            long read = socket.getInputStream().skip(Long.MAX_VALUE);

            assertThat(read).isEqualTo(blocks * 4_096L);
        }
    }

    @Test
    void anAbortEndsAWaitAndThePeerSeesIt() throws Exception {
        CompletableFuture<Void> waits = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Lender lender =
                new Lender(
                        connection -> {
                            connection.input().get();
                            waits.complete(null);
                            try {
                                connection.awaitInput(Long.MAX_VALUE);
                            } catch (Exception e) {
                                thrown.complete(e);
                                throw e;
                            }
                        });
        try (Socket socket = Fixture.socket(nio.listen(() -> lender))) {
            socket.getOutputStream().write('x');
            Recorder.get(waits);
            Recorder.get(lender.opened).abort("for a test");

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class);
            assertThat(Recorder.get(thrown))
                    .isInstanceOf(ConnectionAbortedException.class)
                    .hasMessage("for a test");
            assertThat(Recorder.get(lender.closed)).isEqualTo(new Closed.Aborted("for a test"));
        }
    }

    @Test
    void thePeerSeesAnAbortThoughTheBodyBlocksElsewhere() throws Exception {
        CompletableFuture<Void> blocks = new CompletableFuture<>();
        CountDownLatch release = new CountDownLatch(1);
        Lender lender =
                new Lender(
                        _ -> {
                            blocks.complete(null);
                            DrainTest.awaitDeaf(release);
                        });
        try (Socket socket = Fixture.socket(nio.listen(() -> lender))) {
            socket.getOutputStream().write('x');
            Recorder.get(blocks);
            Recorder.get(lender.opened).abort("for a test");

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class);
            assertThat(lender.closed).isNotDone();
        } finally {
            release.countDown();
        }
        assertThat(Recorder.get(lender.closed)).isEqualTo(new Closed.Aborted("for a test"));
    }
}
