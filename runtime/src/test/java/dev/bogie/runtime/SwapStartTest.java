package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.Fakes.Greeter;
import dev.bogie.runtime.Fakes.Wire;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.Engine.Drained;

import org.junit.jupiter.api.Test;

import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

/** The transport to go to takes its time to start, or hangs. */
class SwapStartTest {
    private static final Greeter APPLICATION = new Greeter() {};

    private final Depot depot = new Depot();
    private final Registry registry =
            Registry.of(depot.adopting("a"), depot.adopting("b"), Wire.named("plain"));

    @Test
    void nobodyWaitsForATransportThatStartsButTheSwap() {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(1);
        depot.before("start b", () -> passAfter(starting, gate));
        Server server = listening("1h");
        CompletableFuture<CompletionStage<Drained>> swapped = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> swapped.complete(server.swap("b")));
        Patience.await(starting);

        CompletableFuture<SocketAddress> asked = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () ->
                                asked.complete(
                                        server.listen(
                                                Depot.address(4), Greeter.class, APPLICATION)));
        assertThat(Patience.await(asked)).isEqualTo(Depot.address(4));
        assertThat(depot.owner(4)).isEqualTo("a");

        gate.countDown();
        Patience.await(Patience.await(swapped));
        assertThat(depot.owner(4)).isEqualTo("b");
    }

    @Test
    void aTransportThatStartsTooLateIsClosedAndChangesNothing() {
        CountDownLatch gate = new CountDownLatch(1);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        depot.before("start b", () -> passAfter(new CountDownLatch(1), gate));
        depot.before("close b 0", () -> closed.complete(null));
        Server server = listening("1ms");

        assertThatThrownBy(() -> server.swap("b"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("transport 'b' of ")
                .hasMessageContaining("does not start: not within 1 ms");
        assertThat(server.transportName()).isEqualTo("a");
        assertThat(depot.owner(1)).isEqualTo("a");

        gate.countDown();
        Patience.await(closed);
        assertThat(server.transportName()).isEqualTo("a");
        assertThat(depot.owner(1)).isEqualTo("a");
    }

    /** Interrupts do not help. */
    private static void passAfter(CountDownLatch begun, CountDownLatch gate) {
        begun.countDown();
        boolean passed = false;
        while (!passed) {
            try {
                gate.await();
                passed = true;
            } catch (InterruptedException e) {
                boolean unused = Thread.interrupted();
            }
        }
    }

    private Server listening(String startTime) {
        return Server.builder()
                .registry(registry)
                .transport("a")
                .set("runtime.plugin-start-time", startTime)
                .listen(Depot.address(1), Greeter.class, APPLICATION)
                .start();
    }
}
