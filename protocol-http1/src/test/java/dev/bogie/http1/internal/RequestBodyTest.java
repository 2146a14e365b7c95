package dev.bogie.http1.internal;

import static dev.bogie.http1.internal.Wire.get;
import static dev.bogie.http1.internal.Wire.last;
import static dev.bogie.http1.internal.Wire.ok;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

class RequestBodyTest {
    private static final HttpHandler ECHO = request -> Response.text(request.body().readString());
    private static final HttpHandler IGNORING = request -> Response.text(request.path());

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private static String post(String path, String fields) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
    }

    @Test
    void whatIsReadWithoutALimitOfItsOwnHasThatOfTheSetting() {
        Wire wire = Wire.to(ECHO, Body.READ_LIMIT.name(), 4L);
        wire.send(post("/", "Content-Length: 4\r\n") + "abcd");
        wire.send(post("/", "Content-Length: 5\r\n") + "abcde");
        assertThat(wire.received()).startsWith(ok("abcd") + "HTTP/1.1 413 ");
    }

    @Test
    void contentOfKnownLengthIsRead() {
        Wire wire = Wire.to(ECHO);
        wire.send(post("/", "Content-Length: 5\r\n") + "abc").send("de" + get("/"));
        assertThat(wire.received()).isEqualTo(ok("abcde") + ok(""));
    }

    @Test
    void contentInChunksIsReadWithItsTrailers() {
        Wire wire =
                Wire.dribbling(
                        request -> {
                            String text = request.body().readString();
                            Body.Received body = (Body.Received) request.body();
                            return Response.text(
                                    text + body.trailers().first(FieldName.of("X")).orElse("?"));
                        });
        wire.send(post("/", "Transfer-Encoding: chunked\r\n"));
        wire.send("3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n" + get("/"));
        assertThat(wire.received()).startsWith(ok("abcdey"));
    }

    @Test
    void aClientThatWaitsIsToldToGoOnWhenItsContentIsWanted() {
        Wire wire = Wire.to(ECHO);
        wire.send(post("/", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
        assertThat(wire.received()).isEqualTo(CONTINUE);
        wire.send("abc");
        assertThat(wire.received()).isEqualTo(CONTINUE + ok("abc"));
        assertThat(wire.isEnded()).isFalse();
    }

    @Test
    void aClientThatDidNotWaitIsNotTold() {
        Wire wire = Wire.to(ECHO);
        wire.send(post("/", "Content-Length: 3\r\nExpect: 100-continue\r\n") + "abc");
        assertThat(wire.received()).isEqualTo(ok("abc"));
    }

    @Test
    void aClientThatWaitsAndWhoseContentIsNotWantedGetsTheClose() {
        Wire wire = Wire.to(IGNORING);
        wire.send(post("/a", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
        assertThat(wire.received()).isEqualTo(last("/a"));
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void nothingInterimFollowsTheHeadOfTheAnswer() {
        Wire wire =
                Wire.to(
                        request ->
                                Response.of(Status.OK)
                                        .with(
                                                Body.written(
                                                        out -> {
                                                            out.write('a');
                                                            out.flush();
                                                            request.body().writeTo(out);
                                                        })));
        wire.send(post("/", "Content-Length: 3\r\nExpect: 100-continue\r\n"));
        assertThat(wire.received()).startsWith("HTTP/1.1 200 OK").doesNotContain(" 100 ");
        wire.send("bcd");
        assertThat(wire.received()).contains("bcd").endsWith("0\r\n\r\n");
    }

    @Test
    void aLittleUnreadContentIsSkipped() {
        Wire wire = Wire.to(IGNORING);
        wire.send(post("/a", "Content-Length: 10\r\n") + "0123456789" + get("/b"));
        assertThat(wire.received()).isEqualTo(ok("/a") + ok("/b"));
    }

    @Test
    void unreadChunksAreSkipped() {
        Wire wire = Wire.to(IGNORING);
        wire.send(post("/a", "Transfer-Encoding: chunked\r\n") + "3\r\nabc\r\n0\r\n\r\n");
        wire.send(get("/b"));
        assertThat(wire.received()).isEqualTo(ok("/a") + ok("/b"));
    }

    @Test
    void theAnswerDoesNotWaitForWhatIsSkipped() {
        Wire wire = Wire.to(IGNORING);
        wire.send(post("/a", "Content-Length: 10\r\n") + "01234");
        assertThat(wire.received()).isEqualTo(ok("/a"));
        wire.send("56789" + get("/b"));
        assertThat(wire.received()).isEqualTo(ok("/a") + ok("/b"));
    }

    @Test
    void muchUnreadContentEndsTheConnection() {
        Wire wire = Wire.to(IGNORING);
        wire.send(post("/a", "Content-Length: 1000000\r\n") + "0123456789");
        assertThat(wire.received()).startsWith("HTTP/1.1 200 OK").endsWith("/a");
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void endlessUnreadChunksEndTheConnection() {
        Wire wire = Wire.to(IGNORING);
        wire.send(post("/a", "Transfer-Encoding: chunked\r\n"));
        wire.send("fffff\r\n" + "a".repeat(70_000));
        assertThat(wire.received()).endsWith("/a");
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void contentThatComesTooSlowlyIsRefused() {
        Wire wire = Wire.to(ECHO);
        wire.send(post("/", "Content-Length: 100\r\n"));
        for (int i = 0; i < 30; i++) {
            wire.pass(Duration.ofSeconds(1));
            if (!wire.isEnded()) {
                wire.send("a");
            }
        }
        assertThat(wire.received())
                .startsWith("HTTP/1.1 408 ")
                .contains("\r\nConnection: close\r\n");
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void contentThatComesFastEnoughMayTakeLong() {
        Wire wire = Wire.to(ECHO);
        wire.send(post("/", "Content-Length: 60000\r\n"));
        for (int i = 0; i < 60; i++) {
            wire.pass(Duration.ofSeconds(1)).send("a".repeat(1_000));
        }
        assertThat(wire.received()).isEqualTo(ok("a".repeat(60_000)));
    }

    @Test
    void contentThatIsCutShortIsRefused() {
        Wire wire = Wire.to(ECHO);
        wire.send(post("/", "Content-Length: 10\r\n") + "abc").endOutput();
        assertThat(wire.received()).startsWith("HTTP/1.1 400 ");
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void afterItsAnswerARequestCantBeRead() {
        AtomicReference<InputStream> kept = new AtomicReference<>();
        Wire wire =
                Wire.to(
                        request -> {
                            kept.set(request.body().inputStream());
                            return Response.text("a");
                        });
        wire.send(post("/", "Content-Length: 3\r\n") + "abc");
        assertThat(wire.received()).isEqualTo(ok("a"));
        assertThatThrownBy(() -> kept.get().read()).isInstanceOf(IOException.class);
    }
}
