package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.ByteScript;
import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What comes in: the transport keeps what a handler leaves, tells the end once and after all bytes,
 * and stops delivering when asked to.
 */
public abstract class InputContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected InputContract() {}

    /** A megabyte arrives as it was sent. Broken by a buffer that is reused too early. */
    @Test
    public void bytesArriveInOrderAndOnce() {
        byte[] sent = new byte[1 << 20];
        new Random(1).nextBytes(sent);
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        client.send(sent);
        assertArrayEquals(sent, server.seen().awaitBytes(sent.length));
    }

    /**
     * Bytes left in the buffer come again, with more behind them, however the stream was cut up.
     * The most repeated bug of the whole field: broken by forgetting the rest, by giving it twice,
     * or by moving it while it is read.
     */
    @Test
    public void whatIsLeftComesAgainAtEverySplit() {
        for (ByteScript.Feeding feeding :
                ByteScript.ascii("1a2bc3def0").trailed("5xy").feedings()) {
            List<String> frames = Collections.synchronizedList(new ArrayList<>());
            RecordingHandler client = rig.client();
            RecordingHandler server = rig.server();
            server.onReceived(
                    (c, in) -> {
                        takeFrames(in, frames);
                        c.output(4).putInt(in.remaining());
                    });
            List<byte[]> rest = Collections.synchronizedList(new ArrayList<>());
            server.onInputEnded(
                    (c, in) -> {
                        rest.add(new byte[in.remaining()]);
                        in.get(rest.getFirst());
                    });
            rig.join(client, server);
            int fed = 0;
            for (byte[] piece : feeding.pieces()) {
                client.send(piece);
                fed += 4;
                client.seen().awaitBytes(fed);
            }
            client.inTurn(rig::end);
            server.seen().awaitCall(Call.INPUT_ENDED);
            assertEquals(List.of("a", "bc", "def", ""), frames, feeding::toString);
            assertArrayEquals(feeding.trailing(), rest.getFirst(), feeding::toString);
        }
    }

    /** Frames are a digit, which is the length, and as many bytes. */
    private static void takeFrames(ByteBuffer in, List<String> frames) {
        while (in.hasRemaining()) {
            int length = in.get(in.position()) - '0';
            if (in.remaining() <= length) {
                return;
            }
            byte[] frame = new byte[length];
            in.get(in.position() + 1, frame).position(in.position() + 1 + length);
            frames.add(new String(frame, StandardCharsets.ISO_8859_1));
        }
    }

    /**
     * The end comes with what was left, once, after all bytes. Broken by telling the end as soon as
     * it is read.
     */
    @Test
    public void theEndComesAfterAllBytesWithTheRest() {
        List<String> rest = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.onReceived((c, in) -> {});
        server.onInputEnded((c, in) -> rest.add(StandardCharsets.ISO_8859_1.decode(in).toString()));
        rig.join(client, server);
        client.inTurn(
                c -> {
                    c.output(3).put(new byte[] {'a', 'b', 'c'});
                    rig.end(c);
                });
        server.seen().awaitClosed();
        assertEquals(List.of("abc"), rest);
        assertEquals(InputEnd.ENDED, server.seen().inputEnd());
        assertEquals(1, server.seen().count(Call.INPUT_ENDED));
    }

    /** The end is told though nothing was ever sent. Broken by reading only when bytes arrive. */
    @Test
    public void theEndIsToldWithoutAnyBytes() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        client.inTurn(rig::end);
        assertEquals(Closed.finished(), server.seen().awaitClosed());
        assertEquals(0, server.seen().count(Call.RECEIVED));
        assertEquals(1, server.seen().count(Call.INPUT_ENDED));
    }

    /**
     * In a pause nothing is delivered, the end included; the peer's end is told as advice all the
     * same. Broken by not reading during a pause, or by delivering what was read.
     */
    @Test
    public void aPauseHoldsBackBytesAndEndButNotTheAdvice() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(client, server);
        client.send("abc");
        client.inTurn(rig::end);
        server.seen().awaitCall(Call.PEER_ENDED);
        server.inTurn(c -> {});
        assertEquals(List.of(Call.OPENED, Call.PEER_ENDED), server.seen().calls());
        server.inTurn(c -> c.resumeInput());
        server.seen().awaitClosed();
        assertEquals("abc", server.seen().text());
        assertEquals(
                List.of(Call.OPENED, Call.PEER_ENDED, Call.RECEIVED, Call.INPUT_ENDED, Call.CLOSED),
                server.seen().calls());
    }

    /** What was left before a pause comes again after it, before what arrived in it. */
    @Test
    public void resumingDeliversWhatWasLeftAndWhatCameMeanwhile() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    if (server.seen().count(Call.RECEIVED) == 1) {
                        c.pauseInput();
                    } else {
                        server.consume(in);
                    }
                });
        rig.join(client, server);
        client.send("abc");
        server.seen().awaitCall(Call.RECEIVED);
        client.send("def");
        client.inTurn(rig::end);
        server.seen().awaitCall(Call.PEER_ENDED);
        assertEquals(1, server.seen().count(Call.RECEIVED));
        server.inTurn(c -> c.resumeInput());
        server.seen().awaitText("abcdef");
    }

    /**
     * {@code resumeInput} asks for {@code received} once more, though nothing is new and there was
     * no pause: a layer that still holds bytes of its own relies on it.
     */
    @Test
    public void resumingCallsAgainThoughNothingIsNew() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        client.send("x");
        server.seen().awaitText("x");
        int before = server.seen().count(Call.RECEIVED);
        server.inTurn(c -> c.resumeInput());
        server.seen().awaitCalls(Call.RECEIVED, before + 1);
        assertEquals("x", server.seen().text());
    }

    /**
     * A handler that takes one message per call asks for the next one from inside the callback; it
     * is called again afterwards, never inside. Broken by a resumption that is lost because no
     * pause was in force.
     */
    @Test
    public void resumingInsideTheCallbackDeliversTheRestAfterIt() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    if (in.hasRemaining()) {
                        server.consume(in.slice(in.position(), 1));
                        in.position(in.position() + 1);
                        c.pauseInput();
                        c.resumeInput();
                    }
                });
        rig.join(client, server);
        client.send("abcde");
        server.seen().awaitText("abcde");
        assertTrue(server.seen().count(Call.RECEIVED) >= 5);
    }

    /** {@code expect} holds bytes back until there are enough. Broken by ignoring it. */
    @Test
    public void expectedBytesAreDeliveredTogether() {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.expect(10));
        server.onReceived(
                (c, in) -> {
                    sizes.add(in.remaining());
                    server.consume(in);
                });
        rig.join(client, server);
        client.send("1234");
        server.inTurn(c -> {});
        client.send("567");
        rig.roundTrip();
        server.inTurn(c -> {});
        client.send("890ab");
        server.seen().awaitBytes(10);
        assertTrue(sizes.getFirst() >= 10, sizes::toString);
    }

    /** More than {@code max-input} may be expected, and then is kept. Broken by a fixed buffer. */
    @Test
    public void moreThanTheUsualMayBeExpected() {
        rig.set(StreamLimits.MAX_INPUT, 2_048L);
        int length = 100_000;
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.expect(length));
        server.onReceived(
                (c, in) -> {
                    sizes.add(in.remaining());
                    server.consume(in);
                });
        rig.join(client, server);
        client.send(new byte[length]);
        server.seen().awaitBytes(length);
        assertEquals(List.of(length), sizes);
    }

    /** The end comes though less than expected is there; the bytes come with it or before. */
    @Test
    public void theEndComesThoughMoreWasExpected() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.expect(100));
        rig.join(client, server);
        client.send("short");
        client.inTurn(rig::end);
        server.seen().awaitClosed();
        assertEquals("short", server.seen().text());
        assertEquals(1, server.seen().count(Call.INPUT_ENDED));
    }

    /** What cannot be kept is refused where it is asked for. */
    @Test
    public void expectingTooMuchOrNothingIsRefused() {
        rig.set(StreamLimits.MAX_EXPECT, 4_096L);
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        server.inTurn(
                c -> {
                    assertThrows(IllegalArgumentException.class, () -> c.expect(0));
                    assertThrows(IllegalArgumentException.class, () -> c.expect(4_097));
                    c.expect(4_096);
                });
    }

    /**
     * A handler that consumes nothing of a full buffer would wait for ever: the connection is
     * aborted, and the reason names the limit.
     */
    @Test
    public void nothingConsumedOfAFullBufferAbortsAndSaysSo() {
        rig.set(StreamLimits.MAX_INPUT, 1_024L);
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.onReceived((c, in) -> {});
        rig.join(client, server);
        client.send(new byte[5_000]);
        Closed.Aborted how = assertInstanceOf(Closed.Aborted.class, server.seen().awaitClosed());
        assertTrue(how.reason().contains("max-input"), how::reason);
    }

    /**
     * A pause is not counted: one resumption ends any number of pauses. And pausing in the callback
     * leaves what was not consumed for later.
     */
    @Test
    public void pausesAreNotCounted() {
        RecordingHandler client = rig.client();
        RecordingHandler server =
                rig.server()
                        .on(
                                Call.OPENED,
                                c -> {
                                    c.pauseInput();
                                    c.pauseInput();
                                });
        rig.join(client, server);
        client.send("x");
        server.inTurn(c -> c.resumeInput());
        server.seen().awaitText("x");
    }

    /**
     * A paused reader holds its sender up in the end: the transport keeps no more than its limit.
     * Broken by reading on into memory.
     */
    @Test
    public void aPauseReachesTheSender() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(client, server);
        long sent = Flood.untilStuck(rig, client, server);
        assertFalse(client.ask(() -> client.connection().isWritable()));
        server.inTurn(c -> c.resumeInput());
        server.seen().awaitBytes((int) sent);
    }
}
