package dev.bogie.sse.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

final class EventEncoderTest {
    private final EventEncoder encoder = new EventEncoder();

    private String written() {
        ByteBuffer out = ByteBuffer.allocate(encoder.size());
        encoder.writeTo(out);
        return new String(out.array(), StandardCharsets.UTF_8);
    }

    @Test
    void writesFieldsInTheOrderOfTheCalls() {
        encoder.id("7").event("chat").retry(10).data("hi").end();
        assertEquals("id: 7\nevent: chat\nretry: 10\ndata: hi\n\n", written());
        assertEquals(0, encoder.size());
    }

    @Test
    @DisplayName("K1 GHSA-4hxc-9384-m385 GHSA-p6xx-57qc-3wxr: data is split at CRLF, CR and LF")
    void splitsDataAtEachLineEnd() {
        encoder.data("a\r\nb\rc\nid: 1\n\r\n").end();
        assertEquals("data: a\ndata: b\ndata: c\ndata: id: 1\ndata: \ndata: \n\n", written());
    }

    @Test
    @DisplayName("K1: comments are split at CRLF, CR and LF")
    void splitsCommentsAtEachLineEnd() {
        encoder.comment("a\rdata: x\n\nb");
        assertEquals(":a\n:data: x\n:\n:b\n", written());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\r\n", "x\n"})
    @DisplayName(
            "K1 GHSA-4hxc-9384-m385 GHSA-p6xx-57qc-3wxr: event and id with a line end are refused")
    void refusesLineEndsInNames(String value) {
        assertThrows(IllegalArgumentException.class, () -> encoder.event(value));
        assertThrows(IllegalArgumentException.class, () -> encoder.id(value));
        assertEquals(0, encoder.size());
    }

    @Test
    @DisplayName("K1: id with NUL is refused, as clients would ignore it")
    void refusesNulInId() {
        assertThrows(IllegalArgumentException.class, () -> encoder.id("a\0"));
    }

    @Test
    void aLeadingSpaceSurvives() {
        encoder.data(" a").end();
        assertEquals("data:  a\n\n", written());
    }

    @Test
    void emptyDataIsAnEvent() {
        encoder.data("").end();
        assertEquals("data: \n\n", written());
    }

    @Test
    void aTypeWithoutDataIsRefused() {
        encoder.event("x");
        assertThrows(IllegalStateException.class, encoder::end);
    }

    @Test
    void halfAnEventIsNotWritten() {
        encoder.data("x");
        assertThrows(IllegalStateException.class, () -> encoder.writeTo(ByteBuffer.allocate(99)));
        assertThrows(IllegalStateException.class, encoder::toShared);
    }

    @Test
    void tooLittleRoomLosesNothing() {
        encoder.data("x").end();
        assertThrows(BufferOverflowException.class, () -> encoder.writeTo(ByteBuffer.allocate(8)));
        assertEquals("data: x\n\n", written());
    }

    @Test
    void aSharedEventIsDirectAndReadOnly() {
        ByteBuffer shared = encoder.data("x").end().toShared();
        assertTrue(shared.isDirect());
        assertTrue(shared.isReadOnly());
        assertEquals("data: x\n\n", StandardCharsets.UTF_8.decode(shared).toString());
        assertEquals(0, encoder.size());
    }

    @Test
    void halfACharacterIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> encoder.data("\ud83d"));
        assertThrows(IllegalArgumentException.class, () -> encoder.event("\ude83"));
    }

    @Test
    void aNegativeRetryIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> encoder.retry(-1));
    }
}
