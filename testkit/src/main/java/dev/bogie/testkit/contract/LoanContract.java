package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionTimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Blocking code as the driver: it reads, writes and waits, and everything else waits for it. */
public abstract class LoanContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected LoanContract() {}

    /** A body reads what comes and answers, in a straight line. */
    @Test
    public void aBodyReadsAndWrites() {
        RecordingHandler server = rig.server();
        server.on(Call.OPENED, c -> c.lend(server.body(LoanContract::echoLines)));
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("one\ntw");
        client.seen().awaitText("one\n");
        client.send("o\n");
        client.seen().awaitText("one\ntwo\n");
        client.inTurn(rig::end);
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals(0, server.seen().count(Call.RECEIVED));
    }

    /** Answers each line, and leaves what is none. */
    private static void echoLines(BlockingConnection c) throws Exception {
        do {
            ByteBuffer in = c.input();
            for (int at = in.position(); at < in.limit(); at++) {
                if (in.get(at) == '\n') {
                    int length = at + 1 - in.position();
                    c.write(in.slice(in.position(), length), null);
                    in.position(at + 1);
                }
            }
        } while (c.awaitInput(Long.MAX_VALUE));
    }

    /** The two streams of a loan are enough for a protocol in straight lines. */
    @Test
    public void aBodyMayUseStreams() {
        rig.assume(Capability.HALF_CLOSE);
        byte[] all = new byte[500_000];
        new Random(5).nextBytes(all);
        RecordingHandler server = rig.server();
        server.on(
                Call.OPENED,
                c ->
                        c.lend(
                                server.body(
                                        b -> {
                                            long n = b.inputStream().transferTo(b.outputStream());
                                            assertEquals(all.length, n);
                                            assertEquals(-1, b.inputStream().read());
                                        })));
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.inTurn(
                c -> {
                    c.write(ByteBuffer.wrap(all), null);
                    c.end();
                });
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        assertArrayEquals(all, client.seen().bytes());
    }

    /** {@code input()} is what is unread when the loan begins: no wait for a small request. */
    @Test
    public void whatIsUnreadIsThereWhenALoanBegins() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    if (in.remaining() == 3) {
                        in.get();
                        c.lend(
                                b -> {
                                    seen.add(
                                            StandardCharsets.ISO_8859_1
                                                    .decode(b.input())
                                                    .toString());
                                });
                    }
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("xyz");
        rig.settle(server);
        client.inTurn(c -> c.close());
        server.seen().awaitClosed();
        assertEquals("yz", String.join("", seen));
    }

    /**
     * What a body leaves unread is delivered after the loan. Broken by a loan that keeps its own.
     */
    @Test
    public void whatIsUnreadAfterALoanIsDeliveredAgain() {
        RecordingHandler server = rig.server();
        server.on(
                Call.OPENED,
                c ->
                        c.lend(
                                b -> {
                                    while (b.input().remaining() < 4) {
                                        assertTrue(b.awaitInput(Long.MAX_VALUE));
                                    }
                                    b.input().get();
                                }));
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("abcd");
        server.seen().awaitText("bcd");
    }

    /** The end of the input is false for who waits, and is told to the handler after the loan. */
    @Test
    public void theEndIsToldToTheBodyAndThenToTheHandler() {
        RecordingHandler server = rig.server();
        server.on(
                Call.OPENED,
                c ->
                        c.lend(
                                server.body(
                                        b -> {
                                            while (b.awaitInput(Long.MAX_VALUE)) {}
                                            assertFalse(b.awaitInput(Long.MAX_VALUE));
                                        })));
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("rest");
        client.inTurn(rig::end);
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals("rest", server.seen().text());
        assertEquals(1, server.seen().count(Call.INPUT_ENDED));
        assertEquals(1, server.seen().count(Call.PEER_ENDED));
    }

    /** A wait that takes too long says so, and the connection is as before. */
    @Test
    public void aWaitTimesOutAndTheConnectionGoesOn() {
        RecordingHandler server = rig.server().echoing();
        RecordingHandler client = rig.joined(server);
        CompletableFuture<Boolean> timedOutInTime =
                rig.lend(
                        server,
                        b -> {
                            long at = b.nanoTime() + 10_000_000;
                            timesOut(() -> b.awaitInput(at));
                            return b.nanoTime() - at >= 0;
                        });
        assertTrue(Patience.await(timedOutInTime));
        client.send("on");
        client.seen().awaitText("on");
    }

    /**
     * A body that writes more than its peer takes waits, and goes on when the peer does. Broken by
     * a wait that is woken by input only.
     */
    @Test
    public void aBodyWaitsForASlowPeer() {
        RecordingHandler client = rig.client().on(Call.OPENED, c -> c.pauseInput());
        RecordingHandler server = rig.server();
        rig.join(client, server);
        long before = Flood.untilStuck(rig, server, client);
        CompletableFuture<Integer> written =
                rig.lend(
                        server,
                        b -> {
                            for (int i = 0; i < 20; i++) {
                                b.awaitWritable(Long.MAX_VALUE);
                                assertTrue(b.isWritable());
                                b.write(ByteBuffer.allocate(100_000), null);
                            }
                            b.awaitFlushed(Long.MAX_VALUE);
                            assertEquals(0, b.pending());
                            return 20 * 100_000;
                        });
        server.inTurn(c -> assertFalse(c.isWritable())); // runs where the body waits
        client.inTurn(c -> c.resumeInput());
        client.seen().awaitBytes((int) before + Patience.await(written));
    }

    /** A wait for the peer to take something times out like any other. */
    @Test
    public void aWaitToWriteTimesOut() {
        RecordingHandler client = rig.client().on(Call.OPENED, c -> c.pauseInput());
        RecordingHandler server = rig.server();
        rig.join(client, server);
        long all = Flood.untilStuck(rig, server, client);
        CompletableFuture<Boolean> timedOut =
                rig.lend(
                        server,
                        b -> {
                            timesOut(() -> b.awaitWritable(b.nanoTime() + 10_000_000));
                            timesOut(() -> b.awaitFlushed(b.nanoTime() + 10_000_000));
                            return true;
                        });
        assertTrue(Patience.await(timedOut));
        client.inTurn(c -> c.resumeInput());
        client.seen().awaitBytes((int) all);
    }

    private static void timesOut(Executable wait) {
        assertThrows(ConnectionTimeoutException.class, wait);
    }

    /**
     * A flush in a loan sends at once: the body may go on to block elsewhere. Broken by sending
     * only where the body waits.
     */
    @Test
    public void aFlushInALoanSendsBeforeTheBodyGoesOn() {
        CountDownLatch received = new CountDownLatch(1);
        RecordingHandler client = rig.client();
        client.onReceived(
                (c, in) -> {
                    client.consume(in);
                    received.countDown();
                });
        RecordingHandler server = rig.server();
        rig.join(client, server);
        CompletableFuture<Boolean> done =
                rig.lend(
                        server,
                        b -> {
                            b.output(2).put(new byte[] {'h', 'i'});
                            b.flush();
                            Patience.await(received);
                            return true;
                        });
        assertTrue(Patience.await(done));
    }

    /** Tasks and {@code draining} run where the body waits. Broken by a wait that only reads. */
    @Test
    public void tasksAndDrainingRunInsideWaits() {
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.joined(server);
        CompletableFuture<Boolean> unused = rig.lend(server, b -> waitForTheEnd(b));
        server.inTurn(c -> c.write(ByteBuffer.wrap(new byte[] {'!'}), null));
        client.seen().awaitText("!");
        server.connection().drain(server.connection().nanoTime() + 60_000_000_000L);
        server.seen().awaitCall(Call.DRAINING);
        assertEquals(0, server.seen().count(Call.RECEIVED));
        client.inTurn(rig::end);
        server.seen().awaitClosed();
    }

    private static boolean waitForTheEnd(BlockingConnection b) throws Exception {
        while (b.awaitInput(Long.MAX_VALUE)) {}
        return true;
    }

    /** What came while the body did not wait runs after the loan. */
    @Test
    public void tasksThatABodyDoesNotWaitForRunAfterTheLoan() {
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        CountDownLatch release = rig.block(server);
        CompletableFuture<Long> ran = new CompletableFuture<>();
        assertTrue(server.tell(c -> ran.complete(release.getCount())));
        rig.roundTrip();
        assertFalse(ran.isDone());
        release.countDown();
        assertEquals(0, Patience.await(ran));
    }

    /**
     * A deadline that passed during a loan is told right after it; one that the body moved is not.
     */
    @Test
    public void aDeadlineIsNotToldDuringALoan() {
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        server.inTurn(
                c -> {
                    c.deadline(c.nanoTime() + 1_000_000);
                    c.lend(
                            server.body(
                                    b -> {
                                        long until = b.nanoTime() + 60_000_000;
                                        timesOut(() -> b.awaitInput(until));
                                        b.deadline(Long.MAX_VALUE);
                                        done.complete(true);
                                    }));
                });
        assertTrue(Patience.await(done));
        rig.settle(server);
        assertEquals(0, server.seen().count(Call.DEADLINE));
    }

    /** A switch in a loan takes effect at its end. */
    @Test
    public void aSwitchInALoanTakesEffectAtItsEnd() {
        RecordingHandler next = rig.handler("next").echoing();
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.joined(server);
        CompletableFuture<List<Call>> told =
                rig.lend(
                        server,
                        b -> {
                            assertTrue(b.awaitInput(Long.MAX_VALUE));
                            b.switchTo(next);
                            return next.seen().calls();
                        });
        client.send("xy");
        assertEquals(List.of(), Patience.await(told));
        client.seen().awaitText("xy");
        assertEquals("xy", next.seen().text());
    }

    /** A close in a loan takes effect at its end: what the body goes on to do is refused. */
    @Test
    public void aCloseInALoanTakesEffectAtItsEnd() {
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.joined(server);
        CompletableFuture<IllegalStateException> refused =
                rig.lend(
                        server,
                        b -> {
                            b.output(3).put(new byte[] {'b', 'y', 'e'});
                            b.close();
                            return assertThrows(IllegalStateException.class, () -> b.output(1));
                        });
        IllegalStateException unused = Patience.await(refused);
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals("bye", client.seen().text());
    }
}
