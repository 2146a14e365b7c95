package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.Optional;

/** What a handler throws ends its own connection with that cause, once, and no other. */
public abstract class FailureContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected FailureContract() {}

    /** The most common case. */
    @Test
    public void whatIsThrownInReceivedEndsTheConnection() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.onReceived((c, in) -> failNow());
        rig.join(client, server);
        client.send("x");
        assertFailed(client, server);
    }

    /** The end of the input is a callback like others. */
    @Test
    public void whatIsThrownInInputEndedEndsTheConnection() {
        rig.assume(Capability.HALF_CLOSE); // the client must go on to look
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.onInputEnded((c, in) -> failNow());
        rig.join(client, server);
        client.inTurn(c -> c.end());
        assertFailed(client, server);
    }

    /** {@code writable} comes from a flush, outside any read. */
    @Test
    public void whatIsThrownInWritableEndsTheConnection() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        client.on(Call.OPENED, c -> c.pauseInput());
        server.on(Call.WRITABLE, c -> failNow());
        rig.join(client, server);
        long unused = Flood.untilNotWritable(server);
        boolean unusedToo = client.tell(c -> c.resumeInput()); // if the reset is not there already
        assertFailed(client, server);
    }

    /** A deadline comes from a timer. */
    @Test
    public void whatIsThrownInDeadlineEndsTheConnection() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.on(Call.DEADLINE, c -> failNow());
        rig.join(client, server);
        server.inTurn(c -> c.deadline(c.nanoTime()));
        assertFailed(client, server);
    }

    /** Draining comes from elsewhere. */
    @Test
    public void whatIsThrownInDrainingEndsTheConnection() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.on(Call.DRAINING, c -> failNow());
        rig.join(client, server);
        server.connection().drain(server.connection().nanoTime());
        assertFailed(client, server);
    }

    /** The advice is a callback like others. */
    @Test
    public void whatIsThrownInPeerEndedEndsTheConnection() {
        rig.assume(Capability.HALF_CLOSE); // the client must go on to look
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.on(Call.PEER_ENDED, c -> failNow());
        rig.join(client, server);
        client.inTurn(c -> c.end());
        assertFailed(client, server);
    }

    /** A task is the connection's own work. */
    @Test
    public void whatIsThrownInATaskEndsTheConnection() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();

        rig.join(client, server);
        assertTrue(server.tell(c -> failNow()));
        assertFailed(client, server);
    }

    /** A body runs on a thread of its own, and fails its connection all the same. */
    @Test
    public void whatIsThrownInALentBodyEndsTheConnection() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();

        rig.join(client, server);
        server.inTurn(c -> c.lend(b -> failNow()));
        assertFailed(client, server);
    }

    /** Broken by a flush that is outside the part of the turn that catches. */
    @Test
    public void whatIsThrownInTurnEndingEndsTheConnection() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    server.consume(in);
                    server.onTurnEnding(t -> failNow());
                });
        rig.join(client, server);
        client.send("x");
        assertFailed(client, server);
    }

    /** {@code opened} failing on the accepting side ends that connection, and no other. */
    @Test
    public void whatIsThrownInOpenedEndsTheConnection() {
        RecordingHandler server = rig.server().on(Call.OPENED, c -> failNow());
        RecordingHandler client = rig.client();
        Listener listener = rig.listen(() -> server);
        Optional<Throwable> refused = Patience.outcome(rig.connect(listener.address(), client));
        if (refused.isEmpty()) { // otherwise the reset was there before the connect had completed
            rig.awaitBrokenOff(client);
        }
        assertEquals(new Closed.Failed(failure), server.seen().awaitClosed());
        rig.roundTrip();
    }

    /** On the connecting side {@code opened} failing fails the connect, too. */
    @Test
    public void whatIsThrownInOpenedFailsTheConnect() {
        RecordingHandler client = rig.client().on(Call.OPENED, c -> failNow());
        Listener listener = rig.listen(() -> rig.server());
        Throwable thrown = Patience.awaitFailure(rig.connect(listener.address(), client));
        assertSame(failure, thrown);
        assertEquals(new Closed.Failed(failure), client.seen().awaitClosed());
    }

    /** What {@code closed} throws is logged, and changes nothing. */
    @Test
    public void whatIsThrownInClosedChangesNothing() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.CLOSED, c -> failNow());
        rig.join(client, server);
        client.inTurn(c -> c.close());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        rig.roundTrip();
    }

    /**
     * An error is no exception, and ends the connection all the same. Broken by catching too
     * little.
     */
    @Test
    public void anErrorEndsTheConnectionLikeAnException() {
        AssertionError error = new AssertionError("meant to fail");
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        assertTrue(
                server.tell(
                        c -> {
                            throw error;
                        }));
        assertEquals(new Closed.Failed(error), server.seen().awaitClosed());
        rig.awaitBrokenOff(client);
        rig.roundTrip();
    }

    private final IllegalArgumentException failure = new IllegalArgumentException("meant to fail");

    private void failNow() {
        throw failure;
    }

    private void assertFailed(RecordingHandler client, RecordingHandler server) {
        assertEquals(new Closed.Failed(failure), server.seen().awaitClosed());
        rig.awaitBrokenOff(client);
        assertEquals(1, server.seen().count(Call.CLOSED));
        rig.roundTrip();
    }
}
