package org.example.irc.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.ByteScript;

import org.example.irc.machine.LineReader.Found;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class LineReaderTest {
    /** Takes all lines there are; a line that is too long is {@code null}'s place: a plus. */
    private static void read(LineReader reader, ByteBuffer in, List<String> lines) {
        for (Found f = reader.next(in); f != Found.MORE; f = reader.next(in)) {
            lines.add(f == Found.LINE ? reader.line() : "+");
        }
    }

    @Test
    void linesAreTheSameHoweverTheyAreCut() {
        String tooLong = "x".repeat(511);
        String longest = "y".repeat(510);
        ByteScript.ascii("A b\r\n\r\n\nB\nC :d\r" + tooLong + "\r\n" + longest + "\r\nD\r\n")
                .trailed("unfinished")
                .eachFeeding(
                        feeding -> {
                            LineReader reader = new LineReader();
                            List<String> lines = new ArrayList<>();
                            byte[] rest = feeding.feed(in -> read(reader, in, lines));
                            assertEquals(List.of("A b", "B", "C :d", "+", longest, "D"), lines);
                            assertEquals(feeding.trailing().length, rest.length);
                        });
    }

    @Test
    void aLineWithoutAnEndIsNotKept() {
        LineReader reader = new LineReader();
        ByteBuffer in = ByteBuffer.allocate(511);

        assertEquals(Found.TOO_LONG, reader.next(in));
        for (int i = 0; i < 100; i++) {
            in.clear();
            assertEquals(Found.MORE, reader.next(in));
            assertEquals(0, in.remaining());
        }
        assertEquals(
                Found.MORE,
                reader.next(ByteBuffer.wrap("end\r\n".getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void aLineIsUtf8OrElseLatin1() {
        ByteBuffer in = ByteBuffer.wrap("ü€\n".getBytes(StandardCharsets.UTF_8));
        LineReader reader = new LineReader();
        reader.next(in);
        assertEquals("ü€", reader.line());

        reader.next(ByteBuffer.wrap("für\n".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals("für", reader.line());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void garbageIsCutTheSameInOneGoAndInPieces(long seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[20_000];
        random.nextBytes(bytes);
        for (int i = 0; i < 30; i++) {
            bytes[random.nextInt(bytes.length)] = '\n';
        }
        List<String> whole = new ArrayList<>();
        read(new LineReader(), ByteBuffer.wrap(bytes), whole);

        List<String> pieces = new ArrayList<>();
        LineReader reader = new LineReader();
        ByteBuffer in = ByteBuffer.wrap(bytes).limit(0);
        while (in.limit() < bytes.length) {
            in.limit(Math.min(bytes.length, in.limit() + 1 + random.nextInt(300)));
            read(reader, in, pieces);
            assertTrue(in.remaining() <= LineReader.MAX_LINE);
        }
        assertEquals(whole, pieces);
    }
}
