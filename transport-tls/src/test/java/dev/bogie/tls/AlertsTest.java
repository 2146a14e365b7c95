package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.tls.machine.ClientHello;
import dev.bogie.tls.machine.TlsException;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.support.PassingHandler;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Whatever goes wrong is told to the peer by an alert, and both sides learn its name. */
class AlertsTest {
    private final TlsRig rig = new TlsRig();
    private final RecordingHandler client = new RecordingHandler("client");
    private final RecordingHandler server = new RecordingHandler("server");

    /** In short: who found fault, and the alert's name. */
    static String told(Closed how) {
        return switch (how) {
            case Closed.Failed(TlsException e) when e.origin() == TlsException.Origin.HERE ->
                    "here " + e.alert();
            case Closed.PeerReset(TlsException e) when e.origin() == TlsException.Origin.PEER ->
                    "peer " + e.alert();
            default -> how.toString();
        };
    }

    private void assertNeitherOpens(
            TlsRig.Party clients, String toldClient, TlsRig.Party servers, String toldServer) {
        rig.connect(clients, client, servers, server);

        assertThat(told(clients.refusal())).isEqualTo(toldClient);
        assertThat(told(servers.refusal())).isEqualTo(toldServer);
        assertThat(client.seen().calls()).isEmpty();
        assertThat(server.seen().calls()).isEmpty();
        rig.close();
    }

    // Certificates

