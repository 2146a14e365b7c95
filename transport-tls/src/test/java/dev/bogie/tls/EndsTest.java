package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.support.PassingHandler;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** How connections with TLS end: in order, or cut off, and that handlers are told which. */
class EndsTest {
    private final TlsRig rig = new TlsRig();
    private final RecordingHandler client = new RecordingHandler("client");
    private final RecordingHandler server = new RecordingHandler("server");
    private @Nullable Below below;

    /** Ends the connection below TLS, which knows nothing of it. */
    private static final class Below extends PassingHandler {
        private @Nullable Connection connection;

        Below(ConnectionHandler tls) {
            super(tls);
        }

        @Override
        public void opened(Connection opened) throws Exception {
            connection = opened;
            super.opened(opened);
        }

        void end() {
            Connection open = Objects.requireNonNull(connection);
            assertThat(open.execute(open::end)).isTrue();
        }
    }

    /** Keeps the end of the output from the connection below TLS: all that is seen is TLS's own. */
    private static final class EndKept extends PassingHandler {
        EndKept(ConnectionHandler tls) {
            super(tls);
        }

        @Override
        public void opened(Connection opened) throws Exception {
            super.opened(
                    (Connection)
                            Proxy.newProxyInstance(
                                    Connection.class.getClassLoader(),
                                    new Class<?>[] {Connection.class},
                                    (_, method, arguments) ->
                                            method.getName().equals("end")
                                                    ? null
                                                    : method.invoke(opened, arguments)));
        }
    }

    private void connect(String version) {
        TlsRig.Party clients = rig.client().speaking(version).above(tls -> below = new Below(tls));
        rig.connect(clients, client, rig.server(), server);
    }

