package dev.bogie.integration.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.Body;
import dev.bogie.http.ExchangeProtocol;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.routing.Router;
import dev.bogie.integration.swap.PlainClient.Answer;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.Server;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.Engine.Drained;
import dev.bogie.transport.Info;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.websocket.WebSocketHandler;
import dev.bogie.websocket.WebSocketListener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class SwapIT {
    private static final long LIMIT_SECONDS = 60;
    private static final int SWAPS = 20;
    private static final int WAITING = 50;

    @Test
    void aLoadGeneratorSeesNoErrorOverTwentySwaps() throws Exception {
        List<CompletionStage<Drained>> left = new ArrayList<>();
        try (Server server = server("nio", Registry.installed())) {
            Load load = new Load(server.address()).persistent(8).brief(4);
            load.awaitAnswers(3);
            for (int i = 0; i < SWAPS && load.errors().isEmpty(); i++) {
                String next = i % 2 == 0 ? "loom" : "nio";
                try (PlainClient idle = new PlainClient(server.address());
                        PlainClient silent = new PlainClient(server.address())) {
                    String before = idle.get("/transport").body();
                    left.add(server.swap(next));
                    assertThat(askToTheEnd(idle)).containsOnly(before);
                    assertThat(silent.get("/").body()).isEqualTo("inline");
                }
                assertThat(server.transportName()).isEqualTo(next);
                load.awaitAnswers(3);
            }
            load.stop();
            assertThat(load.errors()).isEmpty();
            for (CompletionStage<Drained> each : left) {
                assertThat(Patience.await(each).aborted()).isZero();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"nio, loom", "loom, nio"})
    void whoWaitsInTheBacklogIsServedByTheNewTransport(String from, String to) throws Exception {
        List<PlainClient> waiting = new ArrayList<>();
        InetSocketAddress[] address = new InetSocketAddress[1];
        Registry registry = Registry.installed();
        registry.put(
                "test",
                List.of(GatedTransport.of(to, _ -> ask(address[0], "/transport", waiting))));
        try (Server server = server(from, registry)) {
            address[0] = server.address();

            server.swap(GatedTransport.NAME);

            assertThat(waiting).hasSize(WAITING);
            for (PlainClient each : waiting) {
                assertThat(each.answer()).isEqualTo(new Answer(to, false));
                each.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void whoWaitsInTheBacklogOfASwapThatFailsIsServedByTheOldTransport(String transport)
            throws Exception {
        List<PlainClient> waiting = new ArrayList<>();
        List<PlainClient> kept = new ArrayList<>();
        InetSocketAddress[] addresses = new InetSocketAddress[2];
        Registry registry = Registry.installed();
        GatedTransport.Gate second =
                number -> {
                    if (number == 1) {
                        kept.add(new PlainClient(addresses[0]));
                        assertThat(kept.getFirst().get("/").last()).isFalse();
                        ask(addresses[1], "/transport", waiting);
                        throw new IOException("no room for a second one");
                    }
                };
        registry.put("test", List.of(GatedTransport.of("nio", second)));
        try (Server server = server(transport, registry)) {
            addresses[0] = server.address();
            addresses[1] = listen(server);

            assertThatThrownBy(() -> server.swap(GatedTransport.NAME))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(transport + " goes on: IOException: no room");

            assertThat(server.transportName()).isEqualTo(transport);
            assertThat(server.addresses()).containsExactly(addresses);
            for (PlainClient each : waiting) {
                assertThat(each.answer()).isEqualTo(new Answer(transport, false));
                each.close();
            }
            for (InetSocketAddress address : addresses) {
                try (PlainClient client = new PlainClient(address)) {
                    assertThat(client.get("/transport")).isEqualTo(new Answer(transport, false));
                }
            }
            // What the new engine had accepted is served to its end, and told of it.
            assertThat(askToTheEnd(kept.getFirst())).containsOnly("nio");
            kept.getFirst().close();
        }
    }

    @Test
    void aTransportThatCannotAdoptIsRefused() throws Exception {
        try (Server server = server("nio", Registry.installed())) {
            assertThatThrownBy(() -> server.swap("memory"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("ADOPT_LISTENER");
            try (PlainClient client = new PlainClient(server.address())) {
                assertThat(client.get("/transport").body()).isEqualTo("nio");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"nio, loom", "loom, nio"})
    void aWebSocketGoesOnWhereItIsUntilItDrains(String from, String to) throws Exception {
        Server server = server(from, Registry.installed());
        try (server;
                HttpClient http = HttpClient.newHttpClient()) {
            Talk before = Talk.open(http, server);
            assertThat(before.say("one")).isEqualTo(from + " one");

            CompletionStage<Drained> left = server.swap(to);

            assertThat(before.say("two")).isEqualTo(from + " two");
            Talk after = Talk.open(http, server);
            assertThat(after.say("three")).isEqualTo(to + " three");
            assertThat(before.say("four")).isEqualTo(from + " four");
            server.close();
            assertThat(Patience.await(before.closed)).isEqualTo(1001);
            assertThat(Patience.await(after.closed)).isEqualTo(1001);
            assertThat(Patience.await(left)).isEqualTo(new Drained(1, 0));
        }
    }

    /** Asks which transport it is until an answer is the last; a drain is told in a moment. */
    private static List<String> askToTheEnd(PlainClient client) throws IOException {
        List<String> answers = new ArrayList<>();
        Answer answer;
        do {
            answer = client.get("/transport");
            answers.add(answer.body());
        } while (!answer.last());
        return answers;
    }

    private static void ask(InetSocketAddress address, String path, List<PlainClient> clients)
            throws IOException {
        for (int i = 0; i < WAITING; i++) {
            PlainClient client = new PlainClient(address);
            client.ask(path, "");
            clients.add(client);
        }
    }

    private static Server server(String transport, Registry registry) {
        Server server = Server.builder().registry(registry).transport(transport).start();
        InetSocketAddress unused = listen(server);
        return server;
    }

    private static InetSocketAddress listen(Server server) {
        return (InetSocketAddress)
                server.listen(
                        new InetSocketAddress("127.0.0.1", 0),
                        HttpHandler.class,
                        router(server.protocols()));
    }

    private static HttpHandler router(ProtocolContext protocols) {
        return Router.builder()
                .get("/", HttpHandler.nonBlocking(request -> Response.text("inline")))
                .get("/blocking", request -> Response.text("lent"))
                .get("/transport", request -> Response.text(transport(request)))
                .post("/echo", request -> Response.ok("text/plain", copied(request)))
                .get("/socket", socket(protocols))
                .build();
    }

    private static String transport(Request request) {
        return request.exchange().info(Info.TRANSPORT).orElseThrow();
    }

    private static Body copied(Request request) throws IOException {
        return Body.of(request.body().readString().getBytes(StandardCharsets.US_ASCII));
    }

    @SuppressWarnings("unchecked") // find() answers what serves that very contract
    private static HttpHandler socket(ProtocolContext protocols) {
        WebSocketHandler handler =
                request -> {
                    String transport = transport(request);
                    return new WebSocketListener() {
                        @Override
                        public void text(dev.bogie.websocket.WebSocket socket, String message) {
                            socket.send(transport + " " + message);
                        }
                    };
                };
        ExchangeProtocol<WebSocketHandler> found =
                protocols.find(ExchangeProtocol.class, WebSocketHandler.class).getFirst();
        return found.serve(handler, protocols);
    }

    /** The JDK's WebSocket. */
    private static final class Talk implements WebSocket.Listener {
        final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private WebSocket socket;

        static Talk open(HttpClient http, Server server) {
            Talk talk = new Talk();
            URI uri = URI.create("ws://127.0.0.1:" + server.address().getPort() + "/socket");
            talk.socket = Patience.await(http.newWebSocketBuilder().buildAsync(uri, talk));
            return talk;
        }

        String say(String words) throws InterruptedException {
            WebSocket unused = Patience.await(socket.sendText(words, true));
            return heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            heard.add(data.toString());
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
