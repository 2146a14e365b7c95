package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** How an engine ends: what was begun is finished, what cannot be is counted. */
public abstract class DrainContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected DrainContract() {}

    /** Handlers are asked to end; who does in time has ended in order. */
    @Test
    public void closingAsksHandlersToEndAndCountsThem() {
        RecordingHandler client = rig.client().on(Call.DRAINING, c -> {});
        RecordingHandler server = rig.server().on(Call.DRAINING, c -> c.close());
        rig.join(client, server);
        Engine.Drained drained = Patience.await(rig.engine().close(Duration.ofMinutes(1)));
        assertEquals(new Engine.Drained(2, 0), drained);
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        assertEquals(1, server.seen().count(Call.DRAINING));
    }

    /** Who does not end in the grace is aborted, and counted. Broken by waiting for ever. */
    @Test
    public void whoDoesNotEndInTheGraceIsAborted() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        Engine.Drained drained = Patience.await(rig.engine().close(Duration.ofMillis(50)));
        assertTrue(drained.aborted() >= 1, drained::toString); // the other may see a reset first
        assertTrue(server.seen().count(Call.DRAINING) <= 1); // 0 where the grace ends before a turn
        assertNoneEndedInOrder(drained, List.of(client, server));
    }

    /** Who takes an abort for an end, where no resets are told, ends in order. */
    private void assertNoneEndedInOrder(Engine.Drained drained, List<RecordingHandler> all) {
        all.forEach(h -> h.seen().awaitClosed());
        if (rig.subject().tellsResets()) {
            assertEquals(0, drained.ended());
            all.forEach(h -> assertFalse(h.seen().awaitClosed() instanceof Closed.Finished));
        }
    }

    /**
     * Who did not end in order counts as aborted, whoever broke it off. Broken by counting only
     * what the engine itself aborted: what was begun is unfinished all the same.
     */
    @Test
    public void whoIsResetWhileDrainingCountsAsAborted() {
        rig.assumeThatResetsAreTold();
        RecordingHandler client = rig.client().on(Call.DRAINING, c -> c.abort("no time for that"));
        RecordingHandler server = rig.server();
        rig.join(client, server);
        Engine.Drained drained = Patience.await(rig.engine().close(Duration.ofMinutes(1)));
        assertEquals(new Engine.Drained(0, 2), drained);
        rig.awaitBrokenOff(server);
    }

    /** No grace aborts at once. */
    @Test
    public void withoutGraceAllIsAbortedAtOnce() {
        List<RecordingHandler> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RecordingHandler client = rig.client();
            RecordingHandler server = rig.server();
            rig.join(client, server);
            all.addAll(List.of(client, server));
        }
        Engine.Drained drained = Patience.await(rig.engine().close(Duration.ZERO));
        assertTrue(drained.aborted() >= 10, drained::toString); // the others may see a reset first
        assertNoneEndedInOrder(drained, all);
    }

    /** A later call with less grace counts. */
    @Test
    public void theShorterGraceCounts() {
        RecordingHandler client = rig.client();
        rig.join(client, rig.server());
        CompletionStage<Engine.Drained> first = rig.engine().close(Duration.ofHours(1));
        client.seen().awaitCall(Call.DRAINING);
        CompletionStage<Engine.Drained> second = rig.engine().close(Duration.ZERO);
        assertTrue(Patience.await(first).aborted() >= 1);
        Patience.await(second);
    }

    /**
     * Handlers plan by the time they were told, so they are told when less is left. Broken by a
     * drain that is told once and for all.
     */
    @Test
    public void whoIsToEndEarlierIsToldAgain() {
        AtomicInteger told = new AtomicInteger();
        RecordingHandler client = rig.client();
        RecordingHandler server =
                rig.server()
                        .on(
                                Call.DRAINING,
                                c -> {
                                    if (told.incrementAndGet() == 2) {
                                        c.close();
                                    }
                                });
        rig.join(client, server);
        CompletionStage<Engine.Drained> first = rig.engine().close(Duration.ofHours(1));
        server.seen().awaitCall(Call.DRAINING);
        CompletionStage<Engine.Drained> second = rig.engine().close(Duration.ofMinutes(30));
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        client.seen().awaitClosed();
        assertEquals(new Engine.Drained(2, 0), Patience.await(first));
        assertEquals(new Engine.Drained(2, 0), Patience.await(second));
        assertEquals(2, told.get());
    }

    /**
     * A body that blocks in a loan is not waited for: it counts as aborted. Broken by a drain that
     * waits for whatever an application does.
     */
    @Test
    public void aBodyThatBlocksIsNotWaitedFor() {
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        CountDownLatch release = rig.block(server);
        Engine.Drained drained = Patience.await(rig.engine().close(Duration.ofMillis(20)));
        assertTrue(drained.aborted() >= 1, drained::toString);
        release.countDown();
        server.seen().awaitClosed();
    }

    /** Listeners stop at once, before connections have ended. */
    @Test
    public void listenersStopAtOnce() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        AtomicInteger asked = new AtomicInteger();
        Listener listener =
                rig.listen(
                        () -> {
                            asked.incrementAndGet();
                            return server;
                        });
        Patience.await(rig.connect(listener.address(), client));
        server.seen().awaitCall(Call.OPENED);
        CompletionStage<Engine.Drained> closing = rig.engine().close(Duration.ofMinutes(1));
        server.seen().awaitCall(Call.DRAINING);
        Engine other = rig.another();
        RecordingHandler late = rig.handler("late");
        Optional<Throwable> refused =
                Patience.outcome(other.connect(ConnectTarget.to(listener.address()), late));
        if (refused.isEmpty()) { // the system had put it into the backlog
            rig.awaitBrokenOff(late);
        }
        server.inTurn(c -> c.close());
        assertEquals(new Engine.Drained(2, 0), Patience.await(closing));
        assertEquals(1, asked.get());
        Patience.await(other.close(Duration.ZERO));
    }

    /** A closed engine refuses work; its clock goes on. */
    @Test
    public void aClosedEngineRefusesWork() {
        Engine engine = rig.engine();
        Patience.await(engine.close(Duration.ZERO));
        assertThrows(
                IllegalStateException.class,
                () -> engine.listen(rig.subject().listenTarget(), () -> rig.server()));
        assertThrows(
                IllegalStateException.class,
                () -> engine.connect(ConnectTarget.to("localhost", 1), rig.client()));
        assertThrows(IllegalStateException.class, () -> engine.schedule(0, () -> {}));
        long unused = engine.nanoTime();
        Patience.await(engine.close(Duration.ofHours(1)));
    }

    /** Engines share nothing: closing one leaves the other as it was. */
    @Test
    public void enginesShareNothing() {
        Engine other = rig.another();
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().echoing();
        rig.join(client, server);
        Patience.await(other.close(Duration.ZERO));
        client.send("x");
        client.seen().awaitText("x");
        rig.roundTrip();
    }
}
