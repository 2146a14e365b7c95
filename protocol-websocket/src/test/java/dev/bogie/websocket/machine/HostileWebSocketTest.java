package dev.bogie.websocket.machine;

import static dev.bogie.websocket.machine.Transcript.bytes;
import static dev.bogie.websocket.machine.Transcript.concat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.websocket.machine.ClosingHandshake.TransportEnd;
import dev.bogie.websocket.machine.WebSocketMachine.Event;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** What broke other implementations: one test for each row that a machine can answer for. */
final class HostileWebSocketTest {
    private static final Limits SMALL = new Limits(1000, 100, 7);

    /** A client, since the bytes of a server are readable. */
    private final WebSocketMachine machine = client(SMALL);

    private static WebSocketMachine client(Limits limits) {
        return WebSocketMachine.client(limits, Timeouts.STANDARD, new Random(1), 0);
    }

    private static ByteBuffer wire(String hex) {
        return ByteBuffer.wrap(bytes(hex));
    }

    private void assertFails(int code, Event event) {
        assertEquals(Event.FAILURE, event);
        assertThat(machine.failure()).isNotNull();
        assertEquals(code, machine.failure().code());
    }

    @Test
    @DisplayName(
            "G1 CVE-2020-13935 CVE-2020-27813 CVE-2026-1528: length with its top bit set is 1002")
    void refusesNegativeLength() {
        assertFails(1002, machine.next(wire("81 7f ffffffffffffffff"), 0));
    }

    @Test
    @DisplayName("G1 CVE-2026-1528: length near 2^63 is 1009 before anything is allocated")
    void refusesHugeLength() {
        assertFails(1009, machine.next(wire("82 7f 7fffffffffffffff"), 0));
    }

    @Test
    @DisplayName(
            "G2 CVE-2016-10542 CVE-2018-21035 CVE-2021-21419: the message limit is on by default")
    void limitsByDefault() {
        WebSocketMachine standard = client(Limits.STANDARD);
        assertEquals(Event.FAILURE, standard.next(wire("82 7f 0000000000100001"), 0));
        assertEquals(
                Event.NEED_MORE, client(Limits.STANDARD).next(wire("82 7f 0000000000100000"), 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"02", "01"})
    @DisplayName("G2 UNDERTOW-2770: one limit for text and binary, across fragments")
    void limitsAcrossFragments(String opcode) {
        byte[] begin = concat(bytes(opcode + " 7e 0258"), new byte[600]);
        byte[] more = concat(bytes("00 7e 0258"), new byte[600]);
        assertThat(Transcript.of(machine, concat(begin, more))).containsExactly("FAILURE 1009");
    }

    @Test
    @DisplayName("G2: an announced length is not allocated before its bytes come")
    void doesNotAllocateWhatIsAnnounced() {
        MessageAssembler assembler = new MessageAssembler(new Limits(Integer.MAX_VALUE, 1, 0));
        FrameDecoder decoder = new FrameDecoder(Role.CLIENT, 0);
        // 2 GiB - 1 is more than this test's heap may have: an allocation would throw.
        ByteBuffer in = wire("82 7f 000000007fffffff 01");
        assertTrue(decoder.readHeader(in));
        assembler.begin(decoder);
        assertFalse(assembler.read(decoder, in));
    }

    @Test
    @DisplayName("G3 CVE-2026-48779: each fragment is charged a fixed cost")
    void chargesFragments() {
        WebSocketMachine charged = client(new Limits(80, 1000, 7));
        // 1 + 9 * 8 = 73 bytes are within the budget, ten times 8 are not.
        byte[] nine = concat(bytes("02 01 61"), bytes("00 01 61".repeat(9)));
        assertThat(Transcript.of(charged, nine)).isEmpty();
        assertEquals(Event.FAILURE, charged.next(wire("00 01 61"), 0));
    }

    @Test
    @DisplayName("G3 CVE-2026-48779: the number of fragments is limited, empty ones too")
    void countsFragments() {
        WebSocketMachine counted = client(new Limits(1000, 100, 0));
        byte[] hundred = concat(bytes("02 00"), bytes("00 00".repeat(99)));
        assertThat(Transcript.of(counted, hundred)).isEmpty();
        assertEquals(Event.FAILURE, counted.next(wire("00 00"), 0));
    }

    @Test
    @DisplayName("G3: 65,536 one-byte fragments are legal by default")
    void takesManyFragments() {
        byte[] wire =
                concat(bytes("02 01 61"), bytes("00 01 61".repeat(65_534)), bytes("80 01 61"));
        assertThat(Transcript.of(client(Limits.STANDARD), wire))
                .containsExactly("BINARY " + "61".repeat(65_536));
    }

    @Test
    @DisplayName("G3: a message must be complete in time")
    void limitsAssemblyTime() {
        machine.keepAlive().configure(Duration.ZERO, Duration.ZERO, 0);
        assertEquals(Event.NEED_MORE, machine.next(wire("02 01 61"), 5));
        long due = 5 + Timeouts.STANDARD.assembly().toNanos();
        assertEquals(due, machine.deadline());
        assertEquals(Event.NEED_MORE, machine.expire(due - 1));
        assertFails(1008, machine.expire(due));
    }

    @Test
    @DisplayName("G4, CVE-2018-1000518 CVE-2026-1526: no extension is on, so RSV1 is 1002")
    void refusesCompressedFrames() {
        assertFails(1002, machine.next(wire("c1 00"), 0));
    }

    @Test
    @DisplayName(
            "G6 CVE-2026-45736 CVE-2016-10518: control payloads are exactly the bytes that remain")
    void sendsExactlyWhatRemains() {
        for (ByteBuffer payload :
                List.of(
                        ByteBuffer.allocate(20).position(5).limit(9),
                        ByteBuffer.allocate(20).position(5).limit(9).slice(),
                        ByteBuffer.allocateDirect(20).position(5).limit(9),
                        ByteBuffer.allocate(20).position(5).limit(9).asReadOnlyBuffer())) {
            ByteBuffer out = ByteBuffer.allocate(64);
            machine.send(Opcode.PING, true, payload, out);
            assertEquals(2 + 4 + 4, out.position());
            assertFalse(payload.hasRemaining());
        }
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        machine.send(
                                Opcode.PING,
                                true,
                                ByteBuffer.allocate(126),
                                ByteBuffer.allocate(999)));
        assertThrows(IllegalArgumentException.class, () -> machine.close(1000, "x".repeat(124), 0));
    }

