package dev.bogie.integration.swap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.Body;
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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

class SwapIT {
    /** A request that is not answered yet. */
    private static final class Gate {
        final CompletableFuture<Boolean> reached = new CompletableFuture<>();
        final CountDownLatch open = new CountDownLatch(1);
    }

    private static final int SWAPS = 20;
    private static final int WAITING = 50;

    private final Gate gate = new Gate();

    @Test
    void aLoadGeneratorSeesNoErrorOverTwentySwaps() throws Exception {
        List<CompletionStage<Drained>> left = new ArrayList<>();
        try (Server server = server("nio", Registry.installed())) {
            Load load = new Load(server.address()).persistent(8).brief(4);
            load.awaitAnswers(3);
            for (int i = 0; i < SWAPS && load.errors().isEmpty(); i++) {
                String next = i % 2 == 0 ? "loom" : "nio";
                try (PlainClient silent = new PlainClient(server.address())) {
                    left.add(server.swap(next));
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
    void whatIsUnderWayEndsWhereItIs(String from, String to) throws Exception {
        Server server = server(from, Registry.installed());
        PlainClient slow = new PlainClient(server.address());
        try (server;
                slow) {
            slow.ask("/gate", "");
            Patience.await(gate.reached);

            CompletionStage<Drained> left = server.swap(to);

            assertThat(left.toCompletableFuture()).isNotDone();
            gate.open.countDown();
            Answer answer = slow.answer();
            assertThat(answer.body()).isEqualTo(from);
            if (!answer.last()) {
                assertThat(askToTheEnd(slow)).containsOnly(from);
            }
            slow.close(); // or the server lingers
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

    private Server server(String transport, Registry registry) {
        Server server = Server.builder().registry(registry).transport(transport).start();
        InetSocketAddress unused = listen(server);
        return server;
    }

    private InetSocketAddress listen(Server server) {
        return (InetSocketAddress)
                server.listen(new InetSocketAddress("127.0.0.1", 0), HttpHandler.class, router());
    }

    private HttpHandler router() {
        return Router.builder()
                .get("/", HttpHandler.nonBlocking(request -> Response.text("inline")))
                .get("/blocking", request -> Response.text("lent"))
                .get("/transport", request -> Response.text(transport(request)))
                .post("/echo", request -> Response.ok("text/plain", copied(request)))
                .get("/gate", this::answerThroughGate)
                .build();
    }

    private static String transport(Request request) {
        return request.exchange().info(Info.TRANSPORT).orElseThrow();
    }

    private static Body copied(Request request) throws IOException {
        return Body.of(request.body().readString().getBytes(StandardCharsets.US_ASCII));
    }

    private Response answerThroughGate(Request request) {
        gate.reached.complete(true);
        Patience.await(gate.open);
        return Response.text(transport(request));
    }
}
