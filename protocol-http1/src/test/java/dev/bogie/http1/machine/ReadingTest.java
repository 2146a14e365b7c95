package dev.bogie.http1.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The tables of requests.txt and responses.txt, and properties of what they hold. */
class ReadingTest {
    private static final int ROUNDS = 20_000;

    static List<WireCase> requests() throws IOException {
        return WireCase.read("requests.txt", false);
    }

    static List<WireCase> responses() throws IOException {
        return WireCase.read("responses.txt", true);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void aRequestIsReadAsTheTableSays(WireCase wireCase) {
        assertThat(WireCase.feedInAllWays(c -> Reader.ofRequests(), wireCase))
                .isEqualTo(wireCase.events());
    }

    @ParameterizedTest
    @MethodSource("responses")
    void aResponseIsReadAsTheTableSays(WireCase wireCase) {
        assertThat(WireCase.feedInAllWays(c -> Reader.ofResponses(c.firstLine()), wireCase))
                .isEqualTo(wireCase.events());
    }

    @Test
    void whateverComesIsReadOrRefusedAndNeverDependsOnItsPieces() throws IOException {
        List<WireCase> seeds = requests();
        long seed = Long.getLong("bogie.seed", 20_261_121L);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] wire = mutated(seeds.get(random.nextInt(seeds.size())).wire(), random);
            int cut = random.nextInt(wire.length + 1);

            List<String> whole = WireCase.feed(Reader.ofRequests(), wire);
            List<String> split = WireCase.feed(Reader.ofRequests(), wire, cut);
            assertThat(split).as("seed %d, round %d, cut %d", seed, round, cut).isEqualTo(whole);
        }
    }

    @Test
    void nothingIsTakenBeforeAHeadIsComplete() throws MessageException {
        ByteBuffer in = ByteBuffer.wrap(WireCase.bytes("GET / HTTP/1.1\\r\\nHost: a\\r\\n"));

        assertThat(new RequestParser(Reader.LIMITS).next(in)).isNull();
        assertThat(in.position()).isZero();
    }

    @Test
    void whatFollowsAHeadIsLeft() throws MessageException {
        ByteBuffer in =
                ByteBuffer.wrap(WireCase.bytes("GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\nrest"));
        RequestHead head = new RequestParser(Reader.LIMITS).next(in);

        assertThat(head).isNotNull();
        assertThat(in.remaining()).isEqualTo(4);
        assertThat(head.fields()).hasToString("[Host: a]");
    }

    @Test
    void aHeadKeepsItsFieldsWhenTheBufferIsUsedAgain() throws MessageException {
        ByteBuffer in =
                ByteBuffer.wrap(
                        WireCase.bytes("GET / HTTP/1.1\\r\\nHost: a\\r\\nX: yes\\r\\n\\r\\n"));
        RequestHead head = new RequestParser(Reader.LIMITS).next(in);
        Arrays.fill(in.array(), (byte) 'P');

        assertThat(head).isNotNull();
        assertThat(head.fields().first("x")).contains("yes");
    }

    private static byte[] mutated(byte[] wire, RandomGenerator random) {
        byte[] bytes = wire.clone();
        String interesting = "\r\n\t :;,=\"\\0155aAfFxG\u0000\u007f\u0080\u00ff/";
        for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] =
                    (byte) interesting.charAt(random.nextInt(interesting.length()));
        }
        return bytes;
    }
}
