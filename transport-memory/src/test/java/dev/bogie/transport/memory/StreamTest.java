package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;
import dev.bogie.transport.support.InputBuffer;

import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class StreamTest {
    private static final String TEXT = "0123456789";

    private static List<String> received(Recorder recorder) {
        return recorder.calls.stream()
                .filter(call -> call.contains(" received "))
                .map(call -> call.substring(call.indexOf(" received ") + 10))
                .toList();
    }

    @Test
    void readsAreCutWhereTheTestSays() {
        for (int at = 1; at < TEXT.length(); at++) {
            Network network = Network.seeded(1).splits(Splits.at(at));
            Recorder server = new Recorder("server");
            Recorder client = new Recorder("client").opened(c -> Recorder.say(c, TEXT));
            Pair.open(network, client, server);
            network.run();

            assertThat(received(server)).containsExactly(TEXT.substring(0, at), TEXT.substring(at));
        }
    }

    @Test
    void aStreamComesByteByByteIfItIsToldTo() {
        Network network = Network.seeded(1).splits(Splits.atMost(1));
        Recorder server = new Recorder("server");
        Recorder client = new Recorder("client").opened(c -> Recorder.say(c, TEXT));
        Pair.open(network, client, server);
        network.run();

        assertThat(received(server)).containsExactly(TEXT.split(""));
    }

    @Test
    void latencyDelaysBytesAndNothingOvertakes() {
        Network network = Network.seeded(5);
        Pair pair = Pair.open(network);
        network.latency(Duration.ofMillis(1), Duration.ofMillis(9));
        Connection c = pair.client().connection();
        for (int i = 0; i < 10; i++) {
            String digit = String.valueOf(i);
            c.execute(
                    () -> {
                        Recorder.say(c, digit);
                        c.flush();
                    });
        }
        network.run();

        assertThat(pair.server().text).hasToString(TEXT);
        assertThat(network.nanoTime()).isBetween(1_000_000L, 9_000_000L);
    }

    @Test
    void aBufferThatIsKeptReadsAsPoison() {
        List<ByteBuffer> kept = new ArrayList<>();
        Network network = Network.seeded(1);
        Recorder server = new Recorder("server");
        server.onReceived = in -> kept.add(in.duplicate());
        Recorder client = new Recorder("client").opened(c -> Recorder.say(c, TEXT));
        Pair.open(network, client, server);
        network.run();

        assertThat(server.text).hasToString(TEXT);
        byte[] seen = new byte[TEXT.length()];
        kept.getFirst().get(seen);
        assertThat(seen).containsOnly(InputBuffer.POISON);
    }

    @Test
    void aSmallPipeHoldsUpTheWriterUntilTheReaderReads() {
        Network network = Network.seeded(1).pipe(1_000);
        Recorder server = new Recorder("server").opened(Connection::pauseInput);
        Pair pair = Pair.open(network, new Recorder("client"), server);
        Connection c = pair.client().connection();
        List<Boolean> writable = new ArrayList<>();
        c.execute(
                () -> {
                    c.write(ByteBuffer.allocate(500_000), null);
                    writable.add(c.isWritable());
                });
        network.run();
        assertThat(writable).containsExactly(false);
        assertThat(pair.client().calls).noneMatch(call -> call.endsWith("writable"));

        server.connection().execute(server.connection()::resumeInput);
        network.run();

        assertThat(server.text).hasSize(500_000);
        assertThat(pair.client().calls).areExactly(1, ends("writable"));
    }

    private static Condition<String> ends(String end) {
        return new Condition<>(call -> call.endsWith(end), "ends with " + end);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void backPressureLosesNothing(long seed) {
        Network network = Network.seeded(seed).rough().pipe(100).backPressure(0.9);
        Recorder server = new Recorder("server");
        Recorder client = new Recorder("client");
        Pair pair = Pair.open(network, client, server);
        StringBuilder sent = new StringBuilder();
        Connection c = pair.client().connection();
        for (int i = 0; i < 50; i++) {
            String part = "part " + i + " of many;";
            sent.append(part);
            c.execute(() -> Recorder.say(c, part));
        }
        c.execute(c::close);
        network.run();

        assertThat(server.text).as("%s", network).hasToString(sent.toString());
        assertThat(client.closed).isEqualTo(Closed.finished());
        assertThat(server.closed).isEqualTo(Closed.finished());
    }

    @Test
    void oneDirectionEndsAndTheOtherGoesOn() {
        Network network = Network.seeded(1);
        Recorder server = new Recorder("server");
        server.afterInput = AfterInput.KEEP_OPEN;
        Pair pair = Pair.open(network, new Recorder("client"), server);
        pair.client().connection().execute(pair.client().connection()::end);
        network.run();
        assertThat(server.calls).endsWith("0 server inputEnded ENDED");
        assertThat(server.isClosed()).isFalse();

        Connection s = server.connection();
        s.execute(
                () -> {
                    Recorder.say(s, "still here");
                    s.end();
                });
        network.run();

        assertThat(pair.client().text).hasToString("still here");
        assertThat(pair.client().closed).isEqualTo(Closed.finished());
        assertThat(server.closed).isEqualTo(Closed.finished());
    }

    @Test
    void bothEndsKnowTheSameAddresses() {
        Network network = Network.seeded(1);
        Pair pair = Pair.open(network);
        Connection c = pair.client().connection();
        Connection s = pair.server().connection();

        assertThat(c.info(Info.REMOTE_ADDRESS)).contains(pair.listener().address());
        assertThat(c.info(Info.LOCAL_ADDRESS)).isEqualTo(s.info(Info.REMOTE_ADDRESS));
        assertThat(s.info(Info.LISTENER)).contains(pair.listener().address());
        assertThat(c.info(Info.LISTENER)).isEmpty();
        assertThat(c.info(Info.TRANSPORT)).contains("memory");
    }
}
