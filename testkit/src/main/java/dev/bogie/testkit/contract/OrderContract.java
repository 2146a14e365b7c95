package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who calls what, in which order, on which thread. All other contracts build on this one: every
 * handler they use checks it as it goes.
 */
public abstract class OrderContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected OrderContract() {}

    /**
     * A handler may rely on {@code opened} to have its connection. Broken by a transport that reads
     * before it has told that the connection is there.
     */
    @Test
    public void openedIsTheFirstCallAndReceivedComesAfterIt() {
        RecordingHandler client = rig.client().on(Call.OPENED, c -> c.output(1).put((byte) 'x'));
        RecordingHandler server = rig.server();
        rig.join(client, server);
        server.seen().awaitText("x");
        assertEquals(List.of(Call.OPENED, Call.RECEIVED), server.seen().calls());
    }

    /**
     * Both ends are told that it is over, once, and nothing after it. Broken by two paths that both
     * find the end, such as a read and a write of one turn.
     */
    @Test
    public void closedIsToldOnceAndLastOnBothSides() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().echoing();
        rig.join(client, server);
        client.send("bye");
        client.seen().awaitText("bye");
        client.inTurn(c -> c.close());
        client.seen().awaitClosed();
        server.seen().awaitClosed();
        rig.roundTrip();
        for (RecordingHandler side : List.of(client, server)) {
            assertEquals(1, side.seen().count(Call.CLOSED), side::toString);
            assertEquals(Call.CLOSED, side.seen().calls().getLast(), side::toString);
            side.seen().check();
        }
    }

    /** A handler belongs to one connection. Broken by a listener that asks once too often. */
    @Test
    public void handlersAreAskedForOncePerConnection() {
        AtomicInteger asked = new AtomicInteger();
        List<RecordingHandler> servers = Collections.synchronizedList(new ArrayList<>());
        Listener listener =
                rig.listen(
                        () -> {
                            asked.incrementAndGet();
                            RecordingHandler server = rig.server().echoing();
                            servers.add(server);
                            return server;
                        });
        for (int i = 1; i <= 5; i++) {
            RecordingHandler client = rig.client();
            Patience.await(rig.connect(listener.address(), client));
            client.send("x");
            client.seen().awaitText("x");
            assertEquals(i, asked.get());
        }
        assertEquals(5, servers.size());
    }

    /**
     * No callback is called from inside a method of the connection, so that a handler need not be
     * prepared for it. Broken by acting at once where the contract says to note and act later.
     */
    @Test
    public void callbacksAreNeverReEntered() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    if (!in.hasRemaining()) {
                        return;
                    }
                    server.consume(in);
                    c.deadline(c.nanoTime() - 1);
                    c.pauseInput();
                    c.resumeInput();
                    assertTrue(c.execute(server.task(t -> {})));
                    c.drain(c.nanoTime());
                    c.write(java.nio.ByteBuffer.wrap(new byte[] {'y'}), null);
                    c.flush();
                    if (server.seen().text().equals("xx")) {
                        c.switchTo(next);
                        c.close();
                    }
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        client.seen().awaitText("y");
        client.send("x");
        client.seen().awaitClosed();
        next.seen().awaitClosed();
        server.seen().check();
        next.seen().check();
    }

    /**
     * Turns never overlap, whatever they come from: handlers have no locks. The handlers notice it
     * by a field without any protection, and so does the counter here. The first callback lasts
     * until every thread has handed in half of its tasks. Broken by a task that runs on the thread
     * that hands it in.
     */
    @Test
    public void turnsNeverOverlap() {
        int[] unprotected = new int[1];
        CountDownLatch inCallback = new CountDownLatch(1);
        CountDownLatch half = new CountDownLatch(4);
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    server.consume(in);
                    inCallback.countDown();
                    Patience.await(half);
                    unprotected[0]++;
                    c.deadline(c.nanoTime());
                });
        server.on(Call.DEADLINE, c -> unprotected[0]++);
        RecordingHandler client = rig.client();
        rig.join(client, server);
        AtomicInteger accepted = new AtomicInteger();
        Runnable hand =
                () -> {
                    if (server.tell(c -> unprotected[0]++)) {
                        accepted.incrementAndGet();
                    }
                };
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Runnable work =
                    () -> {
                        Patience.await(inCallback);
                        repeat(500, hand);
                        half.countDown();
                        repeat(500, hand);
                    };
            threads.add(Thread.ofPlatform().start(work));
        }
        for (int i = 0; i < 50; i++) {
            client.send("x");
        }
        threads.forEach(Patience::join);
        server.seen().awaitBytes(50);
        CompletableFuture<Integer> calls = new CompletableFuture<>();
        RecordingHandler.Act count = c -> calls.complete(unprotected[0] - callbacks(server));
        while (!server.tell(count)) {
            rig.passTime(Duration.ofMillis(1)); // as many wait as may
        }
        assertEquals(accepted.get(), Patience.await(calls));
        server.seen().check();
    }

    private static int callbacks(RecordingHandler handler) {
        return handler.seen().count(Call.RECEIVED) + handler.seen().count(Call.DEADLINE);
    }

    private static void repeat(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            action.run();
        }
    }

    /**
     * An abort comes before everything else that a callback has asked for: the old handler is told,
     * nothing else happens. Broken by doing effects in the order of their calls.
     */
    @Test
    public void abortComesBeforeSwitchLendResumeAndClose() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler server = rig.server();
        ConnectionHandler next = rig.handler("next").on(Call.OPENED, c -> seen.add("switched"));
        server.onReceived(
                (c, in) -> {
                    c.close();
                    c.resumeInput();
                    c.lend(b -> seen.add("lent"));
                    c.switchTo(next);
                    c.abort("first of all");
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        Closed how = server.seen().awaitClosed();
        assertEquals(new Closed.Aborted("first of all"), how);
        rig.awaitBrokenOff(client);
        assertEquals(List.of(), seen);
        assertEquals(1, server.seen().count(Call.RECEIVED));
    }

    /**
     * A loan begins after the switch, so that what is left goes to the new handler; a resumption
     * comes after the loan; and a close after all of them. Broken by a loan that starts inside the
     * callback.
     */
    @Test
    public void switchComesBeforeLendBeforeResumeBeforeClose() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler next = rig.handler("next").on(Call.OPENED, c -> seen.add("opened"));
        next.onReceived(
                (c, in) -> {
                    next.consume(in);
                    seen.add("received");
                });
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    in.get();
                    c.resumeInput();
                    c.lend(
                            b -> {
                                seen.add("lent");
                                b.resumeInput();
                            });
                    c.switchTo(next);
                    seen.add("returned");
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("xy");
        next.seen().awaitText("y");
        next.inTurn(
                c -> {
                    c.close();
                    c.lend(b -> seen.add("lent before close"));
                });
        assertEquals(Closed.finished(), next.seen().awaitClosed());
        assertEquals(
                List.of("returned", "opened", "lent", "received", "lent before close"),
                seen.stream().distinct().toList());
    }

    /**
     * After {@code close} a handler is told nothing but the end, though its peer goes on. Broken by
     * delivering what is already read, or the resumption asked for in the same callback.
     */
    @Test
    public void afterCloseOnlyClosedFollows() {
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    in.get();
                    c.deadline(c.nanoTime());
                    c.resumeInput();
                    c.close();
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("xyz");
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        client.seen().awaitClosed();
        assertEquals(List.of(Call.OPENED, Call.RECEIVED, Call.CLOSED), server.seen().calls());
    }

    /** The same for an abort from elsewhere. Broken by a turn that was already due. */
    @Test
    public void afterAbortOnlyClosedFollows() {
        RecordingHandler server = rig.server();
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        server.seen().awaitText("x");
        List<Call> before =
                server.ask(
                        () -> {
                            List<Call> until = server.seen().calls();
                            server.connection().deadline(server.connection().nanoTime());
                            server.connection().resumeInput();
                            server.connection().abort("enough");
                            return until;
                        });
        server.seen().awaitClosed();
        List<Call> expected = new ArrayList<>(before);
        expected.add(Call.CLOSED);
        assertEquals(expected, server.seen().calls());
    }

    /**
     * Every thread comes from the context, so that whoever runs a transport can name and count
     * them. Broken by an executor of one's own, or the common pool.
     */
    @Test
    public void callbacksRunOnThreadsOfTheContext() {
        List<Thread> lent = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler server = rig.server().echoing();
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        client.seen().awaitText("x");
        server.inTurn(c -> c.lend(b -> lent.add(Thread.currentThread())));
        server.inTurn(
                c -> {
                    for (Thread driver : server.seen().drivers()) {
                        assertTrue(rig.context().started(driver), driver::toString);
                    }
                    assertTrue(lent.getFirst().isVirtual(), "a lent body runs on a virtual thread");
                });
    }
}