    private static final class TrustsNobody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind)
                throws CertificateException {
            throw new CertificateException("nobody is trusted");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind)
                throws CertificateException {
            throw new CertificateException("nobody is trusted");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static SSLContext trustingNobody() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsNobody()}, null);
        return context;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aCertificateThatIsNotTrusted(String version) throws Exception {
        assertNeitherOpens(
                rig.client().of(EngineSource.of(trustingNobody())).speaking(version),
                "here certificate_unknown",
                rig.server(),
                "peer certificate_unknown");
    }

    @Test
    void aCertificateForAnotherName() {
        assertNeitherOpens(
                rig.client().meaning("other.test"),
                "here certificate_unknown",
                rig.server(),
                "peer certificate_unknown");
    }

    /** Asks for a certificate. */
    private record Mutual(EngineSource source) implements EngineSource {
        @Override
        public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
            SSLEngine engine = source.server(hello, protocols);
            engine.setNeedClientAuth(true);
            return engine;
        }

        @Override
        public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
                throws Exception {
            return source.client(target, protocols);
        }
    }

    /** A client of TLS 1.3 is done before the server has seen its certificate. */
    @Test
    void aCertificateThatIsMissingIsToldAClientThatIsOpenAlready() {
        TlsRig.Party clients =
                rig.client().of(EngineSource.of(TestKeys.withoutKey())).speaking("TLSv1.3");
        TlsRig.Party servers = rig.server().of(new Mutual(EngineSource.of(TestKeys.context())));
        rig.connect(clients, client, servers, server);

        assertThat(told(servers.refusal())).isEqualTo("here certificate_required");
        assertThat(server.seen().calls()).isEmpty();
        assertThat(told(client.seen().how())).isEqualTo("peer certificate_required");
        assertThat(client.seen().calls()).containsExactly(Call.OPENED, Call.CLOSED);
        assertThat(clients.refusals()).isEmpty();
    }

    @Test
    void aCertificateThatIsMissingIsToldAClientOfTheOldVersionBeforeItOpens() {
        assertNeitherOpens(
                rig.client().of(EngineSource.of(TestKeys.withoutKey())).speaking("TLSv1.2"),
                "peer handshake_failure",
                rig.server().of(new Mutual(EngineSource.of(TestKeys.context()))),
                "here handshake_failure");
    }

    // What is spoken

    @Test
    void versionsThatDiffer() {
        assertNeitherOpens(
                rig.client().speaking("TLSv1.2"),
                "peer protocol_version",
                rig.server().speaking("TLSv1.3"),
                "here protocol_version");
    }

    private record OneCipher(String cipher, EngineSource source) implements EngineSource {
        @Override
        public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
            return source.server(hello, protocols);
        }

        @Override
        public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
                throws Exception {
            SSLEngine engine = source.client(target, protocols);
            engine.setEnabledCipherSuites(new String[] {cipher});
            return engine;
        }
    }

    @Test
    void noCipherInCommon() {
        EngineSource rsaOnly = // the key is of EC
                new OneCipher(
                        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                        EngineSource.of(TestKeys.context()));
        assertNeitherOpens(
                rig.client().of(rsaOnly),
                "peer handshake_failure",
                rig.server(),
                "here handshake_failure");
    }

    @Test
    void aClientThatSpeaksNoTls() {
        TlsRig.Party servers = rig.server();
        RecordingHandler raw = rig.connectRaw(servers, server);
        rig.send(raw, "GET / HTTP/1.1\r\n\r\n");

        assertThat(told(servers.refusal())).isEqualTo("here unexpected_message");
        assertThat(HexFormat.of().formatHex(raw.seen().bytes())).isEqualTo("1503030002020a");
        assertThat(raw.seen().how()).isEqualTo(Closed.finished());
        assertThat(server.seen().calls()).isEmpty();
    }

    @Test
    void aServerThatSpeaksNoTls() {
        RecordingHandler raw = new RecordingHandler("raw");
        raw.onReceived((c, in) -> c.write(ByteBuffer.wrap("HTTP/1.1 400\r\n".getBytes()), null));
        TlsRig.Party clients = rig.client().meaning("localhost");
        rig.connect(rig.listen(() -> raw), clients.around(client));

        assertThat(told(clients.refusal())).isEqualTo("here unexpected_message");
        assertThat(client.seen().calls()).isEmpty();
    }

    // Engines

    /** Has an engine for the second connection, and something else for the first. */
    private static final class Fails implements EngineSource {
        private final EngineSource source = EngineSource.of(TestKeys.context());
        private final Exception failure;
        private boolean failed;

        Fails(Exception failure) {
            this.failure = failure;
        }

        @Override
        public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
            if (!failed) {
                failed = true;
                throw failure;
            }
            return source.server(hello, protocols);
        }

        @Override
        public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
                throws Exception {
            return source.client(target, protocols);
        }
    }

    @Test
    void whatASourceThrowsEndsThatConnectionAndNoOther() {
        EngineSource fails = new Fails(new IllegalStateException("meant to fail"));
        TlsRig.Party servers = rig.server().of(fails);
        TlsRig.Party clients = rig.client().meaning("localhost");
        SocketAddress to = rig.listen(() -> servers.around(server));
        rig.connect(to, clients.around(new RecordingHandler("the first")));

        assertThat(told(servers.refusal())).isEqualTo("here internal_error");
        assertThat(told(clients.refusal())).isEqualTo("peer internal_error");

        rig.connect(to, clients.around(client));
        rig.send(client, "hello");
        assertThat(server.seen().text()).isEqualTo("hello");
    }

    @Test
    void aSourceMayChooseTheAlert() {
        Exception unknown =
                new TlsException(
                        TlsException.Origin.HERE, "unrecognized_name", "unknown here", null);
        assertNeitherOpens(
                rig.client(),
                "peer unrecognized_name",
                rig.server().of(new Fails(unknown)),
                "here unrecognized_name");
    }

    /** A client's source fails before anything was sent. */
    @Test
    void aClientWithoutAnEngineEndsTheConnection() {
        IllegalStateException cause = new IllegalStateException("meant to fail");
        EngineSource none =
                new EngineSource() {
                    @Override
                    public SSLEngine server(ClientHello hello, List<String> protocols) {
                        throw cause;
                    }

                    @Override
                    public SSLEngine client(
                            Optional<SocketAddress> target, List<String> protocols) {
                        throw cause;
                    }
                };
        TlsRig.Party clients = rig.client().of(none);
        TlsRig.Party servers = rig.server();
        rig.connect(clients, client, servers, server);

        assertThat(clients.refusal()).isEqualTo(new Closed.Failed(cause));
        assertThat(servers.refusal()).isEqualTo(Closed.finished()); // it never said a word
        assertThat(client.seen().calls()).isEmpty();
    }

    // Records

    /** Changes the last byte of what comes next. */
    private static final class Changes extends PassingHandler {
        private boolean armed;

        Changes(ConnectionHandler above) {
            super(above);
        }

        @Override
        public void received(ByteBuffer in) throws Exception {
            if (!armed) {
                super.received(in);
                return;
            }
            armed = false;
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            bytes[bytes.length - 1] ^= 1;
            super.received(ByteBuffer.wrap(bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aRecordThatWasChanged(String version) {
        Changes[] between = new Changes[1];
        TlsRig.Party servers =
                rig.server().speaking(version).above(tls -> between[0] = new Changes(tls));
        rig.connect(rig.client(), client, servers, server);
        between[0].armed = true;
        rig.send(client, "hello");

        assertThat(told(server.seen().how())).isEqualTo("here bad_record_mac");
        assertThat(told(client.seen().how())).isEqualTo("peer bad_record_mac");
        assertThat(server.seen().calls()).containsExactly(Call.OPENED, Call.CLOSED);
        assertThat(servers.refusals()).isEmpty();
        rig.close();
    }
}
