package dev.bogie.tls;

import static dev.bogie.tls.Handshakes.engine;
import static dev.bogie.tls.Handshakes.shown;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.tls.machine.TlsException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLEngine;

/** Which certificate a name gets: by whole handshakes. */
class CertificateChoiceTest {
    @RegisterExtension
    static final MadeKeys MADE =
            new MadeKeys(
                    ready -> {
                        ready.authority("root");
                        ready.certificate(
                                "a", "root", "DNS:a.example,DNS:localhost,IP:127.0.0.1,IP:::1");
                        ready.certificate("arsa", "rsa:2048", "root", "DNS:a.example");
                        ready.certificate("b", "root", "DNS:b.example");
                        ready.certificate("wild", "root", "DNS:*.b.example");
                        ready.certificate("exact", "root", "DNS:x.b.example");
                    });

    // Names

    @ParameterizedTest
    @CsvSource({
        "a.example, CN=a",
        "a.example., CN=a",
        "b.example, CN=b",
        "y.b.example, CN=wild",
        "x.b.example, CN=exact",
        "z.y.b.example, CN=a",
        "*.b.example, CN=wild",
        ".b.example, CN=a",
        "unknown.example, CN=a",
        "com, CN=a",
        "'', CN=a"
    })
    void aNameGetsItsCertificateAnExactOneFirstAndAnUnknownOneTheDefault(
            String name, String subject) throws Exception {
        TlsMaterial server =
                MADE.server("a")
                        .key(MADE.key("wild"))
                        .key(MADE.key("exact"))
                        .key(MADE.key("b"))
                        .build();

        assertThat(shown(server, name)).isEqualTo(subject);
    }

    @Test
    void aClientWithoutANameGetsTheDefault() throws Exception {
        assertThat(shown(MADE.server("a").key(MADE.key("b")).build(), Optional.empty()))
                .isEqualTo("CN=a");
    }

