package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.lang.reflect.Proxy.newProxyInstance;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Engine.Drained;
import dev.bogie.transport.Info;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.lang.reflect.InvocationHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections at rest go from one engine to another, of those that declare {@link
 * Capability#ADOPT_CONNECTION}, and their handlers do not notice: what a swap of the transport
 * under a running server does for those who are connected.
 */
public abstract class MovingContract {
    private static final long MILLISECOND = 1_000_000;
    private static final int TIMES = 10;

    /** The engine under test, which is left. */
    @RegisterExtension public final Rig rig = new Rig();

    private @Nullable CountingContext elsewhere;
    private @Nullable Engine other;

    /** For subclasses. */
    protected MovingContract() {}

    /** The others refuse, as another rule says. */
    @BeforeEach
    public void assumeThatItIsDeclared() {
        rig.assume(Capability.ADOPT_CONNECTION);
    }

    /** The engine that adopted ends too, and has nothing left. */
    @AfterEach
    public void nothingIsLeftElsewhere() {
        if (other != null && elsewhere != null) {
            Patience.await(other.close(Duration.ZERO));
            elsewhere.awaitNoThreads();
            assertEquals(0, elsewhere.buffersOut(), "buffers out of the engine that adopted");
        }
    }

    private Engine other() {
        Engine running = other;
        if (running == null) {
            CountingContext context = rig.anotherContext();
            running = rig.start(context);
            elsewhere = context;
            other = running;
        }
        return running;
    }

    private long move(Engine from, Engine to) {
        return Patience.await(from.moveTo(to));
    }

    /** Both ends are at rest and have nothing to do. */
    private RecordingHandler settled(RecordingHandler server) {
        RecordingHandler client = rig.joined(server);
        rig.settle(client);
        rig.settle(server);
        return client;
    }

    /** No byte is lost or comes twice, there and back again. Broken by a key that stays behind. */
    @Test
    public void bytesGoOnInOrder() {
        RecordingHandler server = rig.server().echoing();
        RecordingHandler client = settled(server);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < TIMES; i++) {
            Engine from = i % 2 == 0 ? rig.engine() : other();
            Engine to = i % 2 == 0 ? other() : rig.engine();
            assertEquals(2, move(from, to));
            String next = "<" + i + ">";
            all.append(next);
            client.send(next);
            client.seen().awaitText(next);
            rig.settle(client);
            rig.settle(server);
        }
        assertEquals(all.toString(), server.seen().text());
        assertEquals(all.toString(), client.seen().text());
        assertEquals(1, server.seen().count(Call.OPENED));
    }

    /** What a peer sent when its connection was on its way arrives. */
    @Test
    public void whatArrivesDuringTheMoveIsRead() {
        RecordingHandler server = rig.server();
        RecordingHandler client = settled(server);
        server.inTurn(c -> c.pauseInput()); // so that it is told after the move for certain
        CompletionStage<Long> moved = rig.engine().moveTo(other());
        client.send("on the way");
        long unused = Patience.await(moved);
        server.inTurn(c -> c.resumeInput());
        server.seen().awaitText("on the way");
    }

    /**
     * What the handler left comes again, together with what follows. Broken by leaving it in memory
     * of the engine that was left.
     */
    @Test
    public void whatIsUnreadGoesAlong() {
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    if (in.remaining() >= 4) {
                        server.consume(in);
                    }
                });
        RecordingHandler client = settled(server);
        client.send("ab");
        server.seen().awaitCall(Call.RECEIVED);
        rig.settle(server);
        assertEquals(2, move(rig.engine(), other()));
        Patience.await(rig.engine().close(Duration.ZERO));
        if (rig.subject().layer() == null) { // or it is the layer that keeps them
            assertEquals(0, rig.context().buffersOut(), "buffers out of the engine that was left");
        }
        client.send("cd");
        server.seen().awaitText("abcd");
    }

    /** A paused handler stays paused. */
    @Test
    public void aPauseGoesAlong() {
        RecordingHandler server = rig.server();
        RecordingHandler client = settled(server);
        server.inTurn(c -> c.pauseInput());
        assertEquals(2, move(rig.engine(), other()));
        client.send("x");
        rig.settle(client);
        rig.settle(server);
        assertEquals("", server.seen().text());
        server.inTurn(c -> c.resumeInput());
        server.seen().awaitText("x");
    }

    /** A deadline comes at its time, once, on a clock that goes on. */
    @Test
    public void aDeadlineGoesAlong() {
        List<Long> late = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler server = rig.server();
        RecordingHandler unused = settled(server);
        server.inTurn(
                c -> {
                    long at = c.nanoTime() + 100 * MILLISECOND;
                    server.on(Call.DEADLINE, d -> late.add(d.nanoTime() - at));
                    c.deadline(at);
                });
        assertEquals(2, move(rig.engine(), other()));
        server.seen().awaitCall(Call.DEADLINE);
        rig.settle(server);
        assertEquals(1, server.seen().count(Call.DEADLINE));
        assertTrue(late.getFirst() >= 0, late::toString);
    }

    /** Handlers note times. Broken by clocks that begin with their engine. */
    @Test
    public void theClockGoesOn() {
        RecordingHandler server = rig.server();
        RecordingHandler unused = settled(server);
        for (int i = 0; i < 2; i++) {
            Engine from = i == 0 ? rig.engine() : other();
            Engine to = i == 0 ? other() : rig.engine();
            long outsideBefore = System.nanoTime();
            long before = server.connection().nanoTime();
            assertEquals(2, move(from, to));
            long passed = server.connection().nanoTime() - before;
            long most = System.nanoTime() - outsideBefore;
            assertTrue(passed >= 0 && passed <= most, passed + " ns passed in " + most);
            rig.settle(server);
        }
    }

    /** Each task that is accepted is run, though it comes at that moment. Broken by a lost wake. */
    @Test
    public void tasksThatComeMeanwhileAreRun() {
        RecordingHandler server = rig.server();
        RecordingHandler unused = settled(server);
        AtomicInteger accepted = new AtomicInteger();
        AtomicInteger run = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        Thread tasks =
                Thread.startVirtualThread(
                        () -> {
                            while (!enough.get()) {
                                if (server.tell(_ -> run.incrementAndGet())) {
                                    accepted.incrementAndGet();
                                }
                                LockSupport.parkNanos(1); // others run, too
                            }
                        });
        for (int i = 0; i < TIMES; i++) {
            Engine from = i % 2 == 0 ? rig.engine() : other();
            assertEquals(2, move(from, i % 2 == 0 ? other() : rig.engine()));
        }
        enough.set(true);
        Patience.join(tasks);
        rig.settle(server);
        assertEquals(accepted.get(), run.get());
    }

    /** A task alone wakes the connection where it is now. */
    @Test
    public void aTaskThatComesLaterIsRunByTheOtherEngine() {
        RecordingHandler server = rig.server();
        RecordingHandler client = settled(server);
        assertEquals(2, move(rig.engine(), other()));
        Patience.await(rig.engine().close(Duration.ZERO));
        server.send("from a task");
        client.seen().awaitText("from a task");
    }

    /** What is known of a connection stays known. */
    @Test
    public void factsStay() {
        RecordingHandler server = rig.server();
        RecordingHandler unused = settled(server);
        Connection connection = server.connection();
        var listener = connection.info(Info.LISTENER);
        var remote = connection.info(Info.REMOTE_ADDRESS);
        var local = connection.info(Info.LOCAL_ADDRESS);
        assertTrue(listener.isPresent());
        assertEquals(2, move(rig.engine(), other()));
        assertEquals(listener, connection.info(Info.LISTENER));
        assertEquals(remote, connection.info(Info.REMOTE_ADDRESS));
        assertEquals(local, connection.info(Info.LOCAL_ADDRESS));
    }

    /** The engine that was left has no part in it any more, and counts it no more. */
    @Test
    public void theEngineThatWasLeftMayEnd() {
        RecordingHandler server = rig.server().echoing();
        RecordingHandler client = settled(server);
        assertEquals(2, move(rig.engine(), other()));
        assertEquals(Drained.NOTHING, Patience.await(rig.engine().close(Duration.ZERO)));
        rig.context().awaitNoThreads();
        client.send("x");
        client.seen().awaitText("x");
        assertFalse(server.connection().isDraining());
        Drained both = Patience.await(other().close(Duration.ZERO));
        assertEquals(2, both.ended() + both.aborted());
    }

    /** The other engine asks it to end, as any of its own. */
    @Test
    public void itDrainsWithTheOtherEngine() {
        RecordingHandler server = rig.server().on(Call.DRAINING, c -> c.close());
        RecordingHandler client = settled(server);
        assertEquals(2, move(rig.engine(), other()));
        CompletionStage<Drained> drained = other().close(Duration.ofHours(1));
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        assertEquals(new Drained(2, 0), Patience.await(drained));
    }

    /** It ends in order, on both sides. */
    @Test
    public void itEndsInOrderAfterwards() {
        RecordingHandler server = rig.server();
        RecordingHandler client = settled(server);
        assertEquals(2, move(rig.engine(), other()));
        client.inTurn(
                c -> {
                    c.output(4).put(new byte[] {'l', 'a', 's', 't'});
                    c.close();
                });
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals("last", server.seen().text());
        assertEquals(InputEnd.ENDED, server.seen().inputEnd());
        assertEquals(Closed.finished(), client.seen().awaitClosed());
    }

    /** An abort at that very moment is told once, as what it is. */
    @Test
    public void anAbortMeanwhileIsTold() {
        for (int i = 0; i < TIMES; i++) {
            RecordingHandler server = rig.server();
            RecordingHandler client = settled(server);
            Thread aborts =
                    Thread.startVirtualThread(() -> server.connection().abort("at that moment"));
            long unused = move(rig.engine(), other());
            Patience.join(aborts);
            assertEquals(new Closed.Aborted("at that moment"), server.seen().awaitClosed());
            rig.awaitBrokenOff(client);
        }
    }

    /** What blocking code holds stays, and nobody waits for that; it goes on where it is. */
    @Test
    public void aLentConnectionStays() {
        RecordingHandler server = rig.server().echoing();
        RecordingHandler client = settled(server);
        CountDownLatch release = rig.block(server);
        assertEquals(1, move(rig.engine(), other()));
        release.countDown();
        client.send("x");
        client.seen().awaitText("x");
        assertEquals(new Drained(0, 1), Patience.await(rig.engine().close(Duration.ZERO)));
        assertInstanceOf(Closed.Aborted.class, server.seen().awaitClosed());
    }

    /** A loan begins and ends elsewhere as it would have here. */
    @Test
    public void itMayBeLentAfterwards() {
        RecordingHandler server = rig.server();
        RecordingHandler client = settled(server);
        assertEquals(2, move(rig.engine(), other()));
        var read =
                rig.lend(
                        server,
                        b -> {
                            boolean more = b.awaitInput(Long.MAX_VALUE);
                            server.consume(b.input());
                            b.output(1).put((byte) '!');
                            return more;
                        });
        client.send("?");
        assertTrue(Patience.await(read));
        client.seen().awaitText("!");
        client.send("and on");
        server.seen().awaitText("?and on");
    }

    /** What is closing stays where it is until it is closed. */
    @Test
    public void whatHasBegunToEndStays() {
        rig.assume(Capability.HALF_CLOSE);
        RecordingHandler server = rig.server().keepOpen();
        RecordingHandler client = settled(server);
        client.inTurn(c -> c.end());
        server.seen().awaitCall(Call.INPUT_ENDED);
        rig.settle(client);
        rig.settle(server);
        assertEquals(1, move(rig.engine(), other()));
        server.send("still here");
        client.seen().awaitText("still here");
        server.inTurn(c -> c.close());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals(Closed.finished(), client.seen().awaitClosed());
    }

    /** Where nobody adopts, or somebody's broken code, nothing moves, and nothing is lost. */
    @Test
    public void whatIsNotAdoptedStays() {
        RecordingHandler client = settled(rig.server().echoing());
        Patience.await(other().close(Duration.ZERO));
        assertEquals(0, move(rig.engine(), other()));
        InvocationHandler broken =
                (engine, method, arguments) -> {
                    throw new NoSuchMethodError(method.getName());
                };
        Class<?>[] type = {Engine.class};
        ClassLoader loader = Engine.class.getClassLoader();
        assertEquals(0, move(rig.engine(), (Engine) newProxyInstance(loader, type, broken)));
        client.send("x");
        client.seen().awaitText("x");
    }
}
