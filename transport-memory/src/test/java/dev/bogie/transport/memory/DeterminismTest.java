package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class DeterminismTest {
    private static final int CLIENTS = 8;

    /** Lends each connection to a body that answers each byte with itself, one at a time. */
    private static final class LentEcho implements ConnectionHandler {
        @Override
        public void opened(Connection connection) {
            connection.lend(LentEcho::echo);
        }

        private static void echo(BlockingConnection connection) throws IOException {
            InputStream in = connection.inputStream();
            OutputStream out = connection.outputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                out.write(b);
                out.flush();
            }
            connection.close();
        }

        @Override
        public void received(ByteBuffer in) {
            in.position(in.limit());
        }
    }

    /** Everything that happened, and all that the handlers were told. */
    private static List<String> run(Network network) throws IOException {
        List<String> trace = new ArrayList<>();
        network.observe(trace::add);
        Engine engine = network.engine();
        Listener listener = engine.listen(ListenTarget.loopback(0), LentEcho::new);
        List<Recorder> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Recorder client = new Recorder("client " + i);
            client.onOpened =
                    c -> {
                        Recorder.say(c, "the quick brown fox");
                        c.deadline(c.nanoTime() + 3_000_000);
                    };
            client.onDeadline = Connection::end;
            clients.add(client);
            var unused = engine.connect(Pair.to(listener), client);
        }
        network.run();
        for (Recorder client : clients) {
            trace.addAll(client.calls);
            assertThat(client.text).as("%s", network).hasToString("the quick brown fox");
            assertThat(client.isClosed()).as("%s", network).isTrue();
        }
        return trace;
    }

    @Test
    void aSeedGivesTheSameRunEachTime() throws IOException {
        for (long seed = 0; seed < 10; seed++) {
            Network network = Network.seeded(seed).rough();
            List<String> first = run(network);

            assertThat(run(Network.seeded(seed).rough())).as("seed %s", seed).isEqualTo(first);
            assertThat(network.isDeterministic()).isTrue();
        }
    }

    @Test
    void otherSeedsGiveOtherRuns() throws IOException {
        assertThat(run(Network.seeded(1).rough())).isNotEqualTo(run(Network.seeded(2).rough()));
    }

    @Test
    void theOrderOfWhatHappensAtOneTimeIsSeededToo() throws IOException {
        assertThat(run(Network.seeded(1))).isNotEqualTo(run(Network.seeded(2)));
    }

    @Test
    void nothingHappensWhileNobodyRunsTheNetwork() throws IOException {
        Network network = Network.seeded(1);
        Engine engine = network.engine();
        Recorder server = new Recorder("server");
        Listener listener = engine.listen(ListenTarget.loopback(0), () -> server);
        Recorder client = new Recorder("client");

        var connected = engine.connect(Pair.to(listener), client).toCompletableFuture();
        assertThat(connected).isNotDone();
        assertThat(client.calls).isEmpty();

        network.run();
        assertThat(connected).isCompleted();
        assertThat(server.calls).containsExactly("0 server opened");
    }

    @Test
    void anHourOfSilenceTakesNoTime() {
        Network network = Network.seeded(1);
        Pair pair = Pair.open(network);
        pair.client()
                .connection()
                .execute(
                        () -> {
                            Connection c = pair.client().connection();
                            c.deadline(c.nanoTime() + Duration.ofHours(1).toNanos());
                        });

        network.run();

        assertThat(pair.client().calls).endsWith("3600000000000 client deadline");
        assertThat(network.nanoTime()).isEqualTo(Duration.ofHours(1).toNanos());
    }

    @Test
    void aDeadlineThatIsTakenBackDoesNotMoveTheClock() {
        Network network = Network.seeded(1);
        Pair pair = Pair.open(network);
        Connection c = pair.client().connection();
        c.execute(() -> c.deadline(c.nanoTime() + Duration.ofHours(1).toNanos()));
        network.runFor(Duration.ofMinutes(1));
        c.execute(() -> c.deadline(Long.MAX_VALUE));

        network.run();

        assertThat(network.nanoTime()).isEqualTo(Duration.ofMinutes(1).toNanos());
    }

    @Test
    void engineTimersRunInVirtualTimeAndCanBeCancelled() {
        Network network = Network.seeded(1);
        Engine engine = network.engine();
        List<String> ran = new ArrayList<>();
        var unused = engine.schedule(2_000, () -> ran.add("late at " + engine.nanoTime()));
        unused = engine.schedule(1_000, () -> ran.add("early at " + engine.nanoTime()));
        Engine.Timer never = engine.schedule(1_500, () -> ran.add("never"));
        never.cancel();

        network.run();

        assertThat(ran).containsExactly("early at 1000", "late at 2000");
    }

    @Test
    void aWaitForWhatNeverComesSaysWithWhichSeed() {
        Network network = Network.seeded(4711).patience(Duration.ZERO);

        assertThatIllegalStateException()
                .isThrownBy(() -> network.runUntil(() -> false))
                .withMessageContaining("seed 4711");
    }

    @Test
    void aHandlerCannotRunTheNetworkThatRunsIt() {
        Network network = Network.seeded(1);
        Recorder client = new Recorder("client").opened(c -> network.run());

        assertThat(
                        network.engine()
                                .connect(
                                        Pair.to(Pair.listen(network.engine(), new Recorder("s"))),
                                        client))
                .satisfies(
                        stage -> {
                            network.run();
                            assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
                        });
        assertThat(client.calls.getLast()).contains("the network runs already");
    }

    @Test
    void aTaskThatThrowsStopsNothing() {
        Network network = Network.seeded(1);
        Engine engine = network.engine();
        AtomicInteger ran = new AtomicInteger();
        var unused =
                engine.schedule(
                        1,
                        () -> {
                            throw new IllegalStateException("on purpose");
                        });
        unused = engine.schedule(2, ran::incrementAndGet);

        network.run();

        assertThat(ran).hasValue(1);
    }
}