    @Test
    void oneNameMayHaveCertificatesOfSeveralAlgorithms() throws Exception {
        TlsMaterial server = MADE.server("a").key(MADE.key("arsa")).build();
        SSLEngine rsaOnly = engine(MADE.client(), "a.example");
        rsaOnly.setEnabledProtocols(new String[] {"TLSv1.2"});
        rsaOnly.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
        SSLEngine ecOnly = engine(MADE.client(), "a.example");
        ecOnly.setEnabledProtocols(new String[] {"TLSv1.2"});
        ecOnly.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});

        assertThat(TwoEngines.shake(rsaOnly, engine(server, Optional.of("a.example"))).subject())
                .isEqualTo("CN=arsa");
        assertThat(TwoEngines.shake(ecOnly, engine(server, Optional.of("a.example"))).subject())
                .isEqualTo("CN=a");
    }

    @Test
    void aDirectoryHoldsCertificatesAsTheirMakersLayThemOut() throws Exception {
        Path certs = Files.createDirectory(MADE.file("certs"));
        Path certbot = Files.createDirectory(certs.resolve("b"));
        Path hidden = Files.createDirectory(certs.resolve("..data"));
        Files.copy(MADE.file("b.crt"), certbot.resolve("fullchain.pem"));
        Files.copy(MADE.file("b.key"), certbot.resolve("privkey.pem"));
        Files.copy(MADE.file("a.crt"), certs.resolve("1.crt"));
        Files.copy(MADE.file("a.key"), certs.resolve("1.key"));
        Files.copy(MADE.file("wild.crt"), certs.resolve("2.pem"));
        Files.copy(MADE.file("wild.key"), certs.resolve("2-key.pem"));
        MADE.keys().join("certs/3.pem", "exact.crt", "exact.key");
        Files.copy(MADE.file("a.crt"), hidden.resolve("tls.crt"));
        Files.writeString(certs.resolve("README"), "nothing");
        MADE.setFile("tls.cert-dir", "certs");
        TlsMaterial server = TlsMaterial.server().settings(MADE.settings()).build();

        assertThat(server.keys()).hasToString("[CN=a, CN=wild, CN=exact, CN=b]");
        assertThat(shown(server, "x.b.example")).isEqualTo("CN=exact");
    }

    @Test
    void aDirectoryHasAnEnd() throws Exception {
        Path certs = Files.createDirectory(MADE.file("certs"));
        MADE.keys().join("certs/1.pem", "a.crt", "a.key");
        MADE.keys().join("certs/2.pem", "b.crt", "b.key");
        MADE.setFile("tls.cert-dir", "certs");
        MADE.set("tls.max-names", "1");

        assertRefused(
                certs + " holds more than 1 certificates: remove some, or raise tls.max-names");
    }

    // What is missing

    private void assertRefused(String message) {
        assertThatThrownBy(() -> TlsMaterial.server().settings(MADE.settings()).build())
                .isInstanceOf(MaterialException.class)
                .hasMessage(message);
    }

    @Test
    void aServerWithoutACertificateIsRefused() {
        assertRefused(
                "a server needs a certificate: set tls.cert and tls.key, or tls.key-store, or"
                        + " tls.cert-dir");
    }

    @Test
    void aKeyWithoutACertificateIsRefused() {
        MADE.setFile("tls.key", "a.key");

        assertRefused("tls.key is " + MADE.file("a.key") + " but tls.cert is not set: set both");
    }

    @Test
    void aKeyStoreWithoutAPasswordIsRefused() {
        MADE.setFile("tls.key-store", "a.p12");

        assertRefused(
                "tls.key-store is "
                        + MADE.file("a.p12")
                        + " but tls.key-password-file is not set: write its password into a file"
                        + " and name that");
    }

    @Test
    void anEmptyOrAbsentDirectoryIsRefused() throws IOException {
        MADE.setFile("tls.cert-dir", "none");
        assertRefused(MADE.file("none") + " does not exist: check tls.cert-dir");
        Files.createDirectory(MADE.file("none"));
        assertRefused(
                MADE.file("none")
                        + " holds no certificate: put NAME.crt beside NAME.key, or"
                        + " NAME/fullchain.pem beside NAME/privkey.pem");
    }

    @Test
    void clientCertificatesNeedAnAuthority() {
        MADE.set("tls.client-auth", "wanted");

        assertThatThrownBy(() -> MADE.server("a").build())
                .isInstanceOf(MaterialException.class)
                .hasMessage(
                        "tls.client-auth asks clients for certificates, but nobody is trusted to"
                                + " issue them: set tls.trust to a PEM file of the authorities");
    }

    // Look-ups

    @Test
    void aLookUpIsAskedOnceForANameThatNoCertificateIsFor() throws Exception {
        List<String> asked = new ArrayList<>();
        KeyLookup lookup =
                name -> {
                    asked.add(name);
                    return name.equals("b.example") ? Optional.of(MADE.key("b")) : Optional.empty();
                };
        TlsMaterial server = MADE.server("a").lookup(lookup).build();

        assertThat(shown(server, "b.example")).isEqualTo("CN=b");
        assertThat(shown(server, "b.example")).isEqualTo("CN=b");
        assertThat(shown(server, "a.example")).isEqualTo("CN=a");
        assertThat(shown(server, Optional.empty())).isEqualTo("CN=a");
        assertThat(shown(server, "c.example")).isEqualTo("CN=a");
        assertThat(asked).containsExactly("b.example", "c.example");
    }

    @Test
    void whatALookUpThrowsEndsThatConnectionOnly() throws Exception {
        KeyLookup lookup =
                name -> {
                    throw new IllegalStateException("no answer for " + name);
                };
        TlsMaterial server = MADE.server("a").lookup(lookup).build();

        assertThatThrownBy(() -> engine(server, Optional.of("b.example")))
                .hasMessage("no answer for b.example");
        assertThat(shown(server, "a.example")).isEqualTo("CN=a");
    }

    @Test
    void namesThatAreAskedForAreNotKeptWithoutEnd() throws Exception {
        MADE.set("tls.max-names", "2");
        List<String> asked = new ArrayList<>();
        CertifiedKey b = MADE.key("b");
        KeyLookup lookup =
                name -> {
                    asked.add(name);
                    return name.startsWith("no") ? Optional.empty() : Optional.of(b);
                };
        TlsMaterial server = MADE.server("a").lookup(lookup).build();
        for (String name : "1 2 no1 no2 no3 no4 2 1 3 1 2".split(" ")) {
            assertThat(engine(server, Optional.of(name))).isNotNull();
        }

        // Names that nobody has drive none out; of three others the one asked for last longest ago.
        assertThat(asked).containsExactly("1", "2", "no1", "no2", "no3", "no4", "3", "2");
    }

    @Test
    void withoutADefaultAnUnknownNameIsRefusedByItsAlert() throws Exception {
        TlsMaterial server = TlsMaterial.server().lookup(_ -> Optional.empty()).build();

        assertThatThrownBy(() -> engine(server, Optional.of("a.example")))
                .isInstanceOfSatisfying(
                        TlsException.class,
                        e -> assertThat(e.alert()).isEqualTo("unrecognized_name"));
    }
}
