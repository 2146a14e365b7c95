package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Connection;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Tasks come from anywhere, run as the driver, and are bounded. */
public abstract class TaskContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected TaskContract() {}

    /**
     * What is accepted runs once, and the tasks of one thread in their order. Broken by a queue
     * that loses a task when the driver is just about to rest.
     */
    @Test
    public void acceptedTasksRunOnceAndInOrder() {
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        int[] ran = new int[1];
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger accepted = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            int[] last = {-1};
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 1_000; i++) {
                                            int number = i;
                                            boolean yes =
                                                    server.tell(
                                                            c -> {
                                                                ran[0]++;
                                                                if (last[0] >= number) {
                                                                    wrong.add(
                                                                            last[0] + ">" + number);
                                                                }
                                                                last[0] = number;
                                                            });
                                            if (yes) {
                                                accepted.incrementAndGet();
                                            }
                                        }
                                    }));
        }
        threads.forEach(Patience::join);
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        while (!server.tell(c -> answer.complete(ran[0]))) {
            rig.passTime(Duration.ofMillis(1)); // as many wait as may
        }
        assertEquals(accepted.get(), Patience.await(answer));
        assertEquals(List.of(), wrong);
    }

    /** One task after a long rest wakes the driver. Broken by a wake-up that gets lost. */
    @Test
    public void aTaskWakesAnIdleConnectionEachTime() {
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            assertEquals(number, server.ask(() -> number));
        }
    }

    /**
     * Beyond {@code max-tasks} a task is refused, and does not run. Broken by an unbounded queue,
     * or by a count that is not given back.
     */
    @Test
    public void tasksBeyondTheBoundAreRefused() {
        rig.set(StreamLimits.MAX_TASKS, 16L);
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        for (int round = 0; round < 3; round++) {
            AtomicInteger ran = new AtomicInteger();
            CountDownLatch done = new CountDownLatch(16);
            int accepted =
                    server.ask(
                            () -> {
                                int yes = 0;
                                for (int i = 0; i < 100; i++) {
                                    boolean accepts =
                                            server.tell(
                                                    c -> {
                                                        ran.incrementAndGet();
                                                        done.countDown();
                                                    });
                                    yes += accepts ? 1 : 0;
                                }
                                assertEquals(0, ran.get(), "none runs inside execute");
                                return yes;
                            });
            assertEquals(16, accepted);
            Patience.await(done);
            assertEquals(16, ran.get());
        }
    }

    /** A task runs before {@code closed} if it was accepted. Broken by dropping the queue. */
    @Test
    public void acceptedTasksRunBeforeClosed() {
        for (boolean abort : new boolean[] {true, false}) {
            List<String> order = Collections.synchronizedList(new ArrayList<>());
            RecordingHandler server = rig.server().on(Call.CLOSED, c -> order.add("closed"));
            RecordingHandler client = rig.client();
            rig.join(client, server);
            server.inTurn(
                    c -> {
                        for (int i = 0; i < 3; i++) {
                            assertTrue(server.tell(t -> order.add("task")));
                        }
                        if (abort) {
                            c.abort("now");
                        } else {
                            c.close();
                        }
                    });
            server.seen().awaitClosed();
            assertEquals(List.of("task", "task", "task", "closed"), order);
        }
    }

    /** A task that queues its like for ever starves neither its own input nor others. */
    @Test
    public void aTaskThatQueuesItsLikeStarvesNobody() {
        RecordingHandler server = rig.server().echoing();
        RecordingHandler client = rig.client();
        rig.join(client, server);
        AtomicBoolean stop = new AtomicBoolean();
        Runnable again =
                new Runnable() {
                    @Override
                    public void run() {
                        if (!stop.get()) {
                            boolean unused = server.connection().execute(this);
                        }
                    }
                };
        assertTrue(server.connection().execute(again));
        client.send("x");
        client.seen().awaitText("x");
        rig.roundTrip();
        stop.set(true);
    }

    /**
     * A handler that resumes whenever it receives starves neither its own tasks nor others. Broken
     * by delivering as long as there is something to deliver.
     */
    @Test
    public void aHandlerThatResumesForEverStarvesNobody() {
        AtomicBoolean stop = new AtomicBoolean();
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    server.consume(in);
                    if (!stop.get()) {
                        c.resumeInput();
                    }
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        server.seen().awaitText("x");
        server.inTurn(c -> {});
        client.send("y");
        server.seen().awaitText("xy");
        rig.roundTrip();
        stop.set(true);
    }

    /**
     * What belongs to the driver is refused to every other thread, by name. Broken by doing it all
     * the same, which corrupts a connection once a month.
     */
    @Test
    public void whatBelongsToTheDriverIsRefusedToOtherThreads() {
        RecordingHandler server = rig.server().echoing();
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        client.seen().awaitText("x");
        rig.settle(server);
        Connection c = server.connection();
        List<Runnable> calls =
                List.of(
                        () -> c.output(1),
                        () -> c.write(ByteBuffer.allocate(1), null),
                        c::flush,
                        c::pending,
                        c::isWritable,
                        () -> c.expect(1),
                        c::pauseInput,
                        c::resumeInput,
                        c::end,
                        c::close,
                        () -> c.switchTo(rig.server()),
                        () -> c.deadline(0),
                        () -> c.lend(b -> {}));
        for (int i = 0; i < calls.size(); i++) {
            Runnable call = calls.get(i);
            assertThrows(IllegalStateException.class, call::run, "call number " + i);
        }
        client.send("y");
        client.seen().awaitText("xy");
    }

    /** What may be called from any thread may be. */
    @Test
    public void whatAnyThreadMayCallIsAllowed() {
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.client();
        rig.join(client, server);
        Connection c = server.connection();
        assertTrue(c.execute(() -> {}));
        assertFalse(c.isDraining());
        c.drain(c.nanoTime() + 60_000_000_000L);
        assertTrue(c.isDraining());
        server.seen().awaitCall(Call.DRAINING);
        c.drain(c.nanoTime() + 120_000_000_000L);
        rig.settle(server);
        assertEquals(1, server.seen().count(Call.DRAINING));
        c.abort("done");
        server.seen().awaitClosed();
    }
}
