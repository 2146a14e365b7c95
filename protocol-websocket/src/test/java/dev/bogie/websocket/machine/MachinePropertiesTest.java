package dev.bogie.websocket.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** What holds for all inputs; a failure names the seed that brings it back. */
final class MachinePropertiesTest {
    private static final int SAMPLES = 300;

    static long[] seeds() {
        return new long[] {1, 20, 300, 4_000};
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatOneEndSendsTheOtherReceivesHoweverItIsCut(long seed) {
        Random random = new Random(seed);
        for (int sample = 0; sample < SAMPLES; sample++) {
            WebSocketMachine client =
                    WebSocketMachine.client(Limits.STANDARD, Timeouts.NONE, random, 0);
            WebSocketMachine server = WebSocketMachine.server(Limits.STANDARD, Timeouts.NONE, 0);
            boolean upstream = random.nextBoolean();
            List<String> sent = new ArrayList<>();
            ByteBuffer wire = ByteBuffer.allocateDirect(1 << 20);
            for (int i = 0; i < 3; i++) {
                sendMessage(upstream ? client : server, random, wire, sent);
            }
            byte[] bytes = new byte[wire.flip().remaining()];
            wire.get(bytes);
            assertThat(Transcript.of(upstream ? server : client, bytes, cuts(random, bytes.length)))
                    .as("seed %d sample %d", seed, sample)
                    .isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void garbageGivesTheSameEventsHoweverItIsCut(long seed) {
        Random random = new Random(seed);
        for (int sample = 0; sample < 20 * SAMPLES; sample++) {
            byte[] garbage = new byte[random.nextInt(64)];
            random.nextBytes(garbage);
            if (garbage.length > 1) {
                // Otherwise nearly all would end with their first two bytes.
                garbage[0] = (byte) (random.nextInt(16) | (random.nextBoolean() ? 0x80 : 0));
                garbage[1] = (byte) (0x80 | random.nextInt(8));
            }
            List<String> whole = Transcript.of(server(), garbage);
            assertThat(Transcript.of(server(), garbage, cuts(random, garbage.length)))
                    .as("seed %d sample %d", seed, sample)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void validatorAgreesWithThePlatformsDecoder(long seed) {
        Random random = new Random(seed);
        byte[] edges = HexFormat.of().parseHex("007f808fa0bfc0c1c2dfe0edeff0f1f4f590ff9f");
        for (int sample = 0; sample < 200 * SAMPLES; sample++) {
            byte[] text = new byte[random.nextInt(12)];
            for (int i = 0; i < text.length; i++) {
                text[i] = edges[random.nextInt(edges.length)];
            }
            Utf8Validator validator = new Utf8Validator();
            int cut = random.nextInt(text.length + 1);
            boolean valid =
                    validator.firstInvalid(text, 0, cut) < 0
                            && validator.firstInvalid(text, cut, text.length - cut) < 0
                            && validator.isComplete();
            assertEquals(isValid(text), valid, () -> HexFormat.of().formatHex(text));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void maskingByLongsIsMaskingByBytes(long seed) {
        Random random = new Random(seed);
        for (int length = 0; length < 150; length++) {
            byte[] data = new byte[length + 7];
            random.nextBytes(data);
            int key = random.nextInt();
            int from = random.nextInt(8);
            int phase = random.nextInt(4);
            byte[] expected = data.clone();
            for (int i = 0; i < length; i++) {
                expected[from + i] ^= (byte) (key >>> (24 - 8 * ((i + phase) & 3)));
            }
            ByteBuffer direct = ByteBuffer.allocateDirect(data.length).put(data);
            direct.order(java.nio.ByteOrder.LITTLE_ENDIAN);
            Masking.apply(data, from, length, key, phase);
            assertThat(data).isEqualTo(expected);
            Masking.apply(direct, from, length, Integer.rotateLeft(key, 8 * phase));
            assertThat(Transcript.hex(direct.flip())).isEqualTo(HexFormat.of().formatHex(expected));
        }
    }

    private static WebSocketMachine server() {
        return WebSocketMachine.server(Limits.STANDARD, Timeouts.NONE, 0);
    }

    /** A message in random fragments, with pings and pongs between them. */
    private static void sendMessage(
            WebSocketMachine from, Random random, ByteBuffer wire, List<String> sent) {
        boolean isText = random.nextBoolean();
        byte[] data = new byte[random.nextInt(random.nextInt(10) == 0 ? 100_000 : 300)];
        random.nextBytes(data);
        if (isText) {
            data = new String(data, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
        }
        Opcode opcode = isText ? Opcode.TEXT : Opcode.BINARY;
        int[] cuts = cuts(random, data.length);
        int at = 0;
        for (int cut : cuts) {
            from.send(opcode, false, ByteBuffer.wrap(data, at, cut - at), wire);
            opcode = Opcode.CONTINUATION;
            at = cut;
            if (random.nextBoolean()) {
                boolean isPing = random.nextBoolean();
                from.send(isPing ? Opcode.PING : Opcode.PONG, true, ByteBuffer.allocate(3), wire);
                sent.add(isPing ? "PING 000000" : "PONG 000000");
            }
        }
        from.send(opcode, true, ByteBuffer.wrap(data, at, data.length - at), wire);
        sent.add(
                isText
                        ? "TEXT \"" + new String(data, StandardCharsets.UTF_8) + "\""
                        : ("BINARY " + HexFormat.of().formatHex(data)).trim());
    }

    private static int[] cuts(Random random, int length) {
        return random.ints(random.nextInt(6), 0, length + 1).sorted().toArray();
    }

    private static boolean isValid(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (java.nio.charset.CharacterCodingException e) {
            assertThat(Arrays.asList(text)).isNotEmpty();
            return false;
        }
    }
}
