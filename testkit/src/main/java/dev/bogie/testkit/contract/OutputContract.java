package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;
import dev.bogie.transport.support.StreamLimits;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** What goes out: in order, in one write at the end of a turn, within its marks. */
public abstract class OutputContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected OutputContract() {}

    /**
     * Bytes leave in the order of the calls, whether encoded in place, copied or taken by
     * reference. Broken by sending references before the chunk that is still being filled.
     */
    @Test
    public void bytesLeaveInTheOrderTheyWereWritten() {
        Random random = new Random(7);
        byte[] all = new byte[300_000];
        random.nextBytes(all);
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        AtomicInteger released = new AtomicInteger();
        List<Integer> pieces = new ArrayList<>();
        client.inTurn(
                c -> {
                    for (int at = 0; at < all.length; ) {
                        int n =
                                Math.min(
                                        all.length - at,
                                        1 + random.nextInt(1 << random.nextInt(15)));
                        write(c, ByteBuffer.wrap(all, at, n), pieces.size() % 4, released);
                        pieces.add(n);
                        at += n;
                    }
                });
        assertArrayEquals(all, server.seen().awaitBytes(all.length));
    }

    private static void write(Connection c, ByteBuffer piece, int way, AtomicInteger released) {
        switch (way) {
            case 0 -> c.output(piece.remaining()).put(piece);
            case 1 -> c.write(piece, null);
            case 2 -> c.write(piece, released::incrementAndGet);
            default -> {
                ByteBuffer direct = ByteBuffer.allocateDirect(piece.remaining());
                c.write(direct.put(piece).flip().asReadOnlyBuffer(), released::incrementAndGet);
            }
        }
    }

    /** {@code write} consumes its argument, and copies what it was not given a release for. */
    @Test
    public void whatIsWrittenWithoutReleaseIsCopied() {
        byte[] bytes = new byte[50_000];
        Arrays.fill(bytes, (byte) 'a');
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        client.inTurn(
                c -> {
                    ByteBuffer src = ByteBuffer.wrap(bytes);
                    c.write(src, null);
                    assertFalse(src.hasRemaining());
                    Arrays.fill(bytes, (byte) 'b');
                });
        for (byte b : server.seen().awaitBytes(bytes.length)) {
            assertEquals('a', b);
        }
    }

    /**
     * {@code released} runs once for each write: sent, copied or dropped. Broken by running it
     * again when the connection ends.
     */
    @Test
    public void releasedRunsOnceForEachWrite() {
        AtomicInteger small = new AtomicInteger();
        AtomicInteger large = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        client.inTurn(
                c -> {
                    c.write(ByteBuffer.allocate(10), small::incrementAndGet);
                    c.write(ByteBuffer.allocate(100_000), large::incrementAndGet);
                    c.write(ByteBuffer.allocateDirect(100_000), large::incrementAndGet);
                });
        server.seen().awaitBytes(200_010);
        client.inTurn(
                c -> {
                    rig.end(c);
                    assertThrows(
                            IllegalStateException.class,
                            () -> c.write(ByteBuffer.allocate(9), refused::incrementAndGet));
                });
        client.seen().awaitClosed();
        assertEquals(List.of(1, 2, 1), List.of(small.get(), large.get(), refused.get()));
    }

    /** What was never sent is released as well, when the connection is gone. */
    @Test
    public void releasedRunsForWhatIsDropped() {
        AtomicInteger released = new AtomicInteger();
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(client, server);
        long unused = Flood.untilStuck(rig, client, server);
        client.inTurn(
                c -> {
                    c.write(ByteBuffer.allocateDirect(50_000), released::incrementAndGet);
                    c.write(ByteBuffer.allocate(50_000), released::incrementAndGet);
                });
        client.connection().abort("enough");
        client.seen().awaitClosed();
        assertEquals(2, released.get());
    }

    /** There is as much room as was asked for, also beyond a chunk. */
    @Test
    public void outputHasTheRoomThatWasAskedFor() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        int sent =
                client.ask(
                        () -> {
                            int all = 0;
                            for (int n : new int[] {1, 100, 16_384, 16_385, 200_000, 1}) {
                                ByteBuffer room = client.connection().output(n);
                                assertTrue(room.remaining() >= n);
                                room.put(new byte[n]);
                                all += n;
                            }
                            return all;
                        });
        server.seen().awaitBytes(sent);
    }

    /**
     * A handler that looks is told when to stop, and when to go on. Broken by telling {@code
     * writable} never, or while much still waits.
     */
    @Test
    public void writableTurnsFalseAtTheHighMarkAndIsToldAtTheLowMark() {
        rig.set(StreamLimits.HIGH_MARK, 50_000L);
        rig.set(StreamLimits.LOW_MARK, 20_000L);
        List<Long> pending = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler client =
                rig.client()
                        .on(
                                Call.WRITABLE,
                                c -> {
                                    assertTrue(c.isWritable());
                                    pending.add(c.pending());
                                });
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(client, server);
        long sent = Flood.untilStuck(rig, client, server);
        int before = client.seen().count(Call.WRITABLE);
        client.inTurn(c -> assertFalse(c.isWritable()));
        assertTrue(client.ask(() -> client.connection().pending()) > 50_000);
        server.inTurn(c -> c.resumeInput());
        client.seen().awaitCalls(Call.WRITABLE, before + 1);
        server.seen().awaitBytes((int) sent);
        client.inTurn(c -> {});
        assertEquals(before + 1, client.seen().count(Call.WRITABLE));
        assertTrue(Collections.max(pending) <= 20_000, pending::toString);
    }

    /** {@code writable} is not told to a handler that never saw the opposite. */
    @Test
    public void writableIsNotToldWithoutNeed() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        client.inTurn(c -> assertTrue(c.isWritable()));
        client.send(new byte[10_000]);
        server.seen().awaitBytes(10_000);
        client.inTurn(c -> assertEquals(0, c.pending()));
        assertEquals(0, client.seen().count(Call.WRITABLE));
    }

    /**
     * Above the hard mark a connection is given up as a slow reader, though the handler sees an
     * exception: {@code Aborted}, not {@code Failed}. Broken by queueing without bound.
     */
    @Test
    public void theHardMarkAbortsASlowReaderAndSaysSo() {
        rig.set(StreamLimits.MAX_PENDING, 300_000L);
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(client, server);
        for (int i = 0; i < 100_000; i++) {
            if (!client.tell(c -> c.write(ByteBuffer.allocate(20_000), null))) {
                break;
            }
            if (i % 20 == 0 && client.connection().execute(() -> {})) {
                Flood.fence(client);
            }
        }
        Closed.Aborted how = assertInstanceOf(Closed.Aborted.class, client.seen().awaitClosed());
        assertTrue(how.reason().contains("max-pending"), how::reason);
    }

    /** A peer that does not read holds up nobody else. Broken by a write that waits. */
    @Test
    public void aSlowReaderHoldsUpNobodyElse() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(client, server);
        long unused = Flood.untilStuck(rig, client, server);
        for (int i = 0; i < 5; i++) {
            rig.roundTrip();
        }
        client.inTurn(c -> assertFalse(c.isWritable()));
    }

    /**
     * Ending the output leaves the input open: a client that has asked all may still be answered.
     * Broken by closing the channel instead of one half of it.
     */
    @Test
    public void theClientMayEndFirstAndStillBeAnswered() {
        rig.assume(Capability.HALF_CLOSE);
        RecordingHandler server = rig.server().keepOpen();
        RecordingHandler client = rig.client();
        answerAfterTheEnd(client, server);
        assertEquals(Closed.finished(), client.seen().awaitClosed());
        assertEquals(Closed.finished(), server.seen().awaitClosed());
    }

    /** The same the other way round. */
    @Test
    public void theServerMayEndFirstAndStillBeAnswered() {
        rig.assume(Capability.HALF_CLOSE);
        RecordingHandler client = rig.client().keepOpen();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        halfClose(server, client);
    }

    private void answerAfterTheEnd(RecordingHandler first, RecordingHandler second) {
        rig.join(first, second);
        halfClose(first, second);
    }

    private static void halfClose(RecordingHandler first, RecordingHandler second) {
        first.inTurn(
                c -> {
                    c.output(3).put("ask".getBytes(StandardCharsets.ISO_8859_1));
                    c.end();
                    c.end();
                });
        second.seen().awaitCall(Call.INPUT_ENDED);
        assertEquals("ask", second.seen().text());
        for (int i = 0; i < 3; i++) {
            second.send("answer" + i);
            first.seen().awaitText("answer" + i);
        }
        second.inTurn(c -> c.end());
        assertEquals(Closed.finished(), first.seen().awaitClosed());
        assertEquals(Closed.finished(), second.seen().awaitClosed());
    }

    /** Writing after the end is a mistake of the program, and said to be one. */
    @Test
    public void writingAfterTheEndIsRefused() {
        rig.assume(Capability.HALF_CLOSE);
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().keepOpen();
        rig.join(client, server);
        client.inTurn(
                c -> {
                    c.end();
                    assertThrows(IllegalStateException.class, () -> c.output(1));
                    assertThrows(
                            IllegalStateException.class,
                            () -> c.write(ByteBuffer.allocate(1), null));
                });
        client.inTurn(c -> assertThrows(IllegalStateException.class, () -> c.output(1)));
        client.inTurn(
                c -> {
                    c.close();
                    assertThrows(IllegalStateException.class, () -> c.output(1));
                });
    }

    /**
     * After the peer has vanished what is written is dropped until {@code closed} tells: no handler
     * has to look before each write. Broken by letting the exception of the channel through.
     */
    @Test
    public void writingAfterThePeersDeathIsDroppedSilently() {
        rig.assumeThatResetsAreTold();
        List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        rig.join(client, server);
        server.connection().abort("gone");
        boolean open = true;
        for (int i = 0; open && i < 1_000_000; i++) {
            open =
                    client.tell(
                            c -> {
                                try {
                                    c.write(ByteBuffer.allocate(100), null);
                                    c.flush();
                                } catch (RuntimeException e) {
                                    thrown.add(e);
                                }
                            });
            Flood.fence(client);
        }
        rig.awaitBrokenOff(client);
        assertEquals(List.of(), thrown);
    }

    /**
     * What a loan wrote reaches the peer although the loan that follows it at once blocks on
     * something else. Broken by leaving it for the next loan to send.
     */
    @Test
    public void whatALoanWroteIsNotKeptBackByTheNextOne() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server();
        server.onReceived(
                (c, in) -> {
                    byte next = in.get();
                    c.lend(
                            b -> {
                                if (next == '2') {
                                    client.seen().awaitText("1");
                                }
                                b.output(1).put(next);
                            });
                });
        rig.join(client, server);
        client.send("12");
        client.seen().awaitText("12");
    }

    /** A transport that cannot move files says so by name, and does not fake it. */
    @Test
    public void transferNeedsItsCapability() {
        RecordingHandler client = rig.client();
        rig.join(client, rig.server());
        client.inTurn(
                c -> {
                    if (!c.info(Info.CAPABILITIES)
                            .orElseThrow()
                            .contains(Capability.FILE_TRANSFER)) {
                        Path empty = Files.createTempFile("contract", ".bin");
                        try (FileChannel file = FileChannel.open(empty)) {
                            String said =
                                    assertThrows(
                                                    UnsupportedOperationException.class,
                                                    () -> c.transfer(file, 0, 1, null))
                                            .getMessage();
                            assertTrue(
                                    String.valueOf(said).contains("FILE_TRANSFER"),
                                    "it says: " + said);
                        } finally {
                            Files.delete(empty);
                        }
                    }
                });
    }
}
