package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** When a swap moves what is open. */
class RestingSwapTest {
    private static final Duration GRACE = Duration.ofSeconds(9);

    private final Depot depot = new Depot();
    private final Registry registry =
            Registry.of(
                    depot.moving("a"),
                    depot.moving("b"),
                    depot.adopting("fixed"),
                    Wire.named("plain"));

    private Server listening(String transport) {
        Server server =
                Server.builder()
                        .registry(registry)
                        .transport(transport)
                        .listen(Depot.address(1), Greeter.class, new Greeter() {})
                        .start();
        depot.steps.clear();
        return server;
    }

    @Test
    void whatIsAtRestMovesBehindTheListenersAndBeforeTheDrain() {
        Server server = listening("a");
        depot.before("move a to b", () -> assertThat(server.transportName()).isEqualTo("b"));

        server.swap("b", GRACE);

        assertThat(depot.steps)
                .containsExactly("start b", "detach a:1", "adopt b:1", "move a to b", "close a 9");
    }

    @ParameterizedTest
    @CsvSource({"a, fixed", "fixed, a"})
    void nothingIsAskedUnlessBothCan(String from, String to) {
        listening(from).swap(to, GRACE);

        assertThat(depot.steps).noneMatch(step -> step.startsWith("move"));
        assertThat(depot.steps).endsWith("close " + from + " 9");
    }

    @Test
    void aSwapThatFailsMovesNoConnection() {
        Server server = listening("a");
        depot.failing("adopt b:1", new IOException("full"));

        assertThatThrownBy(() -> server.swap("b", GRACE))
                .isInstanceOf(ConfigurationException.class);
        assertThat(depot.steps).noneMatch(step -> step.startsWith("move"));
    }

    /** As when the transport of a plugin was compiled against something else. */
    @Test
    void anErrorOfTheOldTransportDoesNotKeepItFromItsDrain() {
        Server server = listening("a");
        depot.before(
                "move a to b",
                () -> {
                    throw new NoSuchMethodError("moveTo");
                });

        server.swap("b", GRACE);

        assertThat(depot.steps).endsWith("close a 9");
        assertThat(server.transportName()).isEqualTo("b");
    }

    @Test
    void whatDoesNotMoveDrains() {
        Server server = listening("a");
        depot.moved = CompletableFuture.failedStage(new IOException("no room"));

        server.swap("b", GRACE);

        assertThat(depot.steps).endsWith("move a to b", "close a 9");
        assertThat(server.transportName()).isEqualTo("b");
    }
}
