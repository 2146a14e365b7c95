package dev.bogie.http1.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.Body;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The client against servers that say what a test wrote for them. */
class ClientTest {
    private static final String AGREED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final ScriptedServer server = new ScriptedServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aConnectionIsKeptForTheNextRequest() throws Exception {
        String address = server.serve(ScriptedServer.saying(OK));
        for (int i = 0; i < 20; i++) {
            assertThat(server.get(address)).isEqualTo("200 ok");
        }
        assertThat(server.connections).hasValue(1);
        assertThat(server.requests).hasSize(20);
        assertThat(server.requests.getFirst())
                .startsWith("GET / HTTP/1.1\r\n")
                .contains("Host: 127");
    }

    @Test
    void aResponseWithoutContentKeepsTheConnection() throws Exception {
        String address = server.serve(ScriptedServer.saying("HTTP/1.1 204 No Content\r\n\r\n"));
        for (int i = 0; i < 20; i++) {
            assertThat(server.get(address)).isEqualTo("204 ");
        }
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void aConnectionThatTheServerClosesIsNotKept() throws Exception {
        String address =
                server.serve(
                        ScriptedServer.saying(
                                "HTTP/1.1 200 OK\r\nConnection: close\r\n"
                                        + "Content-Length: 2\r\n\r\nok"));
        assertThat(server.get(address)).isEqualTo("200 ok");
        assertThat(server.get(address)).isEqualTo("200 ok");
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void aKeptConnectionThatTurnsOutClosedIsReplaced() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String address =
                server.serve(
                        (text, c) -> {
                            if (asked.incrementAndGet() == 2) {
                                c.abort("on purpose");
                                return true;
                            }
                            return ScriptedServer.say(c, OK);
                        });
        assertThat(server.get(address)).isEqualTo("200 ok");
        assertThat(server.get(address)).isEqualTo("200 ok");
        assertThat(server.connections).hasValue(2);
        assertThat(asked).hasValue(3);
    }

    @Test
    void whatCantBeRepeatedIsNotSentAgain() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String address =
                server.serve(
                        (text, c) -> {
                            if (asked.incrementAndGet() >= 2) {
                                c.abort("on purpose");
                                return true;
                            }
                            return ScriptedServer.say(c, OK);
                        });
        assertThat(server.get(address)).isEqualTo("200 ok");
        assertThatThrownBy(() -> server.handle(Request.post(address, Body.none())))
                .isInstanceOf(IOException.class);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void httpsIsNeverSentInTheClear() throws Exception {
        String address = server.serve(ScriptedServer.saying(OK)).replace("http:", "https:");

        assertThatThrownBy(() -> server.handle(Request.get(address)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'tls'");
        assertThat(server.connections).hasValue(0);
    }

    @Test
    void aFreshConnectionIsTriedOnce() throws Exception {
        String address =
                server.serve(
                        (text, c) -> {
                            c.close();
                            return true;
                        });
        assertThatThrownBy(() -> server.get(address)).isInstanceOf(IOException.class);
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void interimResponsesAreSkipped() throws Exception {
        String address =
                server.serve(
                        ScriptedServer.saying("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(10) + OK));
        assertThat(server.get(address)).isEqualTo("200 ok");
        assertThat(server.get(address)).isEqualTo("200 ok");
        assertThat(server.connections).hasValue(1);
    }

    @Test
    void interimResponsesAreCounted() throws Exception {
        String address =
                server.serve(
                        ScriptedServer.saying("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(11) + OK));
        assertThatThrownBy(() -> server.get(address)).hasMessageContaining("interim");
    }

    @Test
    void aResponseThatIsCutShortIsAnError() throws Exception {
        String address =
                server.serve(
                        (text, c) -> {
                            ScriptedServer.say(
                                    c, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc");
                            c.close();
                            return true;
                        });
        assertThatThrownBy(() -> server.get(address)).isInstanceOf(IOException.class);
    }

    @Test
    void aResponseThatIsCutShortInItsHeadIsAnError() throws Exception {
        String address =
                server.serve(
                        (text, c) -> {
                            ScriptedServer.say(c, "HTTP/1.1 200 OK\r\nConte");
                            c.close();
                            return true;
                        });
        assertThatThrownBy(() -> server.get(address)).isInstanceOf(IOException.class);
    }

    @Test
    void aResponseMayEndWithTheConnection() throws Exception {
        String address =
                server.serve(
                        (text, c) -> {
                            ScriptedServer.say(c, "HTTP/1.1 200 OK\r\n\r\nabc");
                            c.close();
                            return true;
                        });
        assertThat(server.get(address)).isEqualTo("200 abc");
        assertThat(server.get(address)).isEqualTo("200 abc");
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void aMalformedResponseIsAnError() throws Exception {
        String address = server.serve(ScriptedServer.saying("SSH-2.0-whatever\r\n\r\n"));
        assertThatThrownBy(() -> server.get(address)).hasMessageContaining("broken");
        Patience.await(server.oneEnd);
        assertThat(server.ends.getFirst()).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void whatNobodyAskedForEndsAKeptConnection() throws Exception {
        String address = server.serve(ScriptedServer.saying(OK + OK));
        assertThat(server.get(address)).isEqualTo("200 ok");
        Patience.await(server.oneEnd);
        assertThat(server.get(address)).isEqualTo("200 ok");
        assertThat(server.connections).hasValue(2);
    }

    @Test
    void aLargeResponseWaitsForItsReader() throws Exception {
        int size = 3_000_000;
        String address =
                server.serve(
                        ScriptedServer.saying(
                                "HTTP/1.1 200 OK\r\nContent-Length: "
                                        + size
                                        + "\r\n\r\n"
                                        + "x".repeat(size)));
        try (Response response = server.handle(Request.get(address))) {
            InputStream in = response.body().inputStream();
            for (int i = 0; i < 100; i++) {
                assertThat(in.read()).isEqualTo('x');
            }
            assertThat(in.readAllBytes()).hasSize(size - 100);
        }
    }

    @Test
    void contentIsSentWithItsLength() throws Exception {
        String address =
                server.serve(
                        (text, c) -> text.endsWith("\r\n\r\nabc") && ScriptedServer.say(c, OK));
        try (Response response = server.handle(Request.post(address, Body.text("abc")))) {
            assertThat(response.body().readString()).isEqualTo("ok");
        }
        assertThat(server.requests.getFirst()).contains("Content-Length: 3\r\n");
    }

    @Test
    void contentOfUnknownLengthIsSentInChunks() throws Exception {
        String address =
                server.serve(
                        (text, c) -> text.endsWith("\r\n0\r\n\r\n") && ScriptedServer.say(c, OK));
        Request request = Request.post(address, Body.written(out -> out.write('a')));
        try (Response response = server.handle(request)) {
            assertThat(response.body().readString()).isEqualTo("ok");
        }
        assertThat(server.requests.getFirst()).contains("Transfer-Encoding: chunked\r\n");
    }

    @Test
    void aConnectionIsKeptAfterContentWhoeverIsFaster() throws Exception {
        String address =
                server.serve(
                        (text, c) -> text.endsWith("\r\n0\r\n\r\n") && ScriptedServer.say(c, OK));
        for (int i = 0; i < 20; i++) {
            Request request = Request.post(address, Body.written(out -> out.write('a')));
            try (Response response = server.handle(request)) {
                assertThat(response.body().readString()).isEqualTo("ok");
            }
        }
        assertThat(server.connections).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void contentOfAnotherLengthThanSaidBreaksTheConnection(int written) throws Exception {
        String address = server.serve((text, c) -> false);
        Body body = Body.written(2, out -> out.write(new byte[written]));
        assertThatThrownBy(() -> server.handle(Request.post(address, body)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("2");
        Patience.await(server.oneEnd);
        assertThat(server.ends.getFirst()).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void aServerThatGoesOverIsFollowedWithAllThatItSaid() throws Exception {
        RecordingHandler next = new RecordingHandler("next");
        String address =
                server.serve(
                        (text, c) ->
                                text.endsWith("\r\n\r\n")
                                        && ScriptedServer.say(c, AGREED + "hello"));
        try (Response response = server.handle(offer(address, next))) {
            assertThat(response.status()).isEqualTo(Status.SWITCHING_PROTOCOLS);
        }
        next.seen().awaitText("hello");
        assertThat(server.requests.getFirst()).contains("Connection: Upgrade\r\nUpgrade: echo\r\n");
        assertThatThrownBy(() -> server.get(address)).isInstanceOf(IOException.class);
        assertThat(server.connections).hasValue(2); // the first is not HTTP any more
    }

    @Test
    void aRefusedOfferIsAnOrdinaryResponseAndTheConnectionIsKept() throws Exception {
        String address = server.serve(ScriptedServer.saying(OK));
        for (int i = 0; i < 2; i++) {
            RecordingHandler next = new RecordingHandler("next");
            try (Response response = server.handle(offer(address, next))) {
                assertThat(response.body().readString()).isEqualTo("ok");
            }
            assertThat(next.seen().calls()).isEmpty();
        }
        assertThat(server.connections).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatGoesOverToWhatWasNotOfferedIsLeft(boolean offered) throws Exception {
        String answer = offered ? AGREED.replace("echo", "other") : AGREED;
        String address = server.serve(ScriptedServer.saying(answer));
        RecordingHandler next = new RecordingHandler("next");
        Request request = offered ? offer(address, next) : Request.get(address);
        assertThatThrownBy(() -> server.handle(request))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not offered");
        Patience.await(server.oneEnd);
        assertThat(next.seen().calls()).isEmpty();
    }

    private static Request offer(String address, RecordingHandler next) {
        return Request.get(address).with(Body.handover("echo", () -> next));
    }

    @Test
    void aServerThatAnswersEarlyIsHeard() throws Exception {
        String address =
                server.serve(
                        (text, c) -> {
                            c.pauseInput();
                            return ScriptedServer.say(
                                    c,
                                    "HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
                        });
        Body endless =
                Body.written(
                        out -> {
                            while (true) {
                                out.write(new byte[10_000]);
                            }
                        });
        try (Response response = server.handle(Request.post(address, endless))) {
            assertThat(response.status()).isEqualTo(Status.CONTENT_TOO_LARGE);
        }
    }

    @Test
    void contentThatFailsBreaksTheConnection() throws Exception {
        String address = server.serve((text, c) -> false);
        Body failing =
                Body.written(
                        out -> {
                            out.write('a');
                            out.flush();
                            throw new IOException("a test");
                        });
        assertThatThrownBy(() -> server.handle(Request.post(address, failing)))
                .hasMessage("a test");
        Patience.await(server.oneEnd);
        assertThat(server.ends.getFirst()).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        String address =
                server.serve(
                        (text, c) -> false,
                        Wire.settings("http1.answer-timeout", Duration.ofMillis(50)));
        assertThatThrownBy(() -> server.get(address)).isInstanceOf(SocketTimeoutException.class);
        Patience.await(server.oneEnd);
    }

    @Test
    void aResponseThatIsGivenUpEndsItsConnection() throws Exception {
        String address =
                server.serve(
                        ScriptedServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc"));
        server.handle(Request.get(address)).close();
        Patience.await(server.oneEnd);
        assertThat(server.ends).hasSize(1);
    }

    @Test
    void closingEndsWhatIsKept() throws Exception {
        String address = server.serve(ScriptedServer.saying(OK));
        assertThat(server.get(address)).isEqualTo("200 ok");
        server.closeClient();
        Patience.await(server.oneEnd);
        assertThat(server.ends).containsExactly(Closed.finished());
        assertThatThrownBy(() -> server.get(address)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aServerThatIsNotThereIsAnError() throws Exception {
        server.serve(ScriptedServer.saying(OK));
        assertThatThrownBy(() -> server.get("http://127.0.0.1:1/"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:1");
    }
}
