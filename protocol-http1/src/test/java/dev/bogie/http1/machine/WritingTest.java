package dev.bogie.http1.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What leaves, and that it is read back as it was meant. */
class WritingTest {
    private static final FieldName X = FieldName.of("X");

    private final ByteBuffer out = ByteBuffer.allocate(100_000);
    private final ResponseEncoder encoder = new ResponseEncoder();

    @ParameterizedTest
    @CsvSource({
        // asked, HTTP/1.1, status, length; kind and length
        "GET, true, 200, 5, LENGTH 5",
        "GET, true, 200, 0, NONE 0",
        "GET, true, 200, -1, CHUNKED 0",
        "GET, false, 200, -1, UNTIL_CLOSE 0",
        "HEAD, true, 200, 5, LENGTH 5",
        "HEAD, true, 200, -1, CHUNKED 0",
        "GET, true, 204, 5, NONE 0",
        "GET, true, 304, -1, NONE 0",
        "GET, true, 101, -1, NONE 0",
        "GET, true, 404, 5, LENGTH 5"
    })
    void theFramingOfAResponseFollowsFromRequestAndBody(
            String asked, boolean http11, int status, long length, String framing) {
        Framing decided =
                ResponseEncoder.framing(Method.of(asked), http11, Status.of(status), length);

        assertThat(decided.kind() + " " + decided.length()).isEqualTo(framing);
    }

