package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.RecordingHandler;
import dev.bogie.tls.machine.ClientHello;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What both sides agree on in the handshake, and what handlers above TLS know of it. */
class AlpnTest {
    private final TlsRig rig = new TlsRig();
    private final RecordingHandler client = new RecordingHandler("client");
    private final RecordingHandler server = new RecordingHandler("server");

    private static String[] ids(String joined) {
        return joined.isEmpty() ? new String[0] : joined.split(" ");
    }

    @ParameterizedTest
    @CsvSource({
        // the server's, the client's, agreed: the server prefers
        "h2 http/1.1, http/1.1 h2, h2",
        "http/1.1, h2 http/1.1, http/1.1",
        "a b c, x c b, b",
        // either side without ids does not speak ALPN
        "h2, '', ''",
        "'', h2, ''",
        "'', '', ''",
    })
    void theIdThatIsAgreedOnIsAFactOnBothSides(String servers, String clients, String agreed) {
        rig.connect(
                rig.client().offering(ids(clients)),
                client,
                rig.server().offering(ids(servers)),
                server);

        assertThat(client.connection().info(Info.ALPN).orElse("")).isEqualTo(agreed);
        assertThat(server.connection().info(Info.ALPN).orElse("")).isEqualTo(agreed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void withoutAnIdInCommonNeitherSideOpensAndTheAlertSaysWhy(String version) {
        TlsRig.Party clients = rig.client().speaking(version).offering("h2");
        TlsRig.Party servers = rig.server().speaking(version).offering("http/1.1");
        rig.connect(clients, client, servers, server);

        assertThat(AlertsTest.told(servers.refusal())).isEqualTo("here no_application_protocol");
        assertThat(AlertsTest.told(clients.refusal())).isEqualTo("peer no_application_protocol");
        assertThat(client.seen().calls()).isEmpty();
        assertThat(server.seen().calls()).isEmpty();
    }

    /**
     * Whoever made an engine may have chosen for it: by what is known of the name, for instance.
     */
    private record Choosing(EngineSource source, Consumer<SSLEngine> choice)
            implements EngineSource {
        static Choosing ids(String... ids) {
            return new Choosing(
                    EngineSource.of(TestKeys.context()),
                    engine -> {
                        SSLParameters parameters = engine.getSSLParameters();
                        parameters.setApplicationProtocols(ids);
                        engine.setSSLParameters(parameters);
                    });
        }

        @Override
        public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
            SSLEngine engine = source.server(hello, protocols);
            choice.accept(engine);
            return engine;
        }

        @Override
        public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
                throws Exception {
            SSLEngine engine = source.client(target, protocols);
            choice.accept(engine);
            return engine;
        }
    }

    @Test
    void idsThatAServersSourceHasSetAreNotReplaced() {
        rig.connect(
                rig.client().offering("h2", "own"),
                client,
                rig.server().of(Choosing.ids("own")).offering("h2"),
                server);

        assertThat(server.connection().info(Info.ALPN)).contains("own");
    }

    @Test
    void idsThatAClientsSourceHasSetAreNotReplaced() {
        rig.connect(
                rig.client().of(Choosing.ids("own")).offering("h2"),
                client,
                rig.server().offering("h2", "own"),
                server);

        assertThat(client.connection().info(Info.ALPN)).contains("own");
    }

    @Test
    void aServersSourceMayChooseAmongWhatTheClientOffers() {
        Choosing last =
                new Choosing(
                        EngineSource.of(TestKeys.context()),
                        engine ->
                                engine.setHandshakeApplicationProtocolSelector(
                                        (_, offered) -> offered.getLast()));
        rig.connect(
                rig.client().offering("h2", "own"),
                client,
                rig.server().of(last).offering("h2"),
                server);

        assertThat(server.connection().info(Info.ALPN)).contains("own");
    }

    @Test
    void theNameThatTheClientMeansIsAFactOnTheServer() {
        rig.connect(rig.client().meaning("chat.example.test"), client, rig.server(), server);

        assertThat(server.connection().info(Info.SNI)).contains("chat.example.test");
    }

    @Test
    void aClientThatMeansAnAddressNamesNobody() {
        rig.connect(rig.client(), client, rig.server(), server);

        assertThat(server.connection().info(Info.SNI)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void theSessionIsAFactOnBothSidesAndThoseFromBelowShineThrough(String version) {
        rig.connect(rig.client(), client, rig.server().speaking(version), server);

        for (Connection c : new Connection[] {client.connection(), server.connection()}) {
            assertThat(c.info(Info.TLS_SESSION).orElseThrow().getProtocol()).isEqualTo(version);
            assertThat(c.info(Info.TRANSPORT)).contains("memory");
            assertThat(c.info(Info.REMOTE_ADDRESS)).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true", "TLSv1.2, false"})
    void aConnectionSaysWhetherOneDirectionMayEndAlone(String version, boolean may) {
        rig.connect(rig.client(), client, rig.server().speaking(version), server);

        assertThat(server.connection().info(Info.CAPABILITIES).orElseThrow())
                .contains(Capability.STREAM)
                .satisfies(can -> assertThat(can.contains(Capability.HALF_CLOSE)).isEqualTo(may));
    }
}
