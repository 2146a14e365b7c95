package dev.bogie.tls;

import static dev.bogie.tls.Handshakes.engine;
import static dev.bogie.tls.Handshakes.shake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/** Who is believed, and who is asked to prove itself: by whole handshakes. */
class TrustTest {
    @RegisterExtension
    static final MadeKeys MADE =
            new MadeKeys(
                    ready -> {
                        ready.authority("root");
                        ready.authority("other");
                        ready.certificate(
                                "a", "root", "DNS:a.example,DNS:localhost,IP:127.0.0.1,IP:::1");
                        ready.certificate("client", "root", "DNS:client.example");
                        ready.certificate("stranger", "other", "DNS:client.example");
                    });

    // Who is believed

    @Test
    void aClientBelievesACertificateForTheNameThatItMeant() throws Exception {
        TlsMaterial server = MADE.server("a").build();

        for (String host : List.of("a.example", "A.EXAMPLE.", "localhost", "127.0.0.1", "::1")) {
            assertThat(
                            TwoEngines.shake(
                                    engine(MADE.client(), host), engine(server, Optional.empty())))
                    .isNotNull();
        }
    }

    @Test
    void aClientRefusesACertificateForAnotherName() throws Exception {
        TlsMaterial server = MADE.server("a").build();

        for (String host : List.of("b.example", "127.0.0.2", "example", "a.a.example")) {
            assertThatThrownBy(
                            () ->
                                    TwoEngines.shake(
                                            engine(MADE.client(), host),
                                            engine(server, Optional.empty())))
                    .as(host)
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void aClientRefusesAnAuthorityThatItDoesNotTrust() throws Exception {
        TlsMaterial server = MADE.server("a").build();
        TlsMaterial system = TlsMaterial.client().build();
        TlsMaterial other = TlsMaterial.client().trust(Trust.pem(MADE.file("other.crt"))).build();

        for (TlsMaterial client : List.of(system, other)) {
            assertThatThrownBy(() -> shake(client, "a.example", server))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void aClientWithoutANameToCheckDoesNotBegin() throws Exception {
        TlsMaterial client = MADE.client();

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
        MADE.setFile("tls.trust", "root.crt");
        TlsMaterial client = TlsMaterial.client().settings(MADE.settings()).build();
        MADE.set("tls.trust", "");

        assertThat(shake(client, "a.example", MADE.server("a").build()).subject())
                .isEqualTo("CN=a");
    }

    @Test
    void aClientSaysWhichNameItMeansEvenOfOneLabel() throws Exception {
        assertThat(engine(MADE.client(), "localhost").getSSLParameters().getServerNames())
                .hasToString("[type=host_name (0), value=localhost]");
        assertThat(engine(MADE.client(), "127.0.0.1").getSSLParameters().getServerNames())
                .isNullOrEmpty();
        assertThat(engine(MADE.client(), "my_host.example")).isNotNull();
    }

    // Mutual

    private TlsMaterial.Builder withClientAuth(String auth) {
        MADE.set("tls.client-auth", auth);
        MADE.setFile("tls.trust", "root.crt");
        return MADE.server("a");
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
        TlsMaterial client = pair.equals("none") ? MADE.client() : MADE.client(pair);
        TwoEngines.Done done = shake(client, "a.example", withClientAuth(auth).build());

        assertThat(PeerIdentity.of(done.server()).map(PeerIdentity::toString).orElse(""))
                .isEqualTo(identity);
        assertThat(PeerIdentity.of(done.client())).map(PeerIdentity::toString).contains("CN=a");
    }

    @Test
    void anIdentityHasTheNamesOfItsCertificate() throws Exception {
        TwoEngines.Done done =
                shake(MADE.client("client"), "a.example", withClientAuth("needed").build());

        assertThat(PeerIdentity.of(done.server()).orElseThrow().names())
                .containsExactly("client.example");
    }

    @Test
    void aClientWithoutACertificateIsRefusedWhereItIsNeeded() throws Exception {
        TlsMaterial server = withClientAuth("needed").build();

        assertThatThrownBy(() -> shake(MADE.client(), "a.example", server))
                .isInstanceOf(SSLException.class);
    }

    @Test
    void aClientOfAnotherAuthorityKeepsItsCertificateToItself() throws Exception {
        TlsMaterial server = withClientAuth("wanted").build();
        TwoEngines.Done done = shake(MADE.client("stranger"), "a.example", server);

        assertThat(PeerIdentity.of(done.server())).isEmpty();
    }

    // Versions and ciphers

    @Test
    void onlyTheVersionsAndCiphersThatAreSetAreSpoken() throws Exception {
        MADE.set("tls.protocols", "TLSv1.2");
        MADE.set("tls.ciphers", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");
        TwoEngines.Done done = shake(MADE.client(), "a.example", MADE.server("a").build());

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
        assertThatThrownBy(() -> MADE.set(name, value)).hasMessage(message);
    }
}
