package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Blocking;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionResetException;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Loans that end otherwise than by returning, and what must not be done with them. */
public abstract class LoanEndContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected LoanEndContract() {}

    /** A body that throws fails its connection with that cause. */
    @Test
    public void aBodyThatThrowsFailsItsConnection() {
        IOException cause = new IOException("meant to fail");
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.joined(server);
        CompletableFuture<Boolean> unused =
                rig.lend(
                        server,
                        b -> {
                            throw cause;
                        });
        assertEquals(new Closed.Failed(cause), server.seen().awaitClosed());
        rig.awaitBrokenOff(client);
    }

    /** Loans do not nest, and there is one per callback. */
    @Test
    public void loansDoNotNest() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        server.inTurn(
                c -> {
                    c.lend(
                            b -> {
                                assertThrows(IllegalStateException.class, () -> b.lend(x -> {}));
                                assertThrows(IllegalStateException.class, () -> c.lend(x -> {}));
                                done.complete(true);
                            });
                    assertThrows(IllegalStateException.class, () -> c.lend(x -> {}));
                });
        assertTrue(Patience.await(done));
        rig.settle(server);
    }

    /** A loan is dead after its body: who keeps it cannot wait on a loop by mistake. */
    @Test
    public void aLoanIsDeadAfterItsBody() {
        CompletableFuture<BlockingConnection> kept = new CompletableFuture<>();
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        server.inTurn(c -> c.lend(kept::complete));
        BlockingConnection dead = Patience.await(kept);
        rig.settle(server);
        server.inTurn(
                c -> {
                    assertThrows(IllegalStateException.class, dead::input);
                    assertThrows(IllegalStateException.class, () -> dead.awaitInput(0));
                    assertThrows(IllegalStateException.class, () -> dead.awaitWritable(0));
                    assertThrows(IllegalStateException.class, () -> dead.awaitFlushed(0));
                    assertThrows(IllegalStateException.class, () -> dead.output(1));
                    assertThrows(IllegalStateException.class, dead::close);
                });
    }

    /** A loan belongs to its thread: another one that waits on it would break both. */
    @Test
    public void aLoanBelongsToItsThread() {
        CompletableFuture<IllegalStateException> refused = new CompletableFuture<>();
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        CompletableFuture<Boolean> ended =
                rig.lend(
                        server,
                        b -> {
                            Executable wait = () -> b.awaitInput(0);
                            Runnable trespass =
                                    () ->
                                            refused.complete(
                                                    assertThrows(
                                                            IllegalStateException.class, wait));
                            Patience.join(Thread.ofPlatform().start(trespass));
                            return true;
                        });
        assertTrue(Patience.await(ended));
        assertTrue(refused.isDone());
    }

    /** An abort ends a wait with its reason. Broken by a thread that stays parked. */
    @Test
    public void anAbortEndsAWait() {
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.joined(server);
        CompletableFuture<Exception> thrown =
                rig.lend(server, b -> failure(b, ConnectionAbortedException.class));
        server.inTurn(c -> {}); // runs where the body waits
        server.connection().abort("the reason");
        assertEquals("the reason", Patience.await(thrown).getMessage());
        assertEquals(new Closed.Aborted("the reason"), server.seen().awaitClosed());
        rig.awaitBrokenOff(client);
    }

    /** What an endless wait for input ends with. */
    private static Exception failure(BlockingConnection b, Class<? extends Exception> kind) {
        return assertThrows(kind, () -> b.awaitInput(Long.MAX_VALUE));
    }

    /**
     * An abort interrupts a body that blocks elsewhere, the peer sees it at once, and {@code
     * closed} comes when the body has returned. Broken by leaving the channel to the borrower.
     */
    @Test
    public void anAbortInterruptsABodyThatBlocksElsewhere() {
        CompletableFuture<Boolean> blocked = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CountDownLatch release = new CountDownLatch(1);
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.joined(server);
        CompletableFuture<Boolean> unused =
                rig.lend(
                        server,
                        b -> {
                            blocked.complete(true);
                            interrupted.complete(isInterrupted());
                            Rig.awaitStubbornly(release);
                            return true;
                        });
        assertTrue(Patience.await(blocked));
        server.connection().abort("now");
        rig.awaitBrokenOff(client);
        assertTrue(Patience.await(interrupted));
        assertNull(server.seen().how(), "closed comes after the body");
        release.countDown();
        assertEquals(new Closed.Aborted("now"), server.seen().awaitClosed());
    }

    /** Blocks until it is interrupted. */
    private static boolean isInterrupted() {
        try {
            new CountDownLatch(1).await();
            return false;
        } catch (InterruptedException expected) {
            return true;
        }
    }

    /** A reset by the peer ends a wait, and is the cause that is told. */
    @Test
    public void aResetEndsAWait() {
        rig.assumeThatResetsAreTold();
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.joined(server);
        CompletableFuture<Exception> thrown =
                rig.lend(server, b -> failure(b, ConnectionResetException.class));
        server.inTurn(c -> {}); // runs where the body waits
        client.connection().abort("gone");
        assertInstanceOf(ConnectionResetException.class, Patience.await(thrown));
        rig.awaitBrokenOff(server);
    }

    /**
     * The peer's end and reset are seen after a loan that did not look. Broken by an event of the
     * poller that came during the loan and was thrown away.
     */
    @Test
    public void whatThePeerDidDuringALoanIsSeenAfterIt() {
        for (boolean reset : new boolean[] {true, false}) {
            RecordingHandler server = rig.server();
            RecordingHandler client = rig.joined(server);
            CountDownLatch release = rig.block(server);
            if (reset) {
                client.connection().abort("gone");
                client.seen().awaitClosed();
            } else {
                client.send("last words");
                client.inTurn(rig::end);
            }
            rig.roundTrip();
            release.countDown();
            Closed how = server.seen().awaitClosed();
            if (reset) {
                rig.awaitBrokenOff(server);
            } else {
                assertEquals(Closed.finished(), how);
                assertEquals("last words", server.seen().text());
            }
        }
    }

    /**
     * An interrupt that is no abort is an InterruptedException, and the connection is as before.
     */
    @Test
    public void anInterruptEndsAWaitAndNothingElse() {
        RecordingHandler server = rig.server().echoing();
        RecordingHandler client = rig.joined(server);
        CompletableFuture<Boolean> interrupted =
                rig.lend(
                        server,
                        b -> {
                            Thread.currentThread().interrupt();
                            Exception unused = failure(b, InterruptedException.class);
                            Thread.currentThread().interrupt();
                            assertThrows(
                                    InterruptedIOException.class, () -> b.inputStream().read());
                            return Thread.currentThread().isInterrupted();
                        });
        assertTrue(Patience.await(interrupted));
        client.send("x");
        client.seen().awaitText("x");
    }

    /**
     * A loan has a limit, which ends its waits as an abort does; the reason names the setting.
     * Where threads start late the limit may be over before the body begins, and then it never
     * does.
     */
    @Test
    public void aLoanThatWaitsTooLongIsAborted() {
        rig.set(StreamLimits.MAX_LOAN, Duration.ofMillis(50));
        CompletableFuture<Boolean> began = new CompletableFuture<>();
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        CompletableFuture<Exception> thrown =
                rig.lend(
                        server,
                        b -> {
                            began.complete(true);
                            return failure(b, ConnectionAbortedException.class);
                        });
        assertAbortedByLimit(server);
        if (began.isDone()) {
            assertTrue(Patience.await(thrown).toString().contains("max-loan"));
        }
    }

    /** The limit reaches a body that blocks elsewhere, too. */
    @Test
    public void aLoanThatBlocksElsewhereTooLongIsInterrupted() {
        rig.set(StreamLimits.MAX_LOAN, Duration.ofMillis(50));
        CompletableFuture<Boolean> began = new CompletableFuture<>();
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        CompletableFuture<Boolean> interrupted =
                rig.lend(
                        server,
                        b -> {
                            began.complete(true);
                            return isInterrupted();
                        });
        assertAbortedByLimit(server);
        if (began.isDone()) {
            assertTrue(Patience.await(interrupted));
        }
    }

    private static void assertAbortedByLimit(RecordingHandler server) {
        Closed.Aborted how = assertInstanceOf(Closed.Aborted.class, server.seen().awaitClosed());
        assertTrue(how.reason().contains("max-loan"), how::reason);
    }

    /** A body may say that it has no limit. */
    @Test
    public void aBodyMayHaveALimitOfItsOwn() {
        rig.set(StreamLimits.MAX_LOAN, Duration.ofMillis(20));
        RecordingHandler server = rig.server().echoing();
        RecordingHandler client = rig.client();
        rig.join(client, server);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        server.inTurn(
                c ->
                        c.lend(
                                new Blocking() {
                                    @Override
                                    public void run(BlockingConnection b) throws Exception {
                                        assertThrows(
                                                ConnectionTimeoutException.class,
                                                () -> b.awaitInput(b.nanoTime() + 100_000_000));
                                        done.complete(true);
                                    }

                                    @Override
                                    public Optional<Duration> maxLoan() {
                                        return Optional.of(Duration.ZERO);
                                    }
                                }));
        assertTrue(Patience.await(done));
        client.send("x");
        client.seen().awaitText("x");
    }

    /**
     * Bodies that block hold up nobody: more than there are processors, and everybody else goes on.
     */
    @Test
    public void manyBlockedBodiesHoldUpNobody() {
        List<RecordingHandler> servers = new ArrayList<>();
        List<CountDownLatch> blocked = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            RecordingHandler server = rig.server();
            rig.join(rig.client(), server);
            servers.add(server);
            blocked.add(rig.block(server));
        }
        rig.roundTrip();
        blocked.forEach(CountDownLatch::countDown);
        servers.forEach(rig::settle);
    }

    /**
     * Input that overtakes a loan does not have the loop spin: its first readiness clears the
     * interest until the loan ends. Needs {@link TransportContract#loopTurns}.
     */
    @Test
    public void inputThatOvertakesALoanDoesNotSpin() {
        OptionalLong counted = rig.subject().loopTurns(rig.engine());
        Assumptions.assumeTrue(
                counted.isPresent(), "this transport does not count its loops' turns");
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.joined(server);
        CountDownLatch release = rig.block(server);
        client.send("overtakes");
        rig.roundTrip();
        long before = rig.subject().loopTurns(rig.engine()).orElseThrow();
        rig.passTime(Duration.ofMillis(100));
        long turns = rig.subject().loopTurns(rig.engine()).orElseThrow() - before;
        release.countDown();
        server.seen().awaitText("overtakes");
        assertTrue(turns < 200, turns + " turns of loops that had nothing to do");
    }
}