    @Test
    void aResponseHeadIsWrittenInPlace() {
        encoder.date(784_111_777);
        encoder.head(
                out,
                Response.of(
                        Status.OK, Fields.of(FieldName.CONTENT_TYPE, "text/plain"), Body.none()),
                Framing.ofLength(120),
                ResponseEncoder.Ending.KEEP);

        assertThat(written())
                .isEqualTo(
                        "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                                + "Content-Type: text/plain\r\nContent-Length: 120\r\n\r\n");
    }

    @Test
    void anEmptyResponseSaysSoUnlessItsStatusDoes() {
        encoder.head(
                out,
                Response.of(Status.OK, Fields.empty(), Body.none()),
                Framing.NONE,
                ResponseEncoder.Ending.KEEP_SAID);
        encoder.head(
                out,
                Response.of(Status.NO_CONTENT, Fields.empty(), Body.none()),
                Framing.NONE,
                ResponseEncoder.Ending.CLOSE);

        assertThat(written())
                .isEqualTo(
                        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n"
                                + "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    }

    @Test
    void aDemandToGoOverNamesTheProtocol() {
        encoder.head(
                out,
                Response.upgradeRequired("websocket", "not here").with(Fields.of(X, "y")),
                Framing.ofLength(9),
                ResponseEncoder.Ending.CLOSE);

        assertThat(written())
                .isEqualTo(
                        "HTTP/1.1 426 Upgrade Required\r\nX: y\r\nContent-Length: 9\r\n"
                                + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                + "Connection: close\r\n\r\n");
    }

    @Test
    void anAgreementToSwitchNamesTheProtocol() {
        encoder.switching(out, "websocket", Fields.of(X, "y"));

        assertThat(written())
                .isEqualTo(
                        "HTTP/1.1 101 Switching Protocols\r\nX: y\r\n"
                                + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    }

    @Test
    void fieldsThatFramedAnotherMessageAreLeftOut() {
        Fields received =
                received(
                        "Content-Length",
                        "99",
                        "transfer-encoding",
                        "chunked",
                        "Connection",
                        "x",
                        "Host",
                        "evil",
                        "A",
                        "b");
        encoder.head(
                out,
                Response.of(Status.OK, received, Body.none()),
                Framing.ofLength(1),
                ResponseEncoder.Ending.KEEP);

        assertThat(written()).isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 1\r\n\r\n");
    }

    // C1 CVE-2012-2374, CVE-2018-1000164, CVE-2020-7695; C2 CVE-2022-41915: whatever way it came
    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet-Cookie: x=1", "a\n", "\r", "a\0", "\u007f"})
    void aValueThatCouldEndALineNeverLeaves(String value) {
        Fields fields = received("A", "b", "X", value);

        assertThatThrownBy(
                        () ->
                                encoder.head(
                                        out,
                                        Response.of(Status.OK, fields, Body.none()),
                                        Framing.NONE,
                                        ResponseEncoder.Ending.KEEP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContainingAny("\r", "\n");
        assertThatThrownBy(() -> ChunkEncoder.last(out, fields))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> encoder.switching(out, "x", fields))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RequestEncoder.head(out, Request.get("http://a/").with(fields)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(out.position()).isZero();
    }

    // C3 CVE-2025-67735, CVE-2019-12387, CVE-2018-12116; C4 CVE-2023-29406, CVE-2026-1527
    @ParameterizedTest
    @ValueSource(strings = {"/ HTTP/1.1\r\nX: y", "/a b", "/\u00e4", "/#x", ""})
    void aTargetThatCouldInjectNeverLeaves(String target) {
        Request request = Request.builder(Method.GET, target).authority("a").build();

        assertThatThrownBy(() -> RequestEncoder.head(out, request))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(out.position()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\r\nX: y", "a b", "u@a", "[::1"})
    void anAuthorityThatCouldInjectNeverLeaves(String authority) {
        Request request = Request.builder(Method.GET, "/").authority(authority).build();

        assertThatThrownBy(() -> RequestEncoder.head(out, request))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestHeadHasItsHostFirst() {
        RequestEncoder.head(out, Request.post("http://a:81/x?y", Body.text("abc")).with(X, "z"));

        assertThat(written())
                .isEqualTo("POST /x?y HTTP/1.1\r\nHost: a:81\r\nX: z\r\nContent-Length: 3\r\n\r\n");
    }

    @Test
    void aRequestThatOffersASwitchSaysSo() {
        Body offer =
                Body.handover(
                        "websocket",
                        () -> {
                            throw new AssertionError();
                        });
        RequestEncoder.head(out, Request.get("http://a/").with(offer));

        assertThat(written())
                .isEqualTo(
                        "GET / HTTP/1.1\r\nHost: a\r\n"
                                + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    }

    @Test
    void aMethodThatUsuallyHasContentSaysWhenItHasNone() {
        RequestEncoder.head(out, Request.post("http://a/", Body.none()));

        assertThat(written()).contains("Content-Length: 0\r\n");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "15, f", "16, 10", "255, ff", "4096, 1000", "2147483647, 7fffffff"})
    void theSizeOfAChunkIsHexadecimal(int length, String size) {
        ChunkEncoder.begin(out, length);

        assertThat(written()).isEqualTo(size + "\r\n");
    }

    @Test
    void aChunkOfNothingIsRefused() {
        assertThatThrownBy(() -> ChunkEncoder.begin(out, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
        for (int round = 0; round < 2_000; round++) {
            out.clear();
            boolean chunked = random.nextBoolean();
            String content = text(random, random.nextInt(200));
            Fields trailers = chunked && random.nextBoolean() ? fields(random) : Fields.empty();
            Body body = chunked ? Body.written(o -> {}) : Body.of(content.getBytes(ISO_8859_1));
            Request request = Request.post("http://host:1/" + round, body).with(fields(random));
            assertThat(RequestEncoder.sizeOf(request)).isLessThan(out.capacity());
            RequestEncoder.head(out, request);
            if (chunked) {
                chunks(content, trailers, random);
            } else {
                out.put(content.getBytes(ISO_8859_1));
            }
            byte[] wire = written().getBytes(ISO_8859_1);
            Reader reader = Reader.ofRequests();
            List<String> events =
                    WireCase.feed(reader, wire, random.nextInt(wire.length), wire.length);

            assertThat(events.getFirst()).isEqualTo("request POST /" + round + " host:1");
            if (chunked || !content.isEmpty()) {
                assertThat(events.get(1)).isEqualTo(content.isEmpty() ? "body" : "body " + content);
                assertThat(events).hasSize(2 + trailers.size());
            }
        }
    }

    @Test
    void aHeadFitsIntoTheSizeThatWasToldBefore() {
        Fields fields = Fields.builder().add(X, "y".repeat(500)).add(X, "").build();
        ByteBuffer exact = ByteBuffer.allocate(ResponseEncoder.sizeOf(fields));
        encoder.date(0);
        encoder.head(
                exact,
                Response.of(Status.of(431), fields, Body.none()),
                Framing.ofLength(Long.MAX_VALUE),
                ResponseEncoder.Ending.KEEP_SAID);

        assertThat(exact.position()).isPositive();
    }

    private void chunks(String content, Fields trailers, RandomGenerator random) {
        for (int from = 0; from < content.length(); ) {
            int length = 1 + random.nextInt(content.length() - from);
            ChunkEncoder.begin(out, length);
            out.put(content.substring(from, from + length).getBytes(ISO_8859_1));
            ChunkEncoder.end(out);
            from += length;
        }
        ChunkEncoder.last(out, trailers);
    }

    private static Fields fields(RandomGenerator random) {
        Fields fields = Fields.empty();
        for (int i = random.nextInt(4); i > 0; i--) {
            fields = fields.adding(FieldName.of("x-" + random.nextInt(9)), "v" + random.nextInt());
        }
        return fields;
    }

    private static String text(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }

    private static Fields received(String... namesAndValues) {
        byte[] bytes = String.join("", namesAndValues).getBytes(ISO_8859_1);
        int[] slices = new int[namesAndValues.length * 2];
        int at = 0;
        for (int i = 0; i < namesAndValues.length; i++) {
            slices[2 * i] = at;
            slices[2 * i + 1] = namesAndValues[i].length();
            at += namesAndValues[i].length();
        }
        return Fields.received(bytes, slices, namesAndValues.length / 2);
    }

    private String written() {
        return new String(out.array(), 0, out.position(), ISO_8859_1);
    }
}
