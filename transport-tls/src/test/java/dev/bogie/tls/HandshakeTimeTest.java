package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionTimeoutException;

import org.junit.jupiter.api.Test;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** A handshake has so much time as a whole, and who waits for its end is told once how it went. */
class HandshakeTimeTest {
    private static final Duration LIMIT = TlsSettings.HANDSHAKE_TIMEOUT.fallback();
    private static final Duration MOMENT = Duration.ofMillis(50);

    private final TlsRig rig = new TlsRig();
    private final RecordingHandler client = new RecordingHandler("client");
    private final RecordingHandler server = new RecordingHandler("server");
    private final TlsRig.Party clients = rig.client();
    private final TlsRig.Party servers = rig.server();

    /** What a client says first. */
    static byte[] hello() throws SSLException {
        SSLEngine engine = TestKeys.context().createSSLEngine();
        engine.setUseClientMode(true);
        engine.beginHandshake();
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        Object unused = engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void assertTimedOut(TlsRig.Party party) {
        assertThat(party.refusal())
                .isInstanceOfSatisfying(
                        Closed.Failed.class,
                        failed ->
                                assertThat(failed.cause())
                                        .isInstanceOf(ConnectionTimeoutException.class)
                                        .hasMessageContaining("handshake"));
    }

    // On a server

    @Test
    void whoSaysNothingIsEnded() {
        RecordingHandler raw = rig.connectRaw(servers, server);
        rig.pass(LIMIT.minus(MOMENT));
        assertThat(servers.refusals()).isEmpty();
        assertThat(raw.seen().how()).isNull();
        rig.pass(MOMENT.multipliedBy(2));

        assertTimedOut(servers);
        assertThat(raw.seen().how()).isInstanceOf(Closed.PeerReset.class);
        assertThat(server.seen().calls()).isEmpty();
        rig.close();
        assertTimedOut(servers);
    }

    @Test
    void eachByteThatTricklesInBuysNoTime() throws SSLException {
        RecordingHandler raw = rig.connectRaw(servers, server);
        byte[] hello = hello();
        long seconds = LIMIT.toSeconds();
        for (int i = 0; i < seconds; i++) {
            assertThat(servers.refusals()).isEmpty();
            rig.send(raw, Arrays.copyOfRange(hello, i, i + 1));
            rig.pass(Duration.ofSeconds(1));
        }
        rig.pass(MOMENT);

        assertTimedOut(servers);
        assertThat(raw.seen().how()).isInstanceOf(Closed.PeerReset.class);
        rig.close();
    }

    @Test
    void whoStopsAfterTheServersHelloIsEnded() throws SSLException {
        RecordingHandler raw = rig.connectRaw(servers, server);
        rig.pass(LIMIT.dividedBy(2));
        rig.send(raw, hello());
        assertThat(raw.seen().bytes()).startsWith(22, 3, 3); // a record of the handshake
        rig.pass(LIMIT.dividedBy(2).minus(MOMENT));
        assertThat(servers.refusals()).isEmpty();
        rig.pass(MOMENT.multipliedBy(2));

        assertTimedOut(servers);
        rig.close();
    }

    /** Half of them never end their hello, the others never answer the server's. */
    @Test
    void aThousandHandshakesThatGoNowhereEachEndInTheirTime() throws SSLException {
        byte[] hello = hello();
        byte[] half = Arrays.copyOf(hello, hello.length / 2);
        SocketAddress to = rig.listen(() -> servers.around(new RecordingHandler("server")));
        List<RecordingHandler> raws = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            RecordingHandler raw = new RecordingHandler("raw " + i);
            raws.add(raw);
            rig.connect(to, raw);
            rig.send(raw, i % 20 == 0 ? hello : half);
            rig.pass(Duration.ofMillis(5));
        }
        assertThat(servers.refusals()).isEmpty();
        assertThat(rig.buffersOut()).isLessThan(50);
        rig.connect(clients, client, servers, server.echoing());
        rig.send(client, "nobody noticed");
        assertThat(client.seen().text()).isEqualTo("nobody noticed");
        rig.pass(LIMIT.minus(Duration.ofMillis(2_500)));
        assertThat(servers.refusals().size()).isBetween(490, 510);
        rig.pass(Duration.ofMillis(2_600));

        assertThat(servers.refusals()).hasSize(1_000);
        assertThat(raws).allMatch(raw -> raw.seen().how() instanceof Closed.PeerReset);
        assertThat(client.seen().how()).isNull();
        rig.close();
    }

