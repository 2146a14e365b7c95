package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Engine;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Deadlines, timers and the clock. */
public abstract class TimeContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected TimeContract() {}

    private static final long MILLISECOND = 1_000_000;
    private static final long HOUR = 3_600_000 * MILLISECOND;

    /** A deadline is told at its time, once. Broken by a wheel that rounds down. */
    @Test
    public void aDeadlineIsToldOnceAndNotEarly() {
        List<Long> late = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        server.inTurn(c -> c.deadline(c.nanoTime() + HOUR));
        rig.settle(server);
        assertEquals(0, server.seen().count(Call.DEADLINE), "an hour early");
        server.inTurn(
                c -> {
                    long at = c.nanoTime() + 20 * MILLISECOND;
                    server.on(Call.DEADLINE, d -> late.add(d.nanoTime() - at));
                    c.deadline(at);
                });
        server.seen().awaitCall(Call.DEADLINE);
        rig.passTime(Duration.ofMillis(60));
        rig.settle(server);
        assertEquals(1, server.seen().count(Call.DEADLINE));
        assertTrue(late.getFirst() >= 0, late::toString);
    }

    /** A deadline that has passed when it is set is told at once. */
    @Test
    public void aDeadlineInThePastIsToldAtOnce() {
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.deadline(c.nanoTime() - 1));
        rig.join(rig.client(), server);
        server.seen().awaitCall(Call.DEADLINE);
    }

    /** Moving a deadline replaces it: later, earlier, or off. Broken by keeping the first one. */
    @Test
    public void movingADeadlineReplacesIt() {
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        server.inTurn(
                c -> {
                    c.deadline(c.nanoTime() + 10 * MILLISECOND);
                    c.deadline(Long.MAX_VALUE);
                });
        rig.passTime(Duration.ofMillis(60));
        rig.settle(server);
        assertEquals(0, server.seen().count(Call.DEADLINE), "off");
        server.inTurn(c -> c.deadline(c.nanoTime() + 10 * MILLISECOND));
        int told = server.ask(() -> moveAnHourAway(server)); // 1 where this turn comes late
        rig.passTime(Duration.ofMillis(60));
        rig.settle(server);
        assertEquals(told, server.seen().count(Call.DEADLINE), "later");
        server.inTurn(c -> c.deadline(c.nanoTime() + 5 * MILLISECOND));
        server.seen().awaitCalls(Call.DEADLINE, told + 1);
    }

    private static int moveAnHourAway(RecordingHandler handler) {
        handler.connection().deadline(handler.connection().nanoTime() + HOUR);
        return handler.seen().count(Call.DEADLINE);
    }

    /** A handler may set the next deadline in the callback of the last. */
    @Test
    public void deadlinesMayFollowEachOther() {
        RecordingHandler server = rig.server();
        server.on(Call.DEADLINE, c -> c.deadline(c.nanoTime() + MILLISECOND));
        server.on(Call.OPENED, c -> c.deadline(c.nanoTime()));
        rig.join(rig.client(), server);
        server.seen().awaitCalls(Call.DEADLINE, 5);
    }

    /**
     * A deadline that passes while the driver is busy is told right after. Broken by a timer that
     * finds the connection busy and goes away.
     */
    @Test
    public void aDeadlineThatPassesDuringAStallIsToldAfterIt() {
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        CountDownLatch stalled = new CountDownLatch(1);
        server.inTurn(
                c -> {
                    c.deadline(c.nanoTime() + MILLISECOND);
                    c.lend(b -> Rig.awaitStubbornly(stalled));
                });
        rig.passTime(Duration.ofMillis(60));
        assertEquals(0, server.seen().count(Call.DEADLINE), "not during a loan");
        stalled.countDown();
        server.seen().awaitCall(Call.DEADLINE);
    }

    /** A deadline may be centuries away, and brought forward. Broken by a sum that overflows. */
    @Test
    public void aDeadlineMayBeAsFarAsTimeGoes() {
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        server.inTurn(c -> c.deadline(c.nanoTime() + Long.MAX_VALUE / 2));
        rig.passTime(Duration.ofMillis(20));
        rig.settle(server);
        assertEquals(0, server.seen().count(Call.DEADLINE), "centuries early");
        server.inTurn(c -> c.deadline(c.nanoTime() + MILLISECOND));
        server.seen().awaitCall(Call.DEADLINE);
    }

    /** Each of many connections has its own deadline. */
    @Test
    public void eachConnectionHasItsOwnDeadline() {
        List<RecordingHandler> servers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RecordingHandler server = rig.server();
            rig.join(rig.client(), server);
            servers.add(server);
        }
        for (int i = 0; i < 20; i++) {
            long in = (20 - i) * MILLISECOND;
            servers.get(i).inTurn(c -> c.deadline(c.nanoTime() + in));
        }
        servers.forEach(s -> s.seen().awaitCall(Call.DEADLINE));
    }

    /** The clock of a connection is that of its engine, and does not go back. */
    @Test
    public void theClockIsTheEnginesAndMonotonic() {
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        long before = rig.engine().nanoTime();
        long between = server.ask(() -> server.connection().nanoTime());
        long after = rig.engine().nanoTime();
        assertTrue(between - before >= 0 && after - between >= 0);
    }

    /** A timer runs once, not early, on a thread of the engine. */
    @Test
    public void aTimerRunsOnceAndNotEarly() {
        long before = rig.engine().nanoTime();
        AtomicInteger ran = new AtomicInteger();
        CompletableFuture<Long> at = new CompletableFuture<>();
        rig.engine()
                .schedule(
                        20 * MILLISECOND,
                        () -> {
                            ran.incrementAndGet();
                            at.complete(rig.engine().nanoTime());
                        });
        assertTrue(Patience.await(at) - before >= 20 * MILLISECOND);
        rig.passTime(Duration.ofMillis(40));
        assertEquals(1, ran.get());
    }

    /** A timer that is cancelled in time does not run; cancelling twice, or late, does no harm. */
    @Test
    public void aCancelledTimerDoesNotRun() {
        AtomicInteger ran = new AtomicInteger();
        long due;
        do { // until this thread was not held up
            ran.set(0);
            due = rig.engine().nanoTime() + 20 * MILLISECOND;
            Engine.Timer timer = rig.engine().schedule(20 * MILLISECOND, ran::incrementAndGet);
            timer.cancel();
            timer.cancel();
        } while (rig.engine().nanoTime() - due >= 0);
        rig.passTime(Duration.ofMillis(60));
        assertEquals(0, ran.get());
    }

    /**
     * A timer may be centuries away: it does not run, and the others do. Broken by a sum that
     * overflows.
     */
    @Test
    public void aTimerMayBeAsFarAsTimeGoes() {
        AtomicInteger ran = new AtomicInteger();
        List<Engine.Timer> timers = new ArrayList<>();
        for (long far : new long[] {Long.MAX_VALUE, Long.MAX_VALUE - 1, Long.MAX_VALUE / 2}) {
            timers.add(rig.engine().schedule(far, ran::incrementAndGet));
        }
        rig.passTime(Duration.ofMillis(20));
        timers.forEach(Engine.Timer::cancel);
        rig.passTime(Duration.ofMillis(20));
        assertEquals(0, ran.get());
    }

    /** A time that has passed is now. */
    @Test
    public void aTimerWithoutDelayRunsAtOnce() {
        for (long delay : new long[] {0, -1, Long.MIN_VALUE}) {
            CompletableFuture<Boolean> ran = new CompletableFuture<>();
            Engine.Timer unused = rig.engine().schedule(delay, () -> ran.complete(true));
            assertTrue(Patience.await(ran));
        }
    }

    /** What a timer throws hurts nothing else. Broken by a loop that survives exceptions only. */
    @Test
    public void aTimerThatThrowsHurtsNothing() {
        Engine.Timer first =
                rig.engine()
                        .schedule(
                                0,
                                () -> {
                                    throw new IllegalArgumentException("meant to fail");
                                });
        Engine.Timer second =
                rig.engine()
                        .schedule(
                                0,
                                () -> {
                                    throw new AssertionError("meant to fail");
                                });
        rig.passTime(Duration.ofMillis(1));
        rig.roundTrip();
        first.cancel();
        second.cancel();
    }
}
