package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** How connections end: in order or not, seen from both sides, always with the cause. */
public abstract class ClosingContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected ClosingContract() {}

    /**
     * {@code close} sends what is queued first; both sides have finished. Broken by closing the
     * channel with bytes still queued.
     */
    @Test
    public void closeSendsWhatIsQueuedAndBothFinish() {
        byte[] all = new byte[3_000_000];
        new Random(3).nextBytes(all);
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        server.inTurn(
                c -> {
                    c.write(ByteBuffer.wrap(all), null);
                    c.close();
                    c.close();
                });
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertArrayEquals(all, client.seen().bytes());
        assertEquals(1, client.seen().count(Call.INPUT_ENDED));
        assertEquals(0, server.seen().count(Call.INPUT_ENDED));
    }

    /** Both may close at once. Broken by a state that expects one side to be first. */
    @Test
    public void bothSidesMayCloseAtOnce() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        assertTrue(client.tell(c -> c.close()));
        boolean unused = server.tell(c -> c.close());
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
    }

    /**
     * A closing side discards what its peer still sends, so that the peer can read the last words
     * (RFC 9112 §9.6). Broken by closing at once: the system answers further bytes with a reset,
     * which destroys what was sent before it.
     */
    @Test
    public void lastWordsArriveThoughThePeerIsStillSending() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    c.output(6).put("enough".getBytes(StandardCharsets.ISO_8859_1));
                    c.close();
                });
        rig.join(client, server);
        client.send(new byte[100_000]);
        client.seen().awaitText("enough");
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
    }

    /** A peer that neither ends nor goes on does not keep a closing connection for ever. */
    @Test
    public void closingEndsAfterTheLingerTimeThoughThePeerStaysSilent() {
        rig.set(StreamLimits.LINGER_TIME, Duration.ofMillis(50));
        RecordingHandler client = rig.client().keepOpen();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        server.inTurn(c -> c.close());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        client.seen().awaitCall(Call.INPUT_ENDED);
    }

    /**
     * Who goes on sending to a peer that has closed, and lingers no more, learns it. Broken by a
     * channel that takes bytes which nobody will read.
     */
    @Test
    public void whoSendsToAPeerThatIsGoneLearnsIt() {
        rig.assume(Capability.HALF_CLOSE); // the client must go on after the end of its input
        rig.set(StreamLimits.LINGER_TIME, Duration.ofMillis(50));
        RecordingHandler client = rig.client().keepOpen();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        server.inTurn(c -> c.close());
        server.seen().awaitClosed();
        long until = System.nanoTime() + Patience.limit().toNanos();
        while (client.tell(c -> c.write(Flood.ascii("x"), null))) {
            assertTrue(System.nanoTime() - until < 0, "what nobody reads is still taken");
            rig.passTime(Duration.ofMillis(1));
        }
        rig.awaitBrokenOff(client);
    }

    /** The same when the output had been ended some time before. */
    @Test
    public void closingAfterTheEndOfTheOutputLingersNoLonger() {
        rig.assume(Capability.HALF_CLOSE);
        rig.set(StreamLimits.LINGER_TIME, Duration.ofMillis(50));
        RecordingHandler client = rig.client().keepOpen();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        server.inTurn(c -> c.end());
        client.seen().awaitCall(Call.INPUT_ENDED);
        server.inTurn(c -> c.close());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
    }

    /**
     * Where the end of one direction ends the other, {@code end} is refused by name, and nothing
     * has happened. Broken by a close in its place, which loses the answer.
     */
    @Test
    public void endingTheOutputAloneIsPossibleOrRefusedByName() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().echoing();
        rig.join(client, server);
        if (rig.subject().capabilities().contains(Capability.HALF_CLOSE)) {
            client.inTurn(c -> c.end());
            server.seen().awaitCall(Call.INPUT_ENDED);
            return;
        }
        client.inTurn(
                c -> {
                    String said =
                            assertThrows(UnsupportedOperationException.class, c::end).getMessage();
                    assertTrue(String.valueOf(said).contains("HALF_CLOSE"), "it says: " + said);
                });
        client.send("x");
        client.seen().awaitText("x");
    }

    /** A peer that takes nothing any more does not either: that end is not in order. */
    @Test
    public void closingAbortsWhenThePeerTakesNothingForTheLingerTime() {
        rig.set(StreamLimits.LINGER_TIME, Duration.ofMillis(50));
        RecordingHandler client = rig.client().on(Call.OPENED, c -> c.pauseInput());
        RecordingHandler server = rig.server();
        rig.join(client, server);
        long unused = Flood.untilStuck(rig, server, client);
        server.inTurn(c -> c.close());
        Closed.Aborted how = assertInstanceOf(Closed.Aborted.class, server.seen().awaitClosed());
        assertTrue(how.reason().contains("linger"), how::reason);
    }

    /**
     * An abort is a reset for the peer, and has its reason here; only the first counts. Broken by a
     * plain close of the channel, which the peer takes for an end in order.
     */
    @Test
    public void anAbortIsSeenAsAReset() {
        rig.assumeThatResetsAreTold();
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        server.inTurn(
                c -> {
                    c.abort("the first reason");
                    c.abort("the second reason");
                });
        assertEquals(new Closed.Aborted("the first reason"), server.seen().awaitClosed());
        Closed.PeerReset how =
                assertInstanceOf(Closed.PeerReset.class, client.seen().awaitClosed());
        assertTrue(how.cause() != null, "the cause is told");
        assertEquals(0, client.seen().count(Call.INPUT_ENDED));
    }

    /**
     * An abort from any thread of a connection on which nothing happens reaches the peer at once.
     * Broken by a descriptor that only a selector's next turn frees: the peer learns nothing until
     * something else wakes it.
     */
    @Test
    public void anAbortFromElsewhereOfAnIdleConnectionReachesThePeerAtOnce() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        client.send("x");
        server.seen().awaitText("x");
        server.connection().abort("from a thread of the test");
        rig.awaitBrokenOff(client);
        assertEquals(new Closed.Aborted("from a thread of the test"), server.seen().awaitClosed());
    }

    /** An abort in the middle of much traffic ends both sides as any other. */
    @Test
    public void anAbortOfABusyConnectionEndsIt() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(client, server);
        long unused = Flood.untilNotWritable(client);
        client.connection().abort("busy");
        assertEquals(new Closed.Aborted("busy"), client.seen().awaitClosed());
        boolean unusedToo = server.tell(c -> c.resumeInput()); // if it does not know already
        rig.awaitBrokenOff(server);
    }

    /**
     * A reset is seen while the handler has paused its input. Broken by watching for nothing in a
     * pause.
     */
    @Test
    public void aResetIsSeenWhilePaused() {
        rig.assumeThatResetsAreTold();
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(client, server);
        client.connection().abort("gone");
        rig.awaitBrokenOff(server);
    }

    /** A handler may close when told that its peer has left, though its input is paused. */
    @Test
    public void aHandlerMayCloseOnTheAdviceThatItsPeerHasEnded() {
        RecordingHandler client = rig.client();
        RecordingHandler server =
                rig.server()
                        .on(Call.OPENED, c -> c.pauseInput())
                        .on(Call.PEER_ENDED, c -> c.close());
        rig.join(client, server);
        client.inTurn(rig::end);
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        assertEquals(List.of(Call.OPENED, Call.PEER_ENDED, Call.CLOSED), server.seen().calls());
    }

    /**
     * After {@code closed} the connection takes no task, and everything else does nothing or is
     * refused; facts may still be asked for.
     */
    @Test
    public void afterClosedNothingHappensAnyMore() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        client.inTurn(c -> c.close());
        client.seen().awaitClosed();
        server.seen().awaitClosed();
        Connection c = server.connection();
        assertFalse(c.execute(() -> {}));
        c.abort("too late");
        c.drain(c.nanoTime());
        assertTrue(c.info(Info.TRANSPORT).isPresent());
        assertThrows(IllegalStateException.class, () -> c.output(1));
        rig.roundTrip();
        assertEquals(Closed.finished(), server.seen().how());
        assertEquals(1, server.seen().count(Call.CLOSED));
    }

    /** What a handler does in {@code closed} can do no harm. */
    @Test
    public void methodsCalledInsideClosedDoNoHarm() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.on(
                Call.CLOSED,
                c -> {
                    quietly(() -> c.write(ByteBuffer.allocate(10), null));
                    quietly(c::close);
                    quietly(c::resumeInput);
                    quietly(() -> c.switchTo(client));
                    quietly(() -> c.lend(b -> {}));
                    quietly(() -> c.abort("once more"));
                    assertFalse(c.execute(() -> {}));
                });
        rig.join(client, server);
        client.inTurn(c -> c.close());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        client.seen().awaitClosed();
        rig.roundTrip();
        assertEquals(Call.CLOSED, server.seen().calls().getLast());
    }

    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (IllegalStateException expected) {
            return; // allowed
        }
    }
}
