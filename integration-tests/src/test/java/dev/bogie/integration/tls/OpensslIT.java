package dev.bogie.integration.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Response;
import dev.bogie.runtime.Server;
import dev.bogie.tls.PeerIdentity;
import dev.bogie.transport.Info;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLSession;

/** What OpenSSL's client is granted, by the settings of a server. */
class OpensslIT {
    private static final HttpHandler CIPHER =
            request ->
                    Response.text(
                            "cipher "
                                    + request.exchange()
                                            .info(Info.TLS_SESSION)
                                            .map(SSLSession::getCipherSuite)
                                            .orElse("none"));

    private static final HttpHandler IDENTITY =
            request ->
                    Response.text(
                            "identity "
                                    + request.exchange()
                                            .info(PeerIdentity.KEY)
                                            .map(PeerIdentity::toString)
                                            .orElse("nobody"));

    @TempDir private static Path made;
    private static Site site;

    @BeforeAll
    static void makeSite() throws Exception {
        Tool.require("openssl");
        site = Site.in(made);
    }

    /** One request of a client that trusts anybody and ends when the server does. */
    private static String ask(Server server, String options) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl", "s_client", "-ign_eof"));
        command.addAll(List.of("-connect", "127.0.0.1:" + server.address().getPort()));
        command.addAll(List.of(options.split(" ")));
        return Tool.talk(
                        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                        command.toArray(String[]::new))
                .output();
    }

    @ParameterizedTest
    @CsvSource({
        "-tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256, TLS_CHACHA20_POLY1305_SHA256",
        "-tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256",
        "-tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "-tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305,"
                + " TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    })
    void theCipherThatTheClientWantsIsSpoken(String options, String cipher) throws Exception {
        try (Server server = site.serve("nio", CIPHER)) {
            assertThat(ask(server, options)).contains("cipher " + cipher);
        }
    }

    @Test
    void ofSeveralCiphersTheServersChoiceCounts() throws Exception {
        try (Server server =
                site.serve(
                        "nio",
                        CIPHER,
                        "tls.ciphers=TLS_CHACHA20_POLY1305_SHA256,TLS_AES_128_GCM_SHA256")) {
            assertThat(
                            ask(
                                    server,
                                    "-ciphersuites"
                                        + " TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256"))
                    .contains("cipher TLS_CHACHA20_POLY1305_SHA256");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tls.protocols=TLSv1.3, -tls1_2, alert protocol version",
        "tls.protocols=TLSv1.2, -tls1_3, alert protocol version",
        "tls.allow-plain=false, -tls1_1 -cipher DEFAULT:@SECLEVEL=0, alert protocol version",
        "tls.ciphers=TLS_AES_256_GCM_SHA384, -tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256,"
                + " alert handshake failure"
    })
    void whatIsNotSetIsRefusedByAnAlert(String setting, String options, String alert)
            throws Exception {
        try (Server server = site.serve("nio", CIPHER, setting)) {
            assertThat(ask(server, options)).contains(alert).doesNotContain("200 OK");
        }
    }

    private static Server.Builder ownSite() {
        return site.with(Server.builder().layer("tls"));
    }

    @ParameterizedTest
    @CsvSource({
        "-servername a.example, CN = a.example",
        "-servername b.example, CN = b.example",
        "-servername c.example, CN = localhost",
        "-noservername, CN = localhost"
    })
    void eachNameHasItsCertificate(String options, String subject) throws Exception {
        Path directory = Files.createDirectories(made.resolve("names"));
        for (String name : new String[] {"a.example", "b.example"}) {
            if (!Files.exists(directory.resolve(name + ".crt"))) {
                Site.of(directory, name, name);
            }
        }
        Server.Builder builder = ownSite().set("tls.cert-dir", directory.toString());
        try (Server server = builder.listen(0, HttpHandler.class, CIPHER).start()) {
            assertThat(ask(server, options)).contains("subject=" + subject, "200 OK");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "needed, true, CN=localhost",
        "wanted, true, CN=localhost",
        "wanted, false, nobody"
    })
    void theApplicationIsToldWhoTheClientIs(String auth, boolean shown, String identity)
            throws Exception {
        String own = shown ? " -cert " + site.certificate() + " -key " + site.key() : "";
        Server.Builder builder =
                ownSite()
                        .set("tls.trust", site.certificate().toString())
                        .set("tls.client-auth", auth);
        try (Server server = builder.listen(0, HttpHandler.class, IDENTITY).start()) {
            assertThat(ask(server, "-servername localhost" + own)).contains("identity " + identity);
        }
    }
}
