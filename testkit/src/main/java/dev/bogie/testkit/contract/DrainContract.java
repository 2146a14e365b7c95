package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingDatagrams;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.support.PassingHandler;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
        if (rig.subject().transport().capabilities().contains(Capability.DATAGRAM)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> engine.bind(ListenTarget.loopback(0), new RecordingDatagrams("late")));
        }
        long unused = engine.nanoTime();
        Patience.await(engine.close(Duration.ofHours(1)));
    }

    /**
     * A connect that waits for somebody to accept it fails with the engine, and its handler is
     * never called; where the system had answered already, it is open and ends. Broken by
     * forgetting it.
     */
    @Test
    public void aConnectUnderWayFails() {
        SocketAddress any = rig.subject().listenTarget().address();
        Listener listener = rig.listen(new ListenTarget.Bind(any, 1), () -> rig.server());
        listener.pause();
        ConnectTarget patient =
                ConnectTarget.to(listener.address()).withTimeout(Duration.ofMinutes(10));
        List<RecordingHandler> clients = new ArrayList<>();
        List<CompletionStage<Void>> connects = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            RecordingHandler client = rig.client();
            clients.add(client);
            connects.add(rig.connect(patient, client));
        }
        rig.roundTrip(); // by now they are under way
        Patience.await(rig.engine().close(Duration.ZERO));
        for (int i = 0; i < 8; i++) {
            Optional<Throwable> failure = Patience.outcome(connects.get(i));
            if (failure.isPresent()) {
                assertInstanceOf(IOException.class, failure.get());
                assertEquals(List.of(), clients.get(i).seen().calls());
            } else {
                clients.get(i).seen().awaitClosed();
            }
        }
    }

    /**
     * There is no longest grace. Broken by a sum of nanoseconds: it is over before it begins, or
     * the engine never ends.
     */
    @Test
    public void aGraceMayBeAsLongAsTimeGoes() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        TellsHowMuchIsLeft between = new TellsHowMuchIsLeft(server);
        Listener listener = rig.listen(() -> between);
        Patience.await(rig.connect(listener.address(), client));
        server.seen().awaitCall(Call.OPENED);
        CompletionStage<Engine.Drained> closing =
                rig.engine().close(Duration.ofNanos(Long.MAX_VALUE));
        CompletionStage<Engine.Drained> again =
                rig.engine().close(Duration.ofSeconds(Long.MAX_VALUE));
        long left = Patience.await(between.left);
        assertTrue(left > Duration.ofDays(1).toNanos(), left + " ns are left");
        server.inTurn(c -> c.close());
        assertEquals(new Engine.Drained(2, 0), Patience.await(closing));
        assertEquals(new Engine.Drained(2, 0), Patience.await(again));
    }

    private static final class TellsHowMuchIsLeft extends PassingHandler {
        private final CompletableFuture<Long> left = new CompletableFuture<>();
        private @Nullable Connection connection;

        TellsHowMuchIsLeft(ConnectionHandler above) {
            super(above);
        }

        @Override
        public void opened(Connection below) throws Exception {
            connection = below;
            super.opened(below);
        }

        @Override
        public void draining(long until) throws Exception {
            left.complete(until - Objects.requireNonNull(connection).nanoTime());
            super.draining(until);
        }
    }

    /** Less than no grace is none. */
    @Test
    public void lessThanNoGraceIsNone() {
        RecordingHandler client = rig.client();
        rig.join(client, rig.server());
        Engine.Drained drained =
                Patience.await(rig.engine().close(Duration.ofSeconds(Long.MIN_VALUE)));
        assertTrue(drained.aborted() >= 1, drained::toString);
        client.seen().awaitClosed();
    }

    /** A later call with more grace gives none. Broken by a timer that is set anew. */
    @Test
    public void aLongerGraceChangesNothing() {
        RecordingHandler client = rig.client();
        rig.join(client, rig.server());
        CompletionStage<Engine.Drained> first = rig.engine().close(Duration.ofMillis(50));
        CompletionStage<Engine.Drained> second = rig.engine().close(Duration.ofHours(1));
        assertTrue(Patience.await(first).aborted() >= 1);
        Patience.await(second);
    }

    /** What is scheduled for later is forgotten. Broken by an engine that waits for its timers. */
    @Test
    public void aTimerHoldsUpNoEnd() {
        AtomicInteger ran = new AtomicInteger();
        Engine.Timer timer =
                rig.engine().schedule(Duration.ofHours(1).toNanos(), ran::incrementAndGet);
        Patience.await(rig.engine().close(Duration.ofHours(2)));
        timer.cancel();
        assertEquals(0, ran.get());
    }

    /** A handler may close the engine in its turn. Broken by waiting for the loop on the loop. */
    @Test
    public void anEngineMayBeClosedInATurn() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        Listener unused = rig.listen(() -> rig.server());
        rig.join(client, server);
        CompletableFuture<CompletionStage<Engine.Drained>> closing = new CompletableFuture<>();
        client.inTurn(c -> closing.complete(rig.engine().close(Duration.ZERO)));
        Patience.await(closing.thenCompose(stage -> stage));
        client.seen().awaitClosed();
        server.seen().awaitClosed();
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