    private void cut() {
        Objects.requireNonNull(below).end();
        rig.settle();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void closeNotifyIsAnEndInOrder(String version) {
        connect(version);
        rig.send(client, "all");
        rig.tell(client, c -> c.close());

        assertThat(server.seen().text()).isEqualTo("all");
        assertThat(server.seen().inputEnd()).isEqualTo(InputEnd.ENDED);
        assertThat(server.seen().how()).isEqualTo(Closed.finished());
        assertThat(client.seen().how()).isEqualTo(Closed.finished());
        rig.close();
    }

    /** RFC 8446 §6.1: what comes after close_notify is ignored, so nothing need be waited for. */
    @Test
    void closeNotifyFromBothSidesClosesWithoutTheEndOfTheBytes() {
        rig.connect(rig.client().above(EndKept::new), client, rig.server(), server);
        rig.tell(
                client,
                c -> {
                    c.end();
                    c.pauseInput(); // so that it does not close when the server has ended too
                });

        assertThat(client.seen().how()).isNull();
        assertThat(server.seen().inputEnd()).isEqualTo(InputEnd.ENDED);
        assertThat(server.seen().how()).isEqualTo(Closed.finished());
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void anEndWithoutCloseNotifyIsTruncatedAndSeenAsSuch(String version) {
        connect(version);
        rig.send(client, "some");
        cut();

        assertThat(server.seen().text()).isEqualTo("some");
        assertThat(server.seen().inputEnd()).isEqualTo(InputEnd.TRUNCATED);
        assertThat(server.seen().count(Call.INPUT_ENDED)).isOne();
        assertThat(server.seen().how()).isEqualTo(Closed.finished());
        rig.close();
    }

    /** What the handler above is told in advance of the end of its input. */
    private static final class Advised extends PassingHandler {
        private final List<InputEnd> advice = new ArrayList<>();

        Advised(ConnectionHandler above) {
            super(above);
        }

        @Override
        public void peerEnded(InputEnd how) {
            advice.add(how);
            super.peerEnded(how);
        }
    }

    private List<InputEnd> advice(Runnable ending) {
        Advised advised = new Advised(server.keepOpen());
        TlsRig.Party clients = rig.client().above(tls -> below = new Below(tls));
        rig.connect(clients, client, rig.server(), advised);
        ending.run();
        return advised.advice;
    }

    @Test
    void theAdviceToOneWhoReadsTellsATruncationFromAnEndInOrder() {
        assertThat(advice(this::cut)).containsExactly(InputEnd.TRUNCATED);
    }

    @Test
    void theAdviceOfAnEndInOrderSaysSo() {
        assertThat(advice(() -> rig.tell(client, c -> c.end()))).containsExactly(InputEnd.ENDED);
    }

    @Test
    void aTruncationIsToldAfterAPauseWithAllThatCameBefore() {
        server.on(Call.OPENED, c -> c.pauseInput());
        connect("TLSv1.3");
        rig.send(client, "some");
        cut();
        assertThat(server.seen().calls()).containsExactly(Call.OPENED, Call.PEER_ENDED);
        rig.tell(server, c -> c.resumeInput());

        assertThat(server.seen().text()).isEqualTo("some");
        assertThat(server.seen().inputEnd()).isEqualTo(InputEnd.TRUNCATED);
    }

    /** A record that is not all there is lost, and that is the reason for the name. */
    @Test
    void anEndInsideARecordIsTruncated() {
        connect("TLSv1.3");
        Connection open = Objects.requireNonNull(Objects.requireNonNull(below).connection);
        assertThat(open.execute(() -> open.output(8).put(new byte[] {23, 3, 3, 0, 100, 1, 2, 3})))
                .isTrue();
        cut();

        assertThat(server.seen().inputEnd()).isEqualTo(InputEnd.TRUNCATED);
        assertThat(server.seen().bytes()).isEmpty();
        rig.close();
    }

    /** RFC 5246 §7.2.1: the answer to close_notify is close_notify, and nothing else. */
    @Test
    void underTheOldVersionThePeersEndEndsTheOutputToo() {
        server.keepOpen();
        connect("TLSv1.2");
        rig.tell(client, c -> c.close());
        assertThat(server.seen().inputEnd()).isEqualTo(InputEnd.ENDED);
        assertThat(client.seen().how()).isEqualTo(Closed.finished());
        rig.send(server, "too late, and dropped");
        assertThat(client.seen().bytes()).isEmpty();
        rig.tell(server, c -> c.close());

        assertThat(server.seen().how()).isEqualTo(Closed.finished());
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true", "TLSv1.2, false"})
    void onlyTheNewVersionCanEndOneDirection(String version, boolean can) {
        connect(version);

        assertThat(server.connection().info(Info.CAPABILITIES).orElseThrow())
                .matches(known -> known.contains(Capability.HALF_CLOSE) == can);
        rig.close();
    }

    @Test
    void underTheNewVersionTheOtherDirectionGoesOn() {
        server.keepOpen();
        connect("TLSv1.3");
        rig.tell(client, c -> c.end());
        assertThat(server.seen().inputEnd()).isEqualTo(InputEnd.ENDED);
        rig.send(server, "still there");
        assertThat(client.seen().text()).isEqualTo("still there");
        rig.tell(server, c -> c.close());

        assertThat(client.seen().inputEnd()).isEqualTo(InputEnd.ENDED);
        assertThat(server.seen().how()).isEqualTo(Closed.finished());
        assertThat(client.seen().how()).isEqualTo(Closed.finished());
        rig.close();
    }

    @Test
    void whoIsAskedToDrainDuringTheHandshakeIsToldAfterIt() {
        TlsRig.Party clients =
                rig.client()
                        .above(
                                tls ->
                                        new PassingHandler(tls) {
                                            @Override
                                            public void opened(Connection opened) throws Exception {
                                                opened.drain(Long.MAX_VALUE);
                                                super.opened(opened);
                                            }
                                        });
        rig.connect(clients, client, rig.server(), server);

        assertThat(client.seen().calls()).containsExactly(Call.OPENED, Call.DRAINING);
        rig.close();
    }
}
