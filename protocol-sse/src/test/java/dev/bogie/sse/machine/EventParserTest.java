package dev.bogie.sse.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bogie.sse.machine.EventParser.Result;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** What the table of streams can't say: limits, resumption, properties. */
final class EventParserTest {
    private final EventParser parser = new EventParser(100, 200);

    private static ByteBuffer stream(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    @DisplayName("K3: an endless line is a failure, told once")
    void limitsALine() {
        assertEquals(Result.NEED_MORE, parser.next(stream("data: " + "x".repeat(94))));
        assertEquals(Result.FAILURE, parser.next(stream("xy")));
        assertThat(parser.failure()).contains("100 bytes");
        ByteBuffer more = stream("\n\ndata: a\n\n");
        assertEquals(Result.ENDED, parser.next(more));
        assertFalse(more.hasRemaining());
    }

    @Test
    @DisplayName("K3: a line of exactly the limit passes, behind a byte order mark too")
    void takesALineOfTheLimit() {
        String line = "data:" + "x".repeat(95);
        assertEquals(Result.EVENT, parser.next(stream("\uFEFF" + line + "\n\n")));
        assertEquals(Result.EVENT, parser.next(stream(line + "\n\n")));
    }

    @Test
    @DisplayName("K3: an endless comment is a failure too")
    void limitsAComment() {
        assertEquals(Result.FAILURE, parser.next(stream(":" + "x".repeat(100))));
    }

    @Test
    @DisplayName("K3: an endless event is a failure")
    void limitsAnEvent() {
        assertEquals(Result.NEED_MORE, parser.next(stream("data:\n".repeat(200))));
        assertEquals(Result.FAILURE, parser.next(stream("data:\n")));
        assertThat(parser.failure()).contains("event of more than 200 bytes");
    }

    @Test
    @DisplayName("K3: the limit is for one event, not for the stream")
    void countsEachEventAnew() {
        ByteBuffer in = stream(("data: " + "x".repeat(90) + "\n\n").repeat(50));
        for (int i = 0; i < 50; i++) {
            assertEquals(Result.EVENT, parser.next(in));
        }
    }

    @Test
    @DisplayName("K2: retry of any length is legal")
    void takesALongRetry() {
        parser.next(stream("retry: " + "9".repeat(80) + "\n"));
        assertThat(parser.retryMillis()).isGreaterThan(Integer.MAX_VALUE);
    }

    @Test
    void aNewStreamForgetsTheIdAsTheStandardSays() {
        parser.next(stream("data: a\n\n"));
        assertEquals("", parser.lastEventId());
    }

    @Test
    void anIdCountsOnlyWithItsBlankLine() {
        parser.next(stream("id: 7\n"));
        assertEquals("", parser.lastEventId());
        parser.next(stream("\n"));
        assertEquals("7", parser.lastEventId());
    }

    @Test
    void aResumedStreamKeepsTheIdAsBrowsersDo() {
        EventParser resumed = new EventParser(100, 200, "7");
        resumed.next(stream("data: a\n\n"));
        assertEquals("7", resumed.lastEventId());
    }

    @Test
    void limitsMustMakeSense() {
        assertThrows(IllegalArgumentException.class, () -> new EventParser(0, 100));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300})
    void anyCutGivesTheSameEvents(long seed) {
        Random random = new Random(seed);
        String alphabet = "\n\n\n\r\r:: dataidevtry7\0\uFEFF";
        for (int sample = 0; sample < 5_000; sample++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(
                        random.nextInt(3) == 0
                                ? "data:"
                                : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] stream = text.toString().getBytes(StandardCharsets.UTF_8);
            if (stream.length > 0 && random.nextBoolean()) {
                stream[random.nextInt(stream.length)] = (byte) random.nextInt();
            }
            int[] cuts = random.ints(random.nextInt(6), 0, stream.length + 1).sorted().toArray();
            assertThat(StreamTableTest.meaning(stream, cuts))
                    .as("seed %d sample %d", seed, sample)
                    .isEqualTo(StreamTableTest.meaning(stream));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20, 300})
    void whatIsEncodedIsParsed(long seed) {
        Random random = new Random(seed);
        EventEncoder encoder = new EventEncoder();
        for (int sample = 0; sample < 2_000; sample++) {
            String type = text(random, "ab :\uFEFFä🚃");
            String id = text(random, "12 :ä🚃");
            String data = text(random, "ab: \n\r\t\0ä漢🚃");
            if (random.nextBoolean()) {
                encoder.comment(data);
            }
            encoder.id(id).event(type).data(data).end();
            EventParser reader = new EventParser(1000, 1000);
            assertEquals(Result.EVENT, reader.next(encoder.toShared()));
            assertEquals(type.isEmpty() ? "message" : type, reader.type());
            assertEquals(id, reader.lastEventId());
            assertEquals(data.replace("\r\n", "\n").replace('\r', '\n'), reader.data());
        }
    }

    private static String text(Random random, String alphabet) {
        int[] points = alphabet.codePoints().toArray();
        int length = random.nextInt(12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }
}
