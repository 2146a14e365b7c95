package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.Blocking;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionResetException;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

class LoanTest {
    private final Network network = Network.seeded(3);
    private final AtomicReference<Object> outcome = new AtomicReference<>();

    private Pair lent(Blocking body) {
        Recorder server = new Recorder("server").opened(c -> c.lend(body));
        return Pair.open(network, new Recorder("client"), server);
    }

    private Blocking noting(Blocking body) {
        return c -> {
            try {
                body.run(c);
            } catch (IOException | InterruptedException e) {
                outcome.set(e);
            }
        };
    }

    @Test
    void aBodyWaitsForInputWithoutTakingTime() {
        Pair pair =
                lent(
                        c -> {
                            assertThat(c.awaitInput(Long.MAX_VALUE)).isTrue();
                            byte[] bytes = new byte[c.input().remaining()];
                            c.input().get(bytes);
                            outcome.set(new String(bytes));
                        });
        network.runFor(Duration.ZERO);
        Connection c = pair.client().connection();
        c.execute(() -> Recorder.say(c, "hello"));
        network.runFor(Duration.ZERO);

        assertThat(outcome).hasValue("hello");
        assertThat(network.isDeterministic()).isTrue();
        assertThat(network.nanoTime()).isZero();
    }

    @Test
    void aWaitEndsWhenItsVirtualTimeIsOver() {
        Pair unused =
                lent(noting(c -> c.awaitInput(c.nanoTime() + Duration.ofMinutes(5).toNanos())));
        network.runFor(Duration.ofMinutes(5));

        assertThat(outcome.get()).isInstanceOf(ConnectionTimeoutException.class);
        assertThat(network.nanoTime()).isEqualTo(Duration.ofMinutes(5).toNanos());
    }

    @Test
    void aWaitToWriteEndsWhenTheReaderReads() {
        network.pipe(1_000);
        Pair pair =
                lent(
                        c -> {
                            c.write(ByteBuffer.allocate(300_000), null);
                            c.awaitFlushed(Long.MAX_VALUE);
                            outcome.set("flushed");
                        });
        network.runFor(Duration.ZERO);

        assertThat(outcome).hasValue("flushed");
        assertThat(pair.client().text).hasSize(300_000);
    }

    @Test
    void tasksRunInsideTheWaits() {
        Pair pair = lent(noting(c -> c.awaitInput(Long.MAX_VALUE)));
        network.runFor(Duration.ZERO);
        List<String> ran = new ArrayList<>();
        pair.server().connection().execute(() -> ran.add(Thread.currentThread().getName()));
        network.runFor(Duration.ZERO);

        assertThat(ran).containsExactly("bogie-memory-loan");
    }

    @Test
    void theEndOfThePeerEndsAWait() {
        Pair pair = lent(c -> outcome.set(c.awaitInput(Long.MAX_VALUE)));
        network.runFor(Duration.ZERO);
        pair.client().connection().execute(pair.client().connection()::end);
        network.runFor(Duration.ZERO);

        assertThat(outcome).hasValue(false);
        assertThat(pair.server().closed).isEqualTo(Closed.finished());
    }

