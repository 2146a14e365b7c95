package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A connection goes from one handler to the next: upgrades, TLS and sniffing rely on it that no
 * byte is lost, and that nothing of the old handler stays.
 */
public abstract class HandOverContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected HandOverContract() {}

    /**
     * Bytes that the old handler left go to the next one, in the same turn, before anything else.
     * Broken by keeping the rest for the handler that left it, or by waiting for more to arrive.
     */
    @Test
    public void unreadBytesGoToTheNextHandlerInTheSameTurn() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        next.onReceived(
                (c, in) -> {
                    order.add("received");
                    next.consume(in);
                });
        server.onReceived(
                (c, in) -> {
                    if (in.remaining() < 6) {
                        return;
                    }
                    server.consume(in.slice(in.position(), 3));
                    in.position(in.position() + 3);
                    c.switchTo(next);
                    assertTrue(c.execute(() -> order.add("task")));
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("oldnew");
        next.seen().awaitText("new");
        client.send("er");
        next.seen().awaitText("newer");
        assertEquals("old", server.seen().text());
        assertEquals("received", order.getFirst());
    }

    /** With nothing left, the next handler is opened and waits like any other. */
    @Test
    public void withNothingLeftTheNextHandlerIsOpenedOnly() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    server.consume(in);
                    c.switchTo(next);
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        next.seen().awaitCall(Call.OPENED);
        next.inTurn(c -> {});
        assertEquals(List.of(Call.OPENED), next.seen().calls());
    }

    /**
     * The old handler hears nothing more, {@code closed} included. Broken by a list of handlers
     * that are all told.
     */
    @Test
    public void theOldHandlerIsToldNothingMore() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server();
        server.onReceived((c, in) -> c.switchTo(next));
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        next.seen().awaitText("x");
        client.inTurn(c -> c.close());
        assertEquals(Closed.finished(), next.seen().awaitClosed());
        Patience.await(rig.engine().close(Duration.ZERO)); // all that is told has been told
        assertEquals(List.of(Call.OPENED, Call.RECEIVED), server.seen().calls());
    }

    /** What the old handler wrote leaves before what the next one writes. */
    @Test
    public void queuedOutputKeepsItsOrder() {
        RecordingHandler next =
                rig.handler("next").on(Call.OPENED, c -> c.output(1).put((byte) '2'));
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    in.get();
                    c.switchTo(next);
                    c.output(1).put((byte) '1');
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        client.seen().awaitText("12");
    }

    /**
     * The end goes to the next handler when the old one has not been told, with what is left.
     * Broken by noting that the end has been told when it has only been seen.
     */
    @Test
    public void anEndThatIsNotToldGoesToTheNextHandler() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(
                rig.client()
                        .on(
                                Call.OPENED,
                                c -> {
                                    c.output(4).put("rest".getBytes(StandardCharsets.ISO_8859_1));
                                    rig.end(c);
                                }),
                server);
        server.seen().awaitCall(Call.PEER_ENDED);
        server.inTurn(c -> c.switchTo(next));
        assertEquals(Closed.finished(), next.seen().awaitClosed());
        assertEquals("rest", next.seen().text());
        assertEquals(1, next.seen().count(Call.INPUT_ENDED));
        assertEquals(0, server.seen().count(Call.INPUT_ENDED));
    }

    /** A handler may switch when the input has ended: the rest and the end go on to the next. */
    @Test
    public void switchingAtTheEndPassesOnTheRestAndTheEnd() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server();
        server.onReceived((c, in) -> {});
        server.onInputEnded((c, in) -> c.switchTo(next));
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("abc");
        client.inTurn(rig::end);
        assertEquals(Closed.finished(), next.seen().awaitClosed());
        assertEquals("abc", next.seen().text());
        assertEquals(1, next.seen().count(Call.INPUT_ENDED));
    }

    /** A pause of the old handler does not hold up the next. */
    @Test
    public void aPauseEndsWithTheHandlerThatAskedForIt() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    c.pauseInput();
                    c.switchTo(next);
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("abc");
        next.seen().awaitText("abc");
    }

    /** Nor does what it expected. */
    @Test
    public void anExpectationEndsWithTheHandlerThatHadIt() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    c.expect(1_000);
                    c.switchTo(next);
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("abc");
        next.seen().awaitText("abc");
    }

    /**
     * A deadline of the old handler is not told to the next. Broken by a wheel that is not reset.
     */
    @Test
    public void aDeadlineEndsWithTheHandlerThatSetIt() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    server.consume(in);
                    c.deadline(c.nanoTime() + 1_000_000);
                    c.switchTo(next);
                });
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        next.seen().awaitCall(Call.OPENED);
        rig.passTime(Duration.ofMillis(60));
        next.inTurn(c -> {});
        assertEquals(List.of(Call.OPENED), next.seen().calls());
        next.inTurn(c -> c.deadline(c.nanoTime() + 1_000_000));
        next.seen().awaitCall(Call.DEADLINE);
    }

    /** A handler may pass the connection on as soon as it is opened, and the next one too. */
    @Test
    public void switchesMayFollowEachOther() {
        RecordingHandler third = rig.handler("third").echoing();
        RecordingHandler second = rig.handler("second").on(Call.OPENED, c -> c.switchTo(third));
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.switchTo(second));
        RecordingHandler client = rig.client();
        rig.join(client, server);
        client.send("x");
        client.seen().awaitText("x");
        assertEquals(List.of(Call.OPENED), second.seen().calls());
        assertEquals(List.of(Call.OPENED, Call.RECEIVED), third.seen().calls());
    }

    /** Two switches in one callback are a mistake, and said to be one. */
    @Test
    public void aSecondSwitchInOneCallbackIsRefused() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server();
        rig.join(rig.client(), server);
        server.inTurn(
                c -> {
                    c.switchTo(next);
                    assertThrows(IllegalStateException.class, () -> c.switchTo(rig.server()));
                });
        next.seen().awaitCall(Call.OPENED);
    }

    /** A handler that comes while a connection is draining must know. */
    @Test
    public void drainingIsToldToTheNextHandlerToo() {
        RecordingHandler next = rig.handler("next");
        RecordingHandler server = rig.server().on(Call.DRAINING, c -> c.switchTo(next));
        rig.join(rig.client(), server);
        server.connection().drain(server.connection().nanoTime() + 60_000_000_000L);
        next.seen().awaitCall(Call.DRAINING);
        assertEquals(List.of(Call.OPENED, Call.DRAINING), next.seen().calls());
    }
}