    @Test
    void whoLeavesIsToldToWhoeverWaited() {
        RecordingHandler raw = rig.connectRaw(servers, server);
        rig.send(raw, new byte[] {22, 3, 1, 0});
        rig.tell(raw, c -> c.close());

        assertThat(AlertsTest.told(servers.refusal())).isEqualTo("peer none");
        assertThat(raw.seen().how()).isEqualTo(Closed.finished());
        rig.close();
    }

    @Test
    void aResetIsToldToWhoeverWaited() throws SSLException {
        RecordingHandler raw = rig.connectRaw(servers, server);
        rig.send(raw, hello());
        raw.connection().abort("meant to abort");
        rig.settle();

        assertThat(servers.refusal()).isInstanceOf(Closed.PeerReset.class);
        rig.close();
    }

    /** Of several things that go wrong, the first counts. */
    @Test
    void aFaultIsToldOnceWhateverFollows() {
        RecordingHandler raw = rig.connectRaw(servers, server);
        rig.send(raw, "no TLS");
        boolean unused = raw.tell(c -> c.abort("meant to abort")); // unless it is over
        rig.pass(LIMIT.multipliedBy(2));
        rig.close();

        assertThat(AlertsTest.told(servers.refusal())).isEqualTo("here unexpected_message");
    }

    @Test
    void afterTheHandshakeThereIsNoLimit() {
        rig.connect(clients, client, servers, server);
        rig.pass(Duration.ofDays(1));
        rig.send(client, "still there");

        assertThat(server.seen().text()).isEqualTo("still there");
        assertThat(server.seen().count(Call.DEADLINE)).isZero();
        assertThat(servers.refusals()).isEmpty();
    }

    @Test
    void theDeadlineOfTheHandlerAboveIsItsOwn() {
        server.on(Call.OPENED, c -> c.deadline(c.nanoTime() + Duration.ofHours(1).toNanos()));
        rig.connect(clients, client, servers, server);
        rig.pass(Duration.ofHours(1).minus(MOMENT));
        assertThat(server.seen().count(Call.DEADLINE)).isZero();
        rig.pass(MOMENT.multipliedBy(2));

        assertThat(server.seen().count(Call.DEADLINE)).isOne();
    }

    // On a client

    @Test
    void aServerThatSaysNothingIsGivenUp() {
        RecordingHandler silent = new RecordingHandler("silent");
        clients.meaning("localhost");
        rig.connect(rig.listen(() -> silent), clients.around(client));
        rig.pass(LIMIT.minus(MOMENT));
        assertThat(clients.refusals()).isEmpty();
        rig.pass(MOMENT.multipliedBy(2));

        assertTimedOut(clients);
        assertThat(silent.seen().how()).isInstanceOf(Closed.PeerReset.class);
        assertThat(client.seen().calls()).isEmpty();
        rig.close();
    }

    @Test
    void aConnectThatHasLessTimeIsGivenUpEarlier() {
        RecordingHandler silent = new RecordingHandler("silent");
        clients.meaning("localhost").openBy(rig.network.nanoTime() + 1_000_000_000);
        rig.connect(rig.listen(() -> silent), clients.around(client));
        rig.pass(Duration.ofSeconds(1).plus(MOMENT));

        assertTimedOut(clients);
        assertThat(Optional.ofNullable(silent.seen().how())).isPresent();
    }
}
