package dev.bogie.tls;

import static dev.bogie.tls.Handshakes.engine;
import static dev.bogie.tls.Handshakes.shake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Who is believed, and who is asked to prove itself: by whole handshakes. */
class TrustTest {
    @TempDir static Path made;

    @TempDir Path directory;
    private Keys keys;
    private Settings settings = Settings.defaults();

    @BeforeAll
    static void makeKeys() {
        Keys.assumeOpenssl();
        Keys ready = new Keys(made);
        ready.authority("root");
        ready.authority("other");
        ready.certificate("a", "root", "DNS:a.example,DNS:localhost,IP:127.0.0.1,IP:::1");
        ready.certificate("client", "root", "DNS:client.example");
        ready.certificate("stranger", "other", "DNS:client.example");
    }

    @BeforeEach
    void copyKeys() throws IOException {
        keys = new Keys(directory);
        for (Path file : Files.list(made).toList()) {
            Files.copy(file, directory.resolve(file.getFileName().toString()));
        }
    }

    private void set(String name, String value) {
        settings =
                MaterialSettings.ALL.stream()
                        .filter(setting -> setting.name().equals(name))
                        .findFirst()
                        .map(setting -> with(setting, value))
                        .orElseThrow();
    }

    private <T> Settings with(Setting<T> setting, String value) {
        return settings.with(setting, setting.read(value));
    }

    private void setFile(String name, String file) {
        set(name, keys.file(file).toString());
    }

    private TlsMaterial.Builder server(String pair) {
        setFile("tls.cert", pair + ".crt");
        setFile("tls.key", pair + ".key");
        return TlsMaterial.server().settings(settings);
    }

    private CertifiedKey key(String pair) throws MaterialException {
        return CertifiedKey.pem(
                keys.file(pair + ".crt"), keys.file(pair + ".key"), Optional.empty());
    }

    private TlsMaterial client() throws MaterialException {
        return TlsMaterial.client().trust(Trust.pem(keys.file("root.crt"))).build();
    }

    // Who is believed

    @Test
    void aClientBelievesACertificateForTheNameThatItMeant() throws Exception {
        TlsMaterial server = server("a").build();

        for (String host : List.of("a.example", "A.EXAMPLE.", "localhost", "127.0.0.1", "::1")) {
            assertThat(TwoEngines.shake(engine(client(), host), engine(server, Optional.empty())))
                    .isNotNull();
        }
    }

    @Test
    void aClientRefusesACertificateForAnotherName() throws Exception {
        TlsMaterial server = server("a").build();

        for (String host : List.of("b.example", "127.0.0.2", "example", "a.a.example")) {
            assertThatThrownBy(
                            () ->
                                    TwoEngines.shake(
                                            engine(client(), host),
                                            engine(server, Optional.empty())))
                    .as(host)
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void aClientRefusesAnAuthorityThatItDoesNotTrust() throws Exception {
        TlsMaterial server = server("a").build();
        TlsMaterial system = TlsMaterial.client().build();
        TlsMaterial other = TlsMaterial.client().trust(Trust.pem(keys.file("other.crt"))).build();

        for (TlsMaterial client : List.of(system, other)) {
            assertThatThrownBy(() -> shake(client, "a.example", server))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void aClientWithoutANameToCheckDoesNotBegin() throws Exception {
        TlsMaterial client = client();

        assertThatThrownBy(() -> client.client(Optional.empty(), List.of()))
                .hasMessageContaining("no host name to check");
        assertThatThrownBy(
                        () ->
                                client.client(
                                        Optional.of(UnixDomainSocketAddress.of("a.example")),
                                        List.of()))
                .hasMessageContaining("no host name to check");
    }

    @Test
    void theSettingOfAuthoritiesReplacesJavasOwn() throws Exception {
        setFile("tls.trust", "root.crt");
        TlsMaterial client = TlsMaterial.client().settings(settings).build();
        set("tls.trust", "");

        assertThat(shake(client, "a.example", server("a").build()).subject()).isEqualTo("CN=a");
    }

    @Test
    void aClientSaysWhichNameItMeansEvenOfOneLabel() throws Exception {
        assertThat(engine(client(), "localhost").getSSLParameters().getServerNames())
                .hasToString("[type=host_name (0), value=localhost]");
        assertThat(engine(client(), "127.0.0.1").getSSLParameters().getServerNames())
                .isNullOrEmpty();
        assertThat(engine(client(), "my_host.example")).isNotNull();
    }

    // Mutual

    private TlsMaterial.Builder withClientAuth(String auth) {
        set("tls.client-auth", auth);
        setFile("tls.trust", "root.crt");
        return server("a");
    }

    private TlsMaterial client(String pair) throws MaterialException {
        return TlsMaterial.client().trust(Trust.pem(keys.file("root.crt"))).key(key(pair)).build();
    }

    @ParameterizedTest
    @CsvSource({
        "none, none, ''",
        "none, client, ''",
        "wanted, none, ''",
        "wanted, client, CN=client",
        "needed, client, CN=client",
    })
    void aClientIsKnownByItsCertificateWhereItIsAskedFor(String auth, String pair, String identity)
            throws Exception {
        TlsMaterial client = pair.equals("none") ? client() : client(pair);
        TwoEngines.Done done = shake(client, "a.example", withClientAuth(auth).build());

        assertThat(PeerIdentity.of(done.server()).map(PeerIdentity::toString).orElse(""))
                .isEqualTo(identity);
        assertThat(PeerIdentity.of(done.client())).map(PeerIdentity::toString).contains("CN=a");
    }

    @Test
    void anIdentityHasTheNamesOfItsCertificate() throws Exception {
        TwoEngines.Done done =
                shake(client("client"), "a.example", withClientAuth("needed").build());

        assertThat(PeerIdentity.of(done.server()).orElseThrow().names())
                .containsExactly("client.example");
    }

    @Test
    void aClientWithoutACertificateIsRefusedWhereItIsNeeded() throws Exception {
        TlsMaterial server = withClientAuth("needed").build();

        assertThatThrownBy(() -> shake(client(), "a.example", server))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aClientOfAnotherAuthorityKeepsItsCertificateToItself() throws Exception {
        TlsMaterial server = withClientAuth("wanted").build();
        TwoEngines.Done done = shake(client("stranger"), "a.example", server);

        assertThat(PeerIdentity.of(done.server())).isEmpty();
    }

    // Versions and ciphers

    @Test
    void onlyTheVersionsAndCiphersThatAreSetAreSpoken() throws Exception {
        set("tls.protocols", "TLSv1.2");
        set("tls.ciphers", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
        TwoEngines.Done done = shake(client(), "a.example", server("a").build());

        assertThat(done.client().getProtocol()).isEqualTo("TLSv1.2");
        assertThat(done.client().getCipherSuite())
                .isEqualTo("TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    tls.protocols | TLSv1.1      | tls.protocols: 'TLSv1.1' must be of TLSv1.3, TLSv1.2; older ones are broken
                    tls.protocols | ''           | tls.protocols: '' must be of TLSv1.3, TLSv1.2; older ones are broken
                    tls.ciphers   | ECDHE-RSA    | tls.ciphers: 'ECDHE-RSA' has ECDHE-RSA, which this Java does not know (it knows names like TLS_AES_256_GCM_SHA384)
                    """)
    void aBadSettingIsSaidInOneLine(String name, String value, String message) {
        assertThatThrownBy(() -> set(name, value)).hasMessage(message);
    }
}
