package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Handler;
import dev.bogie.runtime.Fakes.Wire;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.Engine.Drained;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

class TransportSwapTest {
    private static final Greeter APPLICATION = new Greeter() {};
    private static final Duration GRACE = Duration.ofSeconds(9);
    private static final List<String> MOVED =
            List.of(
                    "start b",
                    "detach a:1",
                    "adopt b:1",
                    "detach a:2",
                    "adopt b:2",
                    "detach a:3",
                    "adopt b:3");

    private final Depot depot = new Depot();
    private final Registry registry =
            Registry.of(
                    depot.adopting("a"),
                    depot.adopting("b"),
                    depot.transport("fixed"),
                    Fakes.unavailable("later", "It rains.", "Wait."),
                    Wire.named("plain"));

    @Test
    void everyAddressMovesThenTheOldEngineDrains() {
        Server server = listening("a");

        CompletionStage<Drained> left = server.swap("b", GRACE);

        assertThat(depot.steps).startsWith(MOVED.toArray(String[]::new)).endsWith("close a 9");
        assertThat(depot.steps).hasSize(MOVED.size() + 1);
        assertThat(Patience.await(left)).isEqualTo(new Drained(1, 0));
        assertOn("b", server);
    }

    @Test
    void whatAnswersAtAnAddressStaysTheSame() {
        Server server = listening("a");
        server.swap("b");

        assertThat(depot.newHandler(2)).isEqualTo(new Handler("plain"));
    }

    @Test
    void nameAndAddressesAreTrueAtEachStep() {
        Server server = listening("a");
        List<SocketAddress> addresses = server.addresses();
        List<String> seen = new ArrayList<>();
        depot.beforeEach(
                step -> {
                    assertThat(server.addresses()).isEqualTo(addresses);
                    seen.add(server.transportName() + " before " + step);
                });

        server.swap("b");

        assertThat(seen.removeLast()).isEqualTo("b before close a 300");
        assertThat(seen).allMatch(line -> line.startsWith("a before "));
    }

    @Test
    void furtherAddressesListenOnTheNewTransport() {
        Server server = listening("a");
        server.swap("b");
        server.listen(Depot.address(4), Greeter.class, APPLICATION);

        assertThat(depot.owner(4)).isEqualTo("b");
    }

    @Test
    void withoutATimeTheSettingCounts() {
        try (Server server = builder("a").set("runtime.swap-time", "77s").start()) {
            server.swap("b");
        }
        assertThat(depot.steps).contains("close a 77");
    }

    @Test
    void aSwapToThePresentTransportStartsItAfresh() {
        Server server = listening("a");
        server.swap("a", GRACE);

        assertThat(depot.steps)
                .containsExactly(
                        "start a",
                        "detach a:1",
                        "adopt a:1",
                        "detach a:2",
                        "adopt a:2",
                        "detach a:3",
                        "adopt a:3",
                        "close a 9");
        assertThat(server.transportName()).isEqualTo("a");
    }

