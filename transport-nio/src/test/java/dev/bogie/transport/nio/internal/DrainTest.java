package dev.bogie.transport.nio.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

@ParameterizedClass(name = "{0} loops")
@ValueSource(strings = {"platform", "virtual"})
class DrainTest {
    @Parameter String loopThreads;

    private Fixture nio;

    @BeforeEach
    void start() throws IOException {
        nio = Fixture.onLoops(loopThreads);
    }

    @AfterEach
    void everythingIsGivenBack() throws Exception {
        nio.closeAndCheck();
    }

    @Test
    void bothEndsOfAConnectionAreCountedThoughOneEndsTheOther() throws Exception {
        Listener listener = nio.listen(Recorder.Echo::new);
        for (int i = 0; i < 10; i++) {
            Recorder client = nio.connect(listener.address(), new Recorder());
            client.send("x");
            client.await("x"); // so it has been accepted
        }

        assertThat(nio.close(Duration.ZERO)).isEqualTo(new Engine.Drained(0, 20));
    }

    @Test
    void aDrainCountsWhatEndedAndWhatDidNot() throws Exception {
        CountDownLatch begun = new CountDownLatch(3);
        CountDownLatch block = new CountDownLatch(1);
        Polite ends = new Polite(begun);
        LinkedBlockingQueue<ConnectionHandler> handlers =
                new LinkedBlockingQueue<>(
                        List.of(
                                ends,
                                new Deaf(begun, _ -> {}),
                                new Deaf(
                                        begun,
                                        connection -> connection.lend(_ -> awaitDeaf(block)))));
        Listener listener = nio.listen(handlers::remove);
        try (Socket polite = Fixture.socket(listener);
                Socket deaf = Fixture.socket(listener);
                Socket blocked = Fixture.socket(listener)) {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            CompletableFuture<Engine.Drained> drained =
                    nio.engine.close(Duration.ofHours(1)).toCompletableFuture();
            assertThat(polite.getInputStream().read()).isNegative();
            polite.shutdownOutput();
            assertThat(Recorder.get(ends.closed)).isEqualTo(Closed.finished());

            assertThat(nio.close(Duration.ofMillis(1))).isEqualTo(new Engine.Drained(1, 2));
            assertThat(Recorder.get(drained)).isEqualTo(new Engine.Drained(1, 2));
            assertThat(deaf.isConnected() && blocked.isConnected()).isTrue();
        } finally {
            block.countDown();
        }
        assertThatThrownBy(() -> nio.listen(Recorder::new))
                .isInstanceOf(IllegalStateException.class);
    }

    /** Closes when asked to drain. */
    private static final class Polite extends Recorder {
        private final CountDownLatch begun;

        Polite(CountDownLatch begun) {
            this.begun = begun;
        }

        @Override
        public void opened(Connection connection) throws Exception {
            super.opened(connection);
            begun.countDown();
        }

        @Override
        public void draining(long until) {
            opened.join().close();
        }
    }

    /** Does not care about a drain. */
    private static final class Deaf extends Recorder {
        private final CountDownLatch begun;
        private final Consumer<Connection> first;

        Deaf(CountDownLatch begun, Consumer<Connection> first) {
            this.begun = begun;
            this.first = first;
        }

        @Override
        public void opened(Connection connection) throws Exception {
            super.opened(connection);
            first.accept(connection);
            begun.countDown();
        }
    }

    static void awaitDeaf(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // a body that does not listen
            }
        }
    }
}
