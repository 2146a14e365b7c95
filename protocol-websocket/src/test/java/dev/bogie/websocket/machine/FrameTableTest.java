package dev.bogie.websocket.machine;

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
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The cases of {@code frames.txt}. */
final class FrameTableTest {
    record Case(Role role, String rule, byte[] wire, String events) {
        @Override
        public String toString() {
            return role + ": " + rule;
        }

        WebSocketMachine machine() {
            return role == Role.SERVER
                    ? WebSocketMachine.server(Limits.STANDARD, Timeouts.NONE, 0)
                    : WebSocketMachine.client(Limits.STANDARD, Timeouts.NONE, new Random(1), 0);
        }

        boolean isLegal() {
            return !events.contains("FAILURE") && !rule.startsWith("what follows");
        }
    }

    static Stream<Case> cases() throws IOException {
        try (InputStream in = FrameTableTest.class.getResourceAsStream("frames.txt")) {
            String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return table.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).map(l -> parse(l));
        }
    }

    static Stream<Case> legalCases() throws IOException {
        return cases().filter(Case::isLegal);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheCaseWhole(Case c) {
        assertEquals(c.events, joined(Transcript.of(c.machine(), c.wire)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheCaseCutInTwoAnywhere(Case c) {
        for (int cut = 0; cut <= c.wire.length; cut++) {
            assertThat(joined(Transcript.of(c.machine(), c.wire, cut)))
                    .as("cut at %d", cut)
                    .isEqualTo(c.events);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void readsTheCaseByteByByte(Case c) {
        int[] cuts = Transcript.everywhere(c.wire.length);
        assertEquals(c.events, joined(Transcript.of(c.machine(), c.wire, cuts)));
    }

    @ParameterizedTest
    @MethodSource("legalCases")
    void encoderWritesTheSameFrames(Case c) {
        ByteBuffer in = ByteBuffer.wrap(c.wire);
        ByteBuffer out = ByteBuffer.allocate(c.wire.length);
        FrameDecoder decoder = new FrameDecoder(c.role, 0);
        while (decoder.readHeader(in)) {
            byte[] payload = new byte[(int) decoder.payloadLength()];
            int key = c.role == Role.SERVER ? in.getInt(in.position() - 4) : 0;
            decoder.readPayload(in, payload, 0, payload.length);
            RandomGenerator keys = () -> (long) key << 32;
            FrameEncoder encoder =
                    c.role == Role.SERVER ? FrameEncoder.client(keys) : FrameEncoder.server();
            encoder.frame(out, decoder.opcode(), decoder.isFinal(), ByteBuffer.wrap(payload));
        }
        assertThat(out.array()).isEqualTo(c.wire);
    }

    private static Case parse(String line) {
        String[] columns = line.split("\\|");
        return new Case(
                Role.valueOf(columns[0].trim().toUpperCase(java.util.Locale.ROOT)),
                columns[1].trim(),
                wire(columns[2].trim()),
                events(columns[3].trim()));
    }

    private static byte[] wire(String notation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String word : notation.split(" +")) {
            if (word.startsWith("'")) {
                bytes.writeBytes(
                        word.substring(1, word.length() - 1).getBytes(StandardCharsets.US_ASCII));
            } else {
                bytes.writeBytes(HexFormat.of().parseHex(repeated(word)));
            }
        }
        return bytes.toByteArray();
    }

    private static String events(String notation) {
        List<String> words = new ArrayList<>();
        for (String word : notation.split(" ")) {
            words.add(word.startsWith("\"") ? unescaped(word) : repeated(word));
        }
        String events = String.join(" ", words);
        // The long reason is given as a repetition.
        return events.replace(
                "CLOSE 1000 " + "61".repeat(123), "CLOSE 1000 \"" + "a".repeat(123) + "\"");
    }

    private static String repeated(String word) {
        int star = word.indexOf('*');
        return star < 0
                ? word
                : word.substring(0, star).repeat(Integer.parseInt(word.substring(star + 1)));
    }

    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("\\u", i)) {
                plain.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
                i += 5;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    private static String joined(List<String> events) {
        return Objects.requireNonNull(String.join(", ", events));
    }
}
