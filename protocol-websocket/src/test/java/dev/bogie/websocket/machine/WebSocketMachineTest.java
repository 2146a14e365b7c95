package dev.bogie.websocket.machine;

import static dev.bogie.websocket.machine.Transcript.bytes;
import static dev.bogie.websocket.machine.Transcript.owed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.websocket.machine.ClosingHandshake.TransportEnd;
import dev.bogie.websocket.machine.WebSocketMachine.Event;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.Random;

final class WebSocketMachineTest {
    private static final long SECOND = 1_000_000_000L;

    private final WebSocketMachine server =
            WebSocketMachine.server(Limits.STANDARD, Timeouts.STANDARD, 0);
    private final WebSocketMachine client =
            WebSocketMachine.client(Limits.STANDARD, Timeouts.STANDARD, new Random(1), 0);

    private static ByteBuffer wire(String hex) {
        return ByteBuffer.wrap(bytes(hex));
    }

    private static Event give(WebSocketMachine to, byte[] wire) {
        return to.next(ByteBuffer.wrap(wire), 0);
    }

    @Test
    void echoesTheCloseOfThePeerAndThenTheServerEndsTheTransport() {
        client.close(4000, "bye", 0);
        assertEquals(Event.CLOSE, give(server, owed(client)));
        assertEquals(4000, server.closeCode());
        assertEquals("bye", server.closeReason());
        assertEquals(TransportEnd.NOT_YET, server.transportEnd());
        byte[] echo = owed(server);
        assertThat(echo).isEqualTo(bytes("88 02 0fa0"));
        assertEquals(TransportEnd.CLOSE, server.transportEnd());
        assertEquals(Event.CLOSE, give(client, echo));
        assertEquals(TransportEnd.NOT_YET, client.transportEnd());
        assertEquals(Event.ENDED, client.inputEnded());
        assertEquals(TransportEnd.CLOSE, client.transportEnd());
    }

    @Test
    void clientClosesTheTransportWhenTheServerDoesNot() {
        client.close(1000, "", 0);
        owed(client);
        give(client, bytes("88 02 03e8"));
        assertEquals(10 * SECOND, client.deadline());
        assertEquals(Event.ENDED, client.expire(10 * SECOND));
        assertEquals(TransportEnd.CLOSE, client.transportEnd());
        assertEquals(Timeouts.NEVER, client.deadline());
    }

    @Test
    void crossingClosesAnswerEachOther() {
        client.close(1000, "", 0);
        server.close(1001, "", 0);
        byte[] fromClient = owed(client);
        byte[] fromServer = owed(server);
        assertEquals(Event.CLOSE, give(server, fromClient));
        assertEquals(Event.CLOSE, give(client, fromServer));
        assertEquals(0, client.owed());
        assertEquals(0, server.owed());
        assertEquals(TransportEnd.CLOSE, server.transportEnd());
    }

    @Test
    void messagesStillComeAfterOwnClose() {
        client.close(1000, "", 0);
        owed(client);
        assertEquals(Event.TEXT, give(client, bytes("81 01 61")));
        assertEquals(Event.CLOSE, give(client, bytes("88 00")));
    }

    @Test
    void pingsAfterOwnCloseAreNotAnswered() {
        client.close(1000, "", 0);
        owed(client);
        assertEquals(Event.PING, give(client, bytes("89 00")));
        assertEquals(0, client.owed());
    }

    @Test
    void nothingIsSentAfterClose() {
        server.close(1000, "", 0);
        assertFalse(server.isOpen());
        assertThrows(
                IllegalStateException.class,
                () -> server.send(Opcode.TEXT, true, wire("61"), ByteBuffer.allocate(9)));
    }

    @Test
    void pongIsOwedBeforeClose() {
        give(client, bytes("89 01 70"));
        client.close(1000, "", 0);
        byte[] owed = owed(client);
        assertThat(owed).hasSize(2 + 4 + 1 + 2 + 4 + 2);
        assertThat(owed[0]).isEqualTo((byte) 0x8A);
    }

