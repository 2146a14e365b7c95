package dev.bogie.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.Body;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.memory.MemoryTransport;
import dev.bogie.transport.support.ChunkPool;
import dev.bogie.websocket.HandshakeRefusedException;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClient;
import dev.bogie.websocket.WebSocketClient.Options;
import dev.bogie.websocket.WebSocketHandler;
import dev.bogie.websocket.WebSocketListener;
import dev.bogie.websocket.WebSocketProtocol;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A client against a server's handler: the HTTP between them is a call and a hand-over. */
final class ClientHandshakeTest {
    private static final long LIMIT = 30;

    private final Engine engine = new MemoryTransport().start(new Machine(new ChunkPool(64)));
    private final List<Request> requests = new ArrayList<>();

    private record Machine(BufferPool buffers) implements TransportContext {
        @Override
        public Settings settings() {
            return Settings.defaults();
        }

        @Override
        public Threads threads() {
            return (kind, name, body) -> Thread.ofVirtual().name(name).start(body);
        }
    }

    @AfterEach
    void end() throws Exception {
        engine.close(Duration.ZERO).toCompletableFuture().get(LIMIT, TimeUnit.SECONDS);
    }

    /** As an HTTP client is one: sends the request, hands over when the answer is 101. */
    private HttpHandler over(HttpHandler server, UnaryOperator<Response> between) {
        return request -> {
            requests.add(request);
            Response response = between.apply(server.handle(request));
            if (response.body() instanceof Body.Handover theirs
                    && request.body() instanceof Body.Handover ours) {
                Listener listener =
                        engine.listen(ListenTarget.loopback(0), () -> theirs.next().get());
                engine.connect(ConnectTarget.to(listener.address()), ours.next().get())
                        .toCompletableFuture()
                        .get(LIMIT, TimeUnit.SECONDS);
            }
            return response;
        };
    }

    private WebSocketClient client(WebSocketHandler server, UnaryOperator<Response> between) {
        return WebSocketClient.of(
                over(
                        new WebSocketProtocol().serve(server, ServerHandshakeTest.context()),
                        between));
    }

    @Test
    void aClientTalksToAServer() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        WebSocketHandler greeting =
                new WebSocketHandler() {
                    @Override
                    public WebSocketListener accept(Request request) {
                        return new WebSocketListener() {
                            @Override
                            public void opened(WebSocket socket) {
                                socket.send("welcome to " + socket.subprotocol());
                            }
                        };
                    }

                    @Override
                    public String subprotocol(Request request, List<String> offered) {
                        return offered.getLast();
                    }
                };

        WebSocket socket =
                client(greeting, r -> r)
                        .connect(
                                "ws://host.example:8080/chat?room=1",
                                new WebSocketListener() {
                                    @Override
                                    public void text(WebSocket from, String message) {
                                        told.complete(message);
                                    }
                                },
                                Options.STANDARD.withSubprotocols("v1", "v2"));

        assertThat(told.get(LIMIT, TimeUnit.SECONDS)).isEqualTo("welcome to v2");
        assertThat(socket.subprotocol()).isEqualTo("v2");
        Request sent = requests.getFirst();
        assertThat(sent.scheme() + " " + sent.authority() + " " + sent.target())
                .isEqualTo("http host.example:8080 /chat?room=1");
        assertThat(sent.fields().first(Handshake.PROTOCOL)).contains("v1, v2");
        assertThat(sent.offersUpgrade("websocket")).isTrue();
    }

    @Test
    void messagesSentByManyThreadsArriveWhole() throws Exception {
        int threads = 8;
        int each = 50;
        List<String> received = new ArrayList<>();
        CompletableFuture<Void> all = new CompletableFuture<>();
        WebSocketListener counting =
                new WebSocketListener() {
                    @Override
                    public void text(WebSocket from, String message) {
                        received.add(message);
                        if (received.size() == threads * each) {
                            all.complete(null);
                        }
                    }
                };
        WebSocket socket =
                client(request -> counting, r -> r).connect("ws://host/", new Recording());

        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String mark = Integer.toString(t);
            senders.add(
                    CompletableFuture.runAsync(
                            () -> {
                                for (int i = 0; i < each; i++) {
                                    // longer than a fragment, so that frames could interleave
                                    socket.send(mark.repeat(40_000)).toCompletableFuture().join();
                                }
                            },
                            Thread::startVirtualThread));
        }
        CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new))
                .get(LIMIT, TimeUnit.SECONDS);
        all.get(LIMIT, TimeUnit.SECONDS);

        assertThat(received)
                .allMatch(m -> m.length() == 40_000 && m.chars().distinct().count() == 1, "whole");
    }

    @Test
    void aListenerThatBlocksOnWhatItSendsIsNotStuck() throws Exception {
        CompletableFuture<String> answered = new CompletableFuture<>();
        WebSocketListener blocking =
                new WebSocketListener() {
                    @Override
                    public void text(WebSocket from, String message) throws Exception {
                        from.send(message).toCompletableFuture().get(LIMIT, TimeUnit.SECONDS);
                        from.send("end").toCompletableFuture().get(LIMIT, TimeUnit.SECONDS);
                    }
                };
        WebSocketHandler handler = request -> blocking;
        HttpHandler server =
                new WebSocketProtocol()
                        .serve(
                                handler,
                                new TestContext(
                                        (kind, name, body) ->
                                                Thread.ofVirtual().name(name).start(body)));
        WebSocket socket =
                WebSocketClient.of(over(server, r -> r))
                        .connect(
                                "ws://host/",
                                new WebSocketListener() {
                                    @Override
                                    public void text(WebSocket from, String message) {
                                        if (message.equals("end")) {
                                            answered.complete(message);
                                        }
                                    }
                                });

        socket.send("x".repeat(500_000));

        assertThat(answered.get(LIMIT, TimeUnit.SECONDS)).isEqualTo("end");
    }

    @Test
    void aRefusalCarriesItsStatus() {
        WebSocketClient refused = WebSocketClient.of(request -> Response.error(Status.FORBIDDEN));

        assertThatThrownBy(() -> refused.connect("ws://host/", new Recording()))
                .isInstanceOfSatisfying(
                        HandshakeRefusedException.class,
                        e -> assertThat(e.status()).isEqualTo(Status.FORBIDDEN));
    }

    @Test
    void anUnsound101IsRefusedAndTheListenerNeverTold() {
        Recording listener = new Recording();
        List<UnaryOperator<Response>> unsound =
                List.of(
                        r -> r.with(Handshake.ACCEPT, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                        r -> r.with(r.fields().without(Handshake.ACCEPT)),
                        r -> r.adding(Handshake.ACCEPT, "twice"),
                        r -> r.with(Handshake.PROTOCOL, "not-offered"),
                        r -> r.with(Handshake.EXTENSIONS, "permessage-deflate"));

        for (UnaryOperator<Response> change : unsound) {
            WebSocketClient client = client(request -> new Recording(), change);
            assertThatThrownBy(() -> client.connect("ws://host/", listener))
                    .isInstanceOf(HandshakeRefusedException.class)
                    .hasMessageContaining("not sound");
        }
        assertThat(listener.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host/", "host", "", "ws:/host/", "ws://host/#fragment"})
    void onlyAddressesOfWebSocketsAreTaken(String address) {
        WebSocketClient client = WebSocketClient.of(request -> Response.text("never asked"));

        assertThatThrownBy(() -> client.connect(address, new Recording()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