    @Test
    void aResetEndsAWait() {
        Pair pair = lent(noting(c -> c.awaitInput(Long.MAX_VALUE)));
        network.runFor(Duration.ZERO);
        pair.client().connection().abort("on purpose");
        network.runFor(Duration.ZERO);

        assertThat(outcome.get()).isInstanceOf(ConnectionResetException.class);
        assertThat(pair.server().closed).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void anAbortEndsAWait() {
        Pair pair = lent(noting(c -> c.awaitInput(Long.MAX_VALUE)));
        network.runFor(Duration.ZERO);
        pair.server().connection().abort("on purpose");
        network.runFor(Duration.ZERO);

        assertThat(outcome.get()).isInstanceOf(ConnectionAbortedException.class);
        assertThat(pair.server().closed).isEqualTo(new Closed.Aborted("on purpose"));
        assertThat(pair.client().closed).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    @Timeout(30)
    void anInterruptOfABodyEndsItsWait() {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Pair unused =
                lent(
                        noting(
                                c -> {
                                    thread.set(Thread.currentThread());
                                    c.awaitInput(Long.MAX_VALUE);
                                }));
        network.runFor(Duration.ZERO);
        thread.get().interrupt();
        while (outcome.get() == null) {
            network.runFor(Duration.ZERO); // time must not pass before the interrupt is seen
        }

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void theLimitOfALoanIsVirtualTime() {
        Pair pair = lent(noting(c -> c.awaitInput(Long.MAX_VALUE)));
        network.run();

        assertThat(outcome.get()).isInstanceOf(ConnectionAbortedException.class);
        assertThat(pair.server().closed).isInstanceOf(Closed.Aborted.class);
        assertThat(network.nanoTime()).isEqualTo(Duration.ofMinutes(10).toNanos());
    }

    @Test
    void theLimitOfALoanCountsFromItsOwnBeginning() {
        Blocking second = noting(c -> c.awaitInput(Long.MAX_VALUE));
        Blocking first =
                c -> {
                    noting(b -> b.awaitInput(b.nanoTime() + Duration.ofMinutes(1).toNanos()))
                            .run(c);
                    c.resumeInput();
                };
        Recorder server = new Recorder("server").opened(c -> c.lend(first));
        server.onReceived = in -> server.connection().lend(second);
        Pair unused = Pair.open(network, new Recorder("client"), server);
        network.run();

        assertThat(outcome.get()).isInstanceOf(ConnectionAbortedException.class);
        assertThat(network.nanoTime()).isEqualTo(Duration.ofMinutes(11).toNanos());
    }

    @Test
    void bodiesRunOneAtATime() {
        int[] unguarded = new int[1];
        int[] most = new int[1];
        int[] inside = new int[1];
        Recorder[] servers = new Recorder[20];
        Engine engine = network.engine();
        for (int i = 0; i < servers.length; i++) {
            servers[i] =
                    new Recorder("server")
                            .opened(c -> c.lend(b -> count(b, unguarded, most, inside)));
            Listener listener = Pair.listen(engine, servers[i]);
            Recorder client = new Recorder("client").opened(c -> Recorder.say(c, "x".repeat(50)));
            var unused = engine.connect(Pair.to(listener), client);
        }
        network.splits(Splits.atMost(1)).run();

        assertThat(unguarded[0]).isEqualTo(20 * 50);
        assertThat(most[0]).isEqualTo(1);
    }

    private static void count(
            BlockingConnection connection, int[] unguarded, int[] most, int[] inside)
            throws IOException, InterruptedException {
        for (int i = 0; i < 50; i++) {
            assertThat(connection.awaitInput(Long.MAX_VALUE)).isTrue();
            connection.input().get();
            inside[0]++;
            most[0] = Math.max(most[0], inside[0]);
            unguarded[0]++;
            Thread.yield();
            inside[0]--;
        }
    }

    @Test
    void aBodyThatBlocksElsewhereIsLetGoAndTheRunSaysSo() {
        CountDownLatch latch = new CountDownLatch(1);
        Pair pair =
                lent(
                        c -> {
                            latch.await();
                            c.write(Recorder.ascii("at last"), null);
                            c.awaitFlushed(Long.MAX_VALUE);
                            outcome.set("done");
                        });
        network.patience(Duration.ZERO).runFor(Duration.ZERO);
        assertThat(network.isDeterministic()).isFalse();
        assertThat(outcome).hasValue(null);

        network.patience(Duration.ofSeconds(30));
        latch.countDown();
        network.runUntil(() -> outcome.get() != null && pair.client().text.length() == 7);

        assertThat(pair.client().text).hasToString("at last");
    }

    @Test
    void anAbortInterruptsABodyThatBlocksElsewhere() {
        CountDownLatch entered = new CountDownLatch(1);
        Pair pair =
                lent(
                        noting(
                                c -> {
                                    entered.countDown();
                                    new CountDownLatch(1).await();
                                }));
        network.patience(Duration.ZERO).runFor(Duration.ZERO);
        assertThat(entered.getCount()).isZero();

        network.patience(Duration.ofSeconds(30));
        pair.server().connection().abort("on purpose");
        network.runUntil(() -> pair.server().isClosed() && pair.client().isClosed());

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        assertThat(pair.server().closed).isEqualTo(new Closed.Aborted("on purpose"));
        assertThat(pair.client().closed).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void aDrainDoesNotWaitForABodyThatBlocksElsewhere() {
        Pair pair =
                lent(
                        c -> {
                            while (true) {
                                try {
                                    new CountDownLatch(1).await();
                                } catch (InterruptedException e) {
                                    outcome.set(e);
                                }
                            }
                        });
        network.patience(Duration.ZERO).runFor(Duration.ZERO);

        network.patience(Duration.ofSeconds(30));
        Engine.Drained drained = network.await(pair.engine().close(Duration.ZERO));

        assertThat(drained).isEqualTo(new Engine.Drained(0, 2));
    }
}
