package dev.bogie.integration.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http.ExchangeProtocol;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.routing.Router;
import dev.bogie.integration.swap.PlainClient.Answer;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Server;
import dev.bogie.sse.Event;
import dev.bogie.sse.EventSource;
import dev.bogie.sse.EventStream;
import dev.bogie.sse.SseHandler;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.Engine.Drained;
import dev.bogie.transport.Info;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClient;
import dev.bogie.websocket.WebSocketClosed;
import dev.bogie.websocket.WebSocketHandler;
import dev.bogie.websocket.WebSocketListener;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What is at rest goes along with a swap, and its peer notices nothing. Each of these connections
 * is served on the thread that drives it, so that it is at rest when its answer has left; blocking
 * code may hold one for a moment longer.
 */
class OutlivingIT {
    private static final long LIMIT_SECONDS = 60;
    private static final int SWAPS = 20;

    private final BlockingQueue<EventStream> streams = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    /** What is done after each swap. */
    @FunctionalInterface
    private interface Check {
        void on(String transport, int number) throws Exception;
    }

    /** There and back, and nothing may be left behind. */
    private static void swapTwentyTimes(Server server, Check check) throws Exception {
        for (int i = 0; i < SWAPS; i++) {
            String next = server.transportName().equals("nio") ? "loom" : "nio";
            assertThat(Patience.await(server.swap(next))).isEqualTo(Drained.NOTHING);
            check.on(next, i);
        }
    }

    @Test
    void anIdleConnectionOutlivesTwentySwaps() throws Exception {
        try (Server server = plain();
                PlainClient idle = new PlainClient(server.address())) {
            assertThat(idle.get("/")).isEqualTo(new Answer("nio", false));
            swapTwentyTimes(
                    server,
                    (transport, _) ->
                            assertThat(idle.get("/")).isEqualTo(new Answer(transport, false)));
        }
    }

    @Test
    void aConnectionThatHasSaidNothingYetOutlivesTwentySwaps() throws Exception {
        try (Server server = plain();
                PlainClient silent = new PlainClient(server.address());
                PlainClient later = new PlainClient(server.address())) {
            // Accepted after the other, so the other is open for certain.
            assertThat(later.get("/").last()).isFalse();
            swapTwentyTimes(server, (_, _) -> {});
            assertThat(silent.get("/").last()).isFalse();
            assertThat(later.get("/").last()).isFalse();
        }
    }

    @Test
    void aWebSocketOutlivesTwentySwaps() throws Exception {
        Server server = plain();
        try (server;
                Client<HttpHandler> client = Client.open(HttpHandler.class)) {
            Ear ear = new Ear();
            WebSocket socket =
                    WebSocketClient.of(client.api()).connect(url("ws", server, "socket"), ear);
            assertThat(answer(socket, "first")).isEqualTo("nio first");
            swapTwentyTimes(
                    server,
                    (transport, number) ->
                            assertThat(answer(socket, "number " + number))
                                    .isEqualTo(transport + " number " + number));
            assertThat(ear.closed).isNotDone();
            server.close();
            assertThat(Patience.await(ear.closed)).isEqualTo(1001);
        }
    }

    @Test
    void anEventStreamOutlivesTwentySwaps() throws Exception {
        try (Server server = plain();
                Client<HttpHandler> client = Client.open(HttpHandler.class);
                EventSource source =
                        EventSource.of(client.api(), Request.get(url("http", server, "events")))
                                .start(event -> heard.add(event.data()))) {
            EventStream stream = streams.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            stream.send(Event.of("first"));
            assertThat(next()).isEqualTo("first");
            swapTwentyTimes(
                    server,
                    (_, number) -> {
                        stream.send(Event.of("number " + number));
                        assertThat(next()).isEqualTo("number " + number);
                    });
            assertThat(source.lastEventId()).isEmpty();
            assertThat(streams).as("streams that were asked for once more").isEmpty();
        }
    }

    private String answer(WebSocket socket, String words) throws Exception {
        socket.send(words);
        return next();
    }

    private String next() throws InterruptedException {
        return heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static String url(String scheme, Server server, String path) {
        return scheme + "://127.0.0.1:" + server.address().getPort() + "/" + path;
    }

    private Server plain() {
        Server server = Server.builder().transport("nio").start();
        HttpHandler sockets =
                ExchangeProtocol.handler(
                        server.protocols(), WebSocketHandler.class, OutlivingIT::answering);
        HttpHandler events =
                ExchangeProtocol.handler(
                        server.protocols(), SseHandler.class, new Streams(streams));
        Router router =
                Router.builder()
                        .get("/", HttpHandler.nonBlocking(r -> Response.text(transport(r))))
                        .get("/socket", sockets)
                        .get("/events", events)
                        .build();
        SocketAddress unused =
                server.listen(new InetSocketAddress("127.0.0.1", 0), HttpHandler.class, router);
        return server;
    }

    private record Streams(BlockingQueue<EventStream> opened) implements SseHandler, NonBlocking {
        @Override
        public void open(EventStream stream) {
            opened.add(stream);
        }
    }

    private static WebSocketListener answering(Request request) {
        return new WebSocketListener() {
            @Override
            public void text(WebSocket socket, String message) {
                socket.send(transport(request) + " " + message);
            }
        };
    }

    private static String transport(Request request) {
        return request.exchange().info(Info.TRANSPORT).orElseThrow();
    }

    /** The client's side. */
    private final class Ear implements WebSocketListener {
        final CompletableFuture<Integer> closed = new CompletableFuture<>();

        @Override
        public void text(WebSocket socket, String message) {
            heard.add(message);
        }

        @Override
        public void closed(WebSocket socket, WebSocketClosed how) {
            closed.complete(how.code());
        }
    }
}