    @Test
    void fragmentsOfOneMessageAreNotMixedWithAnother() {
        ByteBuffer out = ByteBuffer.allocate(64);
        server.send(Opcode.TEXT, false, wire("61"), out);
        assertFalse(server.mayStartMessage());
        assertThrows(
                IllegalStateException.class,
                () -> server.send(Opcode.BINARY, true, wire("62"), out));
        server.send(Opcode.PING, true, wire(""), out);
        server.send(Opcode.CONTINUATION, true, wire("63"), out);
        assertTrue(server.mayStartMessage());
        assertThrows(
                IllegalStateException.class,
                () -> server.send(Opcode.CONTINUATION, true, wire("64"), out));
        assertThat(Transcript.hex(out.flip())).isEqualTo("010161" + "8900" + "800163");
    }

    @Test
    void aRefusedSendWritesNothing() {
        ByteBuffer out = ByteBuffer.allocate(3);
        assertThrows(
                java.nio.BufferOverflowException.class,
                () -> server.send(Opcode.TEXT, false, wire("6162"), out));
        assertEquals(0, out.position());
        assertTrue(server.mayStartMessage());
    }

    @Test
    void aHeaderAloneLetsThePayloadGoByReference() {
        ByteBuffer out = ByteBuffer.allocate(10);
        server.sendHeader(Opcode.BINARY, true, 0x12345, out);
        assertThat(Transcript.hex(out.flip())).isEqualTo("827f0000000000012345");
        assertThrows(
                IllegalStateException.class,
                () -> client.sendHeader(Opcode.BINARY, true, 1, ByteBuffer.allocate(99)));
    }

    @Test
    void aSharedFrameIsDirectAndReadOnly() {
        ByteBuffer shared = FrameEncoder.shared(Opcode.TEXT, WebSocketMachine.utf8("Hello"));
        assertTrue(shared.isDirect());
        assertTrue(shared.isReadOnly());
        assertThat(Transcript.hex(shared)).isEqualTo("810548656c6c6f");
    }

    @Test
    void textWithHalfACharacterIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> WebSocketMachine.utf8("a\ud83d"));
        assertThrows(IllegalArgumentException.class, () -> WebSocketMachine.utf8("\ude83\ud83d"));
        assertEquals(4, WebSocketMachine.utf8("🚃").remaining());
    }

    @Test
    void endOfInputWithoutCloseIsAbnormal() {
        assertEquals(Event.FAILURE, server.inputEnded());
        assertEquals(1006, server.failure().code());
        assertEquals(0, server.owed());
        assertEquals(TransportEnd.ABORT, server.transportEnd());
        assertEquals(Event.ENDED, server.inputEnded());
    }

    @Test
    void messageDataBelongsToTheCaller() {
        client.next(wire("82 02 0102"), 0);
        ByteBuffer first = client.data();
        client.next(wire("82 02 0304"), 0);
        assertThat(Transcript.hex(first)).isEqualTo("0102");
    }

    @Test
    void changingThePayloadOfAPingDoesNotChangeItsPong() {
        server.next(wire("89 81 00000000 70"), 0);
        server.data().put(0, (byte) 0);
        assertThat(owed(server)).isEqualTo(bytes("8a 01 70"));
    }

    @Test
    void silenceBringsAPingAndThenTheEnd() {
        assertEquals(20 * SECOND, server.deadline());
        assertEquals(Event.NEED_MORE, server.expire(20 * SECOND - 1));
        assertEquals(0, server.owed());
        assertEquals(Event.NEED_MORE, server.expire(20 * SECOND));
        byte[] ping = owed(server);
        assertThat(ping).hasSize(10).startsWith(0x89, 8);
        assertEquals(40 * SECOND, server.deadline());
        assertEquals(Event.FAILURE, server.expire(40 * SECOND));
        assertEquals(1006, server.failure().code());
        assertThat(server.failure().reason()).contains("ping timeout");
        assertEquals(TransportEnd.ABORT, server.transportEnd());
    }

    @Test
    void aPongEndsTheWait() {
        server.expire(20 * SECOND);
        client.next(ByteBuffer.wrap(owed(server)), 0);
        assertEquals(Event.PONG, server.next(ByteBuffer.wrap(owed(client)), 21 * SECOND));
        assertEquals(SECOND, server.keepAlive().roundTripNanos());
        assertEquals(41 * SECOND, server.deadline());
    }

    @Test
    void halfAHeaderIsNoSignOfLifeByItself() {
        ByteBuffer in = wire("81");
        server.next(in, 15 * SECOND);
        assertTrue(in.hasRemaining());
        assertEquals(20 * SECOND, server.deadline());
    }
}
