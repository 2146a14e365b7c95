package dev.bogie.http1.internal;

import static dev.bogie.http1.internal.Wire.get;
import static dev.bogie.http1.internal.Wire.last;
import static dev.bogie.http1.internal.Wire.ok;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bogie.http.Body;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class ServingTest {
    /** Where a handler runs. */
    enum Way {
        INLINE,
        LOAN,
        BOTH;

        HttpHandler of(HttpHandler handler) {
            return new HttpHandler() {
                @Override
                public Response handle(Request request) throws Exception {
                    return handler.handle(request);
                }

                @Override
                public boolean mayBlock(Request request) {
                    return switch (Way.this) {
                        case INLINE -> false;
                        case LOAN -> true;
                        case BOTH -> request.path().length() % 2 == 0;
                    };
                }
            };
        }
    }

    private static final HttpHandler PATH = request -> Response.text(request.path());

    @ParameterizedTest
    @EnumSource
    void aConnectionIsKeptForTheNextRequest(Way way) {
        Wire wire = Wire.to(way.of(PATH));
        wire.send(get("/a")).send(get("/bc"));
        assertThat(wire.received()).isEqualTo(ok("/a") + ok("/bc"));
        assertThat(wire.isEnded()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void pipelinedRequestsAreAnsweredInTheirOrder(Way way) {
        Wire wire = Wire.to(way.of(PATH));
        wire.send(get("/a") + get("/bc") + get("/d") + get("/e") + get("/fg") + get("/h"));
        assertThat(wire.received())
                .isEqualTo(ok("/a") + ok("/bc") + ok("/d") + ok("/e") + ok("/fg") + ok("/h"));
    }

    @ParameterizedTest
    @EnumSource
    void requestsMayComeByteByByte(Way way) {
        Wire wire = Wire.dribbling(way.of(PATH));
        wire.send(get("/a") + get("/bc"));
        assertThat(wire.received()).isEqualTo(ok("/a") + ok("/bc"));
    }

    @ParameterizedTest
    @EnumSource
    void whatWasAskedBeforeTheClientEndedIsAnswered(Way way) {
        Wire wire = Wire.to(way.of(PATH));
        wire.send(get("/a") + get("/bc")).endOutput();
        assertThat(wire.received()).isEqualTo(ok("/a") + ok("/bc"));
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatWantsNoMoreGetsTheClose(Way way) {
        List<String> asked = new ArrayList<>();
        HttpHandler noting =
                request -> {
                    asked.add(request.path());
                    return PATH.handle(request);
                };
        Wire wire = Wire.to(way.of(noting));
        wire.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + get("/b"));
        assertThat(wire.received()).isEqualTo(last("/a"));
        assertThat(wire.isEnded()).isTrue();
        assertThat(asked).containsExactly("/a");
    }

    @Test
    void aClientOfHttp10GetsTheClose() {
        Wire wire = Wire.to(PATH);
        wire.send("GET /a HTTP/1.0\r\n\r\n");
        assertThat(wire.received()).isEqualTo(last("/a"));
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void aClientOfHttp10IsKeptIfItAsks() {
        Wire wire = Wire.to(PATH);
        wire.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(wire.received())
                .isEqualTo(ok("/a").replace("\r\n\r\n", "\r\nConnection: keep-alive\r\n\r\n"));
        assertThat(wire.isEnded()).isFalse();
    }

    @Test
    void writtenContentThatIsSmallGoesWithItsLength() {
        Wire wire = Wire.to(request -> Response.of(Status.OK).with(written("abc")));
        wire.send(get("/"));
        assertThat(wire.received()).isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
    }

    @Test
    void contentOfUnknownLengthGoesInChunks() {
        Wire wire = Wire.to(request -> Response.of(Status.OK).with(flushed("abc", "defgh")));
        wire.send(get("/")).send(get("/"));
        String one =
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3\r\nabc\r\n5\r\ndefgh\r\n0\r\n\r\n";
        assertThat(chunksOf(wire.received())).isEqualTo(one + one);
    }

    @Test
    void contentOfUnknownLengthToHttp10EndsWithTheConnection() {
        Wire wire = Wire.to(request -> Response.of(Status.OK).with(flushed("abc", "defgh")));
        wire.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(wire.received())
                .isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabcdefgh");
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    @Test
    void headIsAnsweredWithoutContent() {
        List<Body> bodies =
                List.of(Body.text("abc"), written(3, "abc"), Body.of(new byte[100_000]));
        for (Body body : bodies) {
            Wire wire = Wire.to(request -> Response.of(Status.OK).with(body));
            wire.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wire.received())
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n");
            wire.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(wire.isEnded()).isFalse();
        }
    }

    @Test
    void headOfUnknownLengthIsAnsweredWithoutContent() {
        Wire wire = Wire.to(request -> Response.of(Status.OK).with(flushed("abc")));
        wire.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(wire.received())
                .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    }

    @Test
    void aStatusWithoutContentHasNone() {
        Wire wire =
                Wire.to(
                        request ->
                                Response.of(Status.NO_CONTENT).with(Body.text("not to be sent")));
        wire.send(get("/") + get("/"));
        String one = "HTTP/1.1 204 No Content\r\n\r\n";
        assertThat(wire.received()).isEqualTo(one + one);
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsSentWhole(Way way, @TempDir Path folder) throws IOException {
        String text = "0123456789".repeat(10_000);
        Path file = Files.writeString(folder.resolve("file"), text);
        Wire wire = Wire.to(way.of(request -> Response.ok("text/plain", Body.file(file))));
        wire.send(get("/") + get("/"));
        String one =
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 100000\r\n\r\n"
                        + text;
        assertThat(wire.received()).isEqualTo(one + one);
    }

    @ParameterizedTest
    @EnumSource
    void aLargeBodyWaitsForItsReader(Way way) {
        byte[] large = new byte[10_000_000];
        Wire wire = Wire.to(way.of(request -> Response.ok("a/b", Body.of(large))));
        wire.stopReading().send(get("/"));
        assertThat(wire.received()).isEmpty();
        wire.readOn();
        assertThat(wire.received()).hasSizeGreaterThan(large.length);
        assertThat(wire.isEnded()).isFalse();
    }

    @Test
    void whatIsFlushedLeavesBeforeTheEnd() {
        Wire[] wire = new Wire[1];
        List<String> seen = new ArrayList<>();
        wire[0] =
                Wire.to(
                        request ->
                                Response.of(Status.OK)
                                        .with(
                                                Body.written(
                                                        out -> {
                                                            out.write("first".getBytes(US_ASCII));
                                                            out.flush();
                                                            request.body()
                                                                    .inputStream()
                                                                    .readAllBytes();
                                                            out.write('2');
                                                        })));
        wire[0].send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
        seen.add(wire[0].received());
        wire[0].send("x");
        seen.add(wire[0].received());
        assertThat(seen.get(0)).contains("first").doesNotContain("0\r\n\r\n");
        assertThat(chunksOf(seen.get(1))).endsWith("5\r\nfirst\r\n1\r\n2\r\n0\r\n\r\n");
    }

    /** Chunk sizes may be padded; without that, they compare. */
    private static String chunksOf(String text) {
        return text.replaceAll("(?<=\r\n)0+(?=[1-9a-f][0-9a-f]*\r\n)", "");
    }

    private static Body written(String text) {
        return Body.written(out -> out.write(text.getBytes(US_ASCII)));
    }

    private static Body written(long length, String text) {
        return Body.written(length, out -> out.write(text.getBytes(US_ASCII)));
    }

    private static Body flushed(String... parts) {
        return Body.written(
                out -> {
                    for (String part : parts) {
                        out.write(part.getBytes(US_ASCII));
                        out.flush();
                    }
                });
    }
}