    @Test
    @DisplayName("G7 CVE-2021-32640 CVE-2020-7662 CVE-2020-7663: header lists are read in one pass")
    void readsListsInOnePass() {
        String spaces = "b" + " ".repeat(1 << 20) + "x";
        assertThrows(IllegalArgumentException.class, () -> TokenList.parse(spaces));
        assertFalse(TokenList.contains(spaces, "x"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xB, 0xC, 0xD, 0xE, 0xF})
    @DisplayName("G9 CVE-2026-19204: a reserved opcode fails with its first byte")
    void failsAtTheFirstByte(int opcode) {
        assertFails(1002, machine.next(ByteBuffer.wrap(new byte[] {(byte) (0x80 | opcode)}), 0));
    }

    @Test
    @DisplayName("G10 CVE-2024-23672: a peer that never answers a Close is aborted")
    void abortsAPeerThatDoesNotClose() {
        machine.close(1000, "", 0);
        Transcript.owed(machine);
        long due = Timeouts.STANDARD.close().toNanos();
        assertEquals(due, machine.deadline());
        // Data puts nothing off.
        assertEquals(Event.TEXT, machine.next(wire("81 00"), due - 1));
        assertEquals(due, machine.deadline());
        assertFails(1006, machine.expire(due));
        assertEquals(TransportEnd.ABORT, machine.transportEnd());
    }

    @Test
    @DisplayName("G12 CVE-2025-10148: each frame has a fresh mask")
    void masksFreshly() {
        Set<Integer> masks = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            ByteBuffer out = ByteBuffer.allocate(6);
            machine.send(Opcode.BINARY, true, ByteBuffer.allocate(0), out);
            masks.add(out.getInt(2));
        }
        assertThat(masks).hasSize(100);
    }

    @Test
    @DisplayName("G13 CVE-2025-5399: a control frame anywhere between frames, read in any pieces")
    void takesControlFramesAnywhere() {
        byte[] wire = bytes("01 02 6162 89 02 0102 00 01 63 8a 00 80 01 64");
        for (int one = 0; one <= wire.length; one++) {
            for (int two = one; two <= wire.length; two++) {
                assertThat(Transcript.of(client(SMALL), wire, one, two))
                        .containsExactly("PING 0102", "PONG", "TEXT \"abcd\"");
            }
        }
    }

    @Test
    @DisplayName(
            "G14: a client frame in the clear and a masked server frame fail at the second byte")
    void failsAtTheMaskBit() {
        assertFails(1002, machine.next(wire("81 80"), 0));
        WebSocketMachine server = WebSocketMachine.server(SMALL, Timeouts.NONE, 0);
        assertEquals(Event.FAILURE, server.next(wire("81 7f"), 0));
    }

    @Test
    @DisplayName("G15: a failure tells the peer its code, once, and nothing is read any more")
    void tellsThePeerOnce() {
        WebSocketMachine server = WebSocketMachine.server(SMALL, Timeouts.NONE, 0);
        assertEquals(Event.FAILURE, server.next(wire("c1"), 0));
        byte[] close = Transcript.owed(server);
        assertThat(close).startsWith(0x88, close.length - 2, 0x03, 0xea);
        assertEquals(0, server.owed());
        assertEquals(TransportEnd.CLOSE, server.transportEnd());
        ByteBuffer more = wire("81 80 00000000");
        assertEquals(Event.ENDED, server.next(more, 0));
        assertFalse(more.hasRemaining());
    }

    @Test
    @DisplayName("G17: of a flood of pings that could not be answered only the latest is")
    void answersTheLatestPing() {
        WebSocketMachine server = WebSocketMachine.server(SMALL, Timeouts.NONE, 0);
        for (int i = 0; i < 100_000; i++) {
            byte[] ping = bytes("89 81 00000000 00");
            ping[6] = (byte) i;
            assertEquals(Event.PING, server.next(ByteBuffer.wrap(ping), 0));
        }
        assertThat(Transcript.owed(server)).isEqualTo(new byte[] {(byte) 0x8A, 1, (byte) 99_999});
        assertEquals(0, server.owed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AQIDBAUGBwgJCgsMDQ4PEC==x",
                "AQIDBAUGBwgJCgsMDQ4P",
                "AQIDBAUGBwgJCgsMDQ4PEBE=",
                "AQIDBAUGBwgJCgsMDQ4PE!==",
                "AQIDBAUGBwgJ CgsMDQ4PE=="
            })
    @DisplayName("G18 CVE-2020-7693: a key that is not 16 bytes in base64 is refused")
    void refusesMalformedKeys(String key) {
        assertFalse(HandshakeKey.isValid(key));
    }
}