    // What is refused before anything has happened

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    c     | there is no transport 'c'; did you mean 'a'?
                    later | transport 'later' is unavailable: It rains. Wait.
                    fixed | transport 'fixed' of
                    """)
    void aTransportThatCannotTakeOverIsRefusedBeforeAnythingStarts(String name, String message) {
        Server server = listening("a");

        assertThatThrownBy(() -> server.swap(name))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(message);
        assertThat(depot.steps).isEmpty();
        assertOn("a", server);
    }

    @Test
    void aTransportThatCannotGiveAwayIsNotLeft() {
        Server server = listening("fixed");

        assertThatThrownBy(() -> server.swap("b"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("ADOPT_LISTENER")
                .hasMessageContaining("restart the server");
        assertThat(depot.steps).isEmpty();
    }

    @Test
    void whereNothingListensNothingNeedsToMove() {
        Server server = builder("fixed").start();
        server.swap("b");

        assertThat(server.transportName()).isEqualTo("b");
    }

    // What fails on the way

    static Stream<Throwable> failures() {
        return Stream.of(
                new IOException("too many open files"),
                new IllegalArgumentException("not a channel of mine"),
                new NoClassDefFoundError("x/Y"),
                new AssertionError("an error of another kind"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void anEngineThatDoesNotStartChangesNothing(Throwable failure) {
        Server server = listening("a");
        depot.failing("start b", failure);

        assertThatThrownBy(() -> server.swap("b"))
                .isInstanceOfAny(ConfigurationException.class, AssertionError.class);
        assertThat(depot.steps).isEmpty();
        assertOn("a", server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adopt b:1", "adopt b:2", "adopt b:3"})
    void whatTheNewEngineRefusesGoesBackWithAllThatHadMoved(String step) {
        for (Throwable failure : failures().toList()) {
            Server server = listening("a");
            depot.failing(step, failure);

            assertThatThrownBy(() -> server.swap("b", GRACE))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("cannot swap to transport 'b' of ")
                    .hasMessageContaining(", so a goes on: " + failure.getClass().getSimpleName())
                    .hasCause(failure);
            assertThat(depot.steps).endsWith("close b 9").doesNotContain("close a 9");
            assertOn("a", server);
            assertThat(depot.newHandler(1)).isEqualTo(new Handler("plain"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"detach a:1", "detach a:2", "detach a:3"})
    void whatTheOldEngineDoesNotGiveAwayStaysWithAllThatHadMoved(String step) {
        Server server = listening("a");
        depot.failing(step, new IllegalStateException("stuck"));

        assertThatThrownBy(() -> server.swap("b", GRACE))
                .isInstanceOf(ConfigurationException.class);
        assertThat(depot.steps).endsWith("close b 9");
        assertOn("a", server);
    }

    @Test
    void aSwapThatFailedMayBeTriedAgain() {
        Server server = listening("a");
        depot.failing("adopt b:2", new IOException("once"));
        assertThatThrownBy(() -> server.swap("b")).isInstanceOf(ConfigurationException.class);
        depot.before("adopt b:2", () -> {});

        server.swap("b");

        assertOn("b", server);
    }

    @ParameterizedTest
    @ValueSource(strings = {"adopt a:2", "detach b:1", "adopt a:1"})
    void anAddressThatCannotGoBackIsNamedAndTheOthersGoOn(String step) {
        Server server = listening("a");
        depot.failing("adopt b:3", new IOException("full"));
        depot.failing(step, new IOException("full too"));
        int lost = step.endsWith("2") ? 2 : 1;

        assertThatThrownBy(() -> server.swap("b"))
                .hasMessageEndingWith("; nobody listens on 127.0.0.1:" + lost + " any more");
        assertThat(depot.owner(lost)).isEqualTo("nobody");
        assertThat(depot.owner(3 - lost)).isEqualTo("a");
        assertThat(depot.owner(3)).isEqualTo("a");
        assertThat(server.addresses()).containsExactly(Depot.address(3 - lost), Depot.address(3));
        assertThat(server.transportName()).isEqualTo("a");
    }

    // What comes at the same time

    static Stream<String> steps() {
        return MOVED.stream();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void aServerThatClosesInTheMiddleEndsAllOfIt(String step) {
        Server server = listening("a");
        depot.before(step, () -> server.drain(Duration.ofSeconds(2)));

        assertThatThrownBy(() -> server.swap("b", GRACE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the server is closed");
        assertThat(depot.steps).contains("close a 2");
        assertThat(depot.steps).containsAnyOf("close b 2", "close b 0");
        for (int port = 1; port <= 3; port++) {
            assertThat(depot.owner(port)).isEqualTo("nobody");
        }
    }

    @Test
    void aServerThatIsClosedStaysSo() {
        Server server = listening("a");
        server.close();
        depot.steps.clear();

        assertThatThrownBy(() -> server.swap("b")).isInstanceOf(IllegalStateException.class);
        assertThat(depot.steps).isEmpty();
    }

    @Test
    void anAddressThatIsAskedForInTheMiddleIsNotLeftBehind() {
        Server server = listening("a");
        CompletableFuture<SocketAddress> asked = new CompletableFuture<>();
        depot.before(
                "adopt b:2",
                () ->
                        Thread.ofVirtual()
                                .start(
                                        () ->
                                                asked.complete(
                                                        server.listen(
                                                                Depot.address(4),
                                                                Greeter.class,
                                                                APPLICATION))));
        server.swap("b");

        assertThat(Patience.await(asked)).isEqualTo(Depot.address(4));
        assertThat(depot.owner(4)).isEqualTo("b");
    }

    @Test
    void aSwapNeedNotWaitForAnEarlierOne() {
        Server server = listening("a");
        depot.ends.put("a", new CompletableFuture<>());

        CompletableFuture<Drained> left = server.swap("b").toCompletableFuture();
        server.swap("a");

        assertThat(left).isNotDone();
        assertOn("a", server);
    }

    @Test
    void theDrainOfAServerIsThatOfAllItsEngines() {
        CompletableFuture<Drained> end = new CompletableFuture<>();
        depot.ends.put("a", end);
        Server server = listening("a");
        server.swap("b", GRACE);

        CompletableFuture<Drained> drain =
                server.drain(Duration.ofSeconds(1)).toCompletableFuture();
        assertThat(depot.steps).endsWith("close a 9", "close a 1", "close b 1");
        assertThat(drain).isNotDone();
        end.complete(new Drained(5, 2));

        assertThat(Patience.await(drain)).isEqualTo(new Drained(6, 2));
    }

    @Test
    void theOldEngineMayHaveAllTheTimeThereIs() {
        depot.ends.put("a", new CompletableFuture<>());
        Server server = listening("a");
        server.swap("b", ChronoUnit.FOREVER.getDuration());

        assertOn("b", server);
    }

    @Test
    void anEngineThatHasEndedIsForgotten() {
        Server server = listening("a");
        server.swap("b");
        depot.steps.clear();
        server.drain(Duration.ofSeconds(1));

        assertThat(depot.steps).containsExactly("close b 1");
    }

    private Server.Builder builder(String transport) {
        return Server.builder().registry(registry).transport(transport);
    }

    private Server listening(String transport) {
        return listening(builder(transport));
    }

    private Server listening(Server.Builder builder) {
        Server server =
                builder.listen(Depot.address(1), Greeter.class, APPLICATION)
                        .listen(Depot.address(2), Greeter.class, APPLICATION)
                        .listen(Depot.address(3), Greeter.class, APPLICATION)
                        .start();
        depot.steps.clear();
        return server;
    }

    private void assertOn(String transport, Server server) {
        assertThat(server.transportName()).isEqualTo(transport);
        assertThat(server.addresses())
                .containsExactly(Depot.address(1), Depot.address(2), Depot.address(3));
        for (int port = 1; port <= 3; port++) {
            assertThat(depot.owner(port)).isEqualTo(transport);
        }
    }
}
