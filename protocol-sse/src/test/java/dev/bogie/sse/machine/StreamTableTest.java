package dev.bogie.sse.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The cases of {@code streams.txt}. */
final class StreamTableTest {
    record Case(String rule, byte[] stream, String meaning) {
        @Override
        public String toString() {
            return rule;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in = StreamTableTest.class.getResourceAsStream("streams.txt")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return table.lines()
                    .filter(l -> !l.isBlank() && !l.startsWith("#"))
                    .map(l -> l.split("\\|", -1))
                    .map(c -> new Case(c[0].trim(), stream(c[1]), text(c[2].trim())));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheStreamWhole(Case c) {
        assertEquals(c.meaning, meaning(c.stream));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheStreamCutInTwoAnywhere(Case c) {
        for (int cut = 0; cut <= c.stream.length; cut++) {
            assertThat(meaning(c.stream, cut)).as("cut at %d", cut).isEqualTo(c.meaning);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheStreamByteByByte(Case c) {
        int[] cuts = new int[c.stream.length];
        Arrays.setAll(cuts, i -> i);
        assertEquals(c.meaning, meaning(c.stream, cuts));
    }

    /** The events of a stream, cut behind each of the ascending {@code cuts}. */
    static String meaning(byte[] stream, int... cuts) {
        EventParser parser = new EventParser(1000, 5000);
        List<String> events = new ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            read(parser, ByteBuffer.wrap(stream, from, cut - from), events);
            from = cut;
        }
        read(parser, ByteBuffer.wrap(stream, from, stream.length - from), events);
        String all = String.join(", ", events);
        String retry = parser.retryMillis() < 0 ? "" : "[retry=" + parser.retryMillis() + "]";
        return (all + " " + retry).trim();
    }

    private static void read(EventParser parser, ByteBuffer piece, List<String> events) {
        ByteBuffer in = piece.asReadOnlyBuffer();
        while (true) {
            switch (parser.next(in)) {
                case EVENT ->
                        events.add(
                                (parser.type()
                                                + " \""
                                                + parser.data()
                                                + "\" "
                                                + parser.lastEventId())
                                        .trim());
                case FAILURE -> events.add("FAILURE");
                case NEED_MORE, ENDED -> {
                    assertThat(in.hasRemaining()).as("bytes left").isFalse();
                    return;
                }
            }
        }
    }

    private static byte[] stream(String notation) {
        // A cell has a blank on either side, a stream neither.
        String cell = notation.trim();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int plain = 0;
        int at;
        while ((at = cell.indexOf("\\x", plain)) >= 0) {
            bytes.writeBytes(text(cell.substring(plain, at)).getBytes(StandardCharsets.UTF_8));
            bytes.write(Integer.parseInt(cell, at + 2, at + 4, 16));
            plain = at + 4;
        }
        bytes.writeBytes(text(cell.substring(plain)).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static String text(String notation) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < notation.length(); i++) {
            char c = notation.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            i++;
            switch (notation.charAt(i)) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case '0' -> text.append('\0');
                case 'u' -> {
                    text.append((char) Integer.parseInt(notation, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(notation.charAt(i));
            }
        }
        return text.toString();
    }
}
