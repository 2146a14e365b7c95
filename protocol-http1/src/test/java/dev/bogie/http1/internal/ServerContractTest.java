package dev.bogie.http1.internal;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Response;
import dev.bogie.testkit.protocol.Conversation;
import dev.bogie.testkit.protocol.ProtocolContract;
import dev.bogie.transport.ConnectionProtocol;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** HTTP/1.1 with an application that may block: each exchange has a loan. */
class ServerContractTest extends ProtocolContract<HttpHandler> {
    @Override
    protected ConnectionProtocol<HttpHandler> protocol() {
        return new Http1Protocol();
    }

    @Override
    protected HttpHandler application() {
        return request -> Response.text(request.path() + request.body().readString());
    }

    @Override
    protected List<Conversation> conversations() {
        return List.of(
                answered(
                        answered(Conversation.of("two pages"), "GET /a", "", "/a").again(),
                        "GET /b",
                        "",
                        "/b"),
                answered(
                        Conversation.of("content of a length"),
                        "POST /p",
                        "Content-Length: 4\r\n\r\nfour",
                        "/pfour"),
                answered(
                        Conversation.of("content in chunks"),
                        "POST /p",
                        "Transfer-Encoding: chunked\r\n\r\n"
                                + "2\r\n"
                                + "in\r\n"
                                + "3;x=y\r\n"
                                + " it\r\n"
                                + "0\r\n"
                                + "T: t\r\n\r\n",
                        "/pin it"),
                Conversation.of("a refusal")
                        .says("GET /\r\n")
                        .hearsLike("HTTP/1.1 400 .*\r\n\r\n[^\n]+\n")
                        .closes());
    }

    private static Conversation answered(
            Conversation before, String line, String behind, String text) {
        return before.says(line + " HTTP/1.1\r\nHost: a\r\n" + (behind.isEmpty() ? "\r\n" : behind))
                .hears("HTTP/1.1 200 OK\r\n")
                .hearsLike("Date: [^\r]*\r\n")
                .hears(
                        "Content-Type: text/plain;charset=utf-8\r\nContent-Length: %d\r\n\r\n%s"
                                .formatted(text.length(), text));
    }

    /** {@code http1.idle-timeout}. */
    @Override
    protected Optional<Duration> longestSilence() {
        return Optional.of(Duration.ofSeconds(60));
    }
}
