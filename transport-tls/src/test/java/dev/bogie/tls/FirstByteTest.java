package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Info;
import dev.bogie.transport.memory.Splits;
import dev.bogie.transport.support.PassingHandler;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.SocketAddress;
import java.time.Duration;

/** TLS and plain on one port: the first byte tells, and until it comes nobody is opened. */
class FirstByteTest {
    private static final Duration LIMIT = TlsSettings.HANDSHAKE_TIMEOUT.fallback();
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final TlsRig rig = new TlsRig();
    private final TlsRig.Party servers = rig.server().with(TlsSettings.ALLOW_PLAIN, true);
    private final RecordingHandler server = new RecordingHandler("server").echoing();
    private final RecordingHandler client = new RecordingHandler("client");

    private RecordingHandler plain() {
        return rig.connectRaw(servers, server);
    }

    // Which

    @Test
    void whoBeginsWithTlsGetsTls() {
        rig.connect(rig.client(), client, servers, server);
        rig.send(client, "hello");

        assertThat(client.seen().text()).isEqualTo("hello");
        assertThat(server.connection().info(Info.TLS_SESSION)).isPresent();
    }

    @Test
    void whoeverElseIsServedPlain() {
        RecordingHandler plain = plain();
        rig.send(plain, "hello");

        assertThat(plain.seen().text()).isEqualTo("hello");
        assertThat(server.connection().info(Info.TLS_SESSION)).isEmpty();
    }

    /** Neighbours of 22, and what a look at a signed byte would take for something else. */
    @ParameterizedTest
    @ValueSource(bytes = {0, 20, 21, 23, 'G', (byte) 0x80, (byte) 0x96, -1})
    void anyOtherByteIsPlain(byte first) {
        RecordingHandler plain = plain();
        rig.send(plain, new byte[] {first});

        assertThat(plain.seen().bytes()).containsExactly(first);
    }

    @Test
    void theBytesMayComeOneByOne() {
        rig.network.splits(Splits.atMost(1));
        SocketAddress to = rig.listen(() -> servers.around(server));
        rig.connect(to, rig.client().meaning("localhost").around(client));
        rig.send(client, "hello");
        assertThat(client.seen().text()).isEqualTo("hello");

        RecordingHandler second = new RecordingHandler("second").echoing();
        RecordingHandler plain = rig.connectRaw(servers, second);
        rig.send(plain, "hello");
        assertThat(plain.seen().text()).isEqualTo("hello");
    }

    @Test
    void nobodyIsOpenedBeforeTheFirstByte() {
        RecordingHandler plain = plain();
        rig.pass(LIMIT.minus(MOMENT));
        assertThat(server.seen().calls()).isEmpty();
        rig.send(plain, "late");

        assertThat(plain.seen().text()).isEqualTo("late");
    }

    /** A record of a handshake that is none is TLS all the same: plain would be a guess. */
    @Test
    void theFirstByteIsAllThatCounts() {
        RecordingHandler raw = plain();
        rig.send(raw, new byte[] {22, 'x'});

        assertThat(AlertsTest.told(servers.refusal())).isEqualTo("here protocol_version");
        assertThat(server.seen().calls()).isEmpty();
    }

    // Neither

    @Test
    void whoLeavesWithoutAByteIsOverAndToldOnce() {
        RecordingHandler raw = plain();
        rig.tell(raw, c -> c.close());

        assertThat(raw.seen().how()).isEqualTo(Closed.finished());
        assertThat(servers.refusal()).isEqualTo(Closed.finished());
        assertThat(server.seen().calls()).isEmpty();
        rig.close();
    }

    @Test
    void whoSaysNothingIsEndedAndToldOnce() {
        RecordingHandler raw = plain();
        rig.pass(LIMIT.plus(MOMENT));

        assertThat(raw.seen().how()).isInstanceOf(Closed.PeerReset.class);
        assertThat(servers.refusal()).isEqualTo(new Closed.Aborted("no first byte came in time"));
        assertThat(server.seen().calls()).isEmpty();
        rig.close();
    }

    /** A client that waits with its first byte has the less time for the rest. */
    @Test
    void theTimeOfTheHandshakeBeganWithTheConnection() {
        RecordingHandler raw = plain();
        rig.pass(LIMIT.minus(MOMENT));
        rig.send(raw, new byte[] {22, 3, 1});
        assertThat(servers.refusals()).isEmpty();
        rig.pass(MOMENT.multipliedBy(2));

        assertThat(servers.refusal())
                .isInstanceOfSatisfying(
                        Closed.Failed.class,
                        failed ->
                                assertThat(failed.cause())
                                        .isInstanceOf(ConnectionTimeoutException.class));
        rig.close();
    }

    @Test
    void aPlainConnectionHasNoDeadlineOfOurs() {
        RecordingHandler plain = plain();
        rig.send(plain, "x");
        rig.pass(LIMIT.multipliedBy(3));
        rig.send(plain, "y");

        assertThat(plain.seen().text()).isEqualTo("xy");
        assertThat(server.seen().count(Call.DEADLINE)).isZero();
    }

    // Draining

    /** Has the connection drain as soon as it is there. */
    private static final class Drains extends PassingHandler {
        Drains(ConnectionHandler above) {
            super(above);
        }

        @Override
        public void opened(Connection connection) throws Exception {
            super.opened(connection);
            connection.drain(connection.nanoTime() + Duration.ofHours(1).toNanos());
        }
    }

    @Test
    void aDrainEndsWhoHasSaidNothing() {
        servers.above(Drains::new);
        RecordingHandler raw = plain();

        assertThat(raw.seen().how()).isEqualTo(Closed.finished());
        assertThat(servers.refusal()).isEqualTo(Closed.finished());
        assertThat(server.seen().calls()).isEmpty();
    }
}
