package dev.bogie.integration.tls;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Server;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** What is wrong with keys and certificates is told to whoever starts, in one line. */
class CertificateFaultsIT {
    @TempDir private static Path made;

    @BeforeAll
    static void makeFiles() throws Exception {
        Tool.require("openssl");
        Site.in(made);
        Site.of(made, "other", "other.example");
        Files.writeString(made.resolve("password"), "right\n");
        Files.writeString(made.resolve("wrong"), "wrong\n");
        Files.writeString(made.resolve("nothing"), "nothing\n");
        Tool.run(
                        "openssl",
                        "pkcs8",
                        "-topk8",
                        "-in",
                        made.resolve("site.key").toString(),
                        "-passout",
                        "file:" + made.resolve("password"),
                        "-out",
                        made.resolve("locked.key").toString())
                .succeeded();
    }

    @ParameterizedTest
    @CsvSource({
        "missing.crt, site.key, '', missing.crt does not exist",
        "site.crt, missing.key, '', missing.key does not exist",
        "nothing, site.key, '', nothing holds no",
        "site.crt, nothing, '', nothing holds no",
        "site.crt, other.key, '', site.crt holds no certificate for this private key",
        "site.crt, locked.key, '', locked.key holds",
        "site.crt, locked.key, wrong, locked.key cannot be"
    })
    void aServerDoesNotStart(String cert, String key, String password, String line) {
        Server.Builder builder =
                Server.builder()
                        .layer("tls")
                        .set("tls.cert", made.resolve(cert).toString())
                        .set("tls.key", made.resolve(key).toString())
                        .listen(0, HttpHandler.class, request -> Response.text("hello"));
        if (!password.isEmpty()) {
            builder.set("tls.key-password-file", made.resolve(password).toString());
        }
        assertThatThrownBy(builder::start)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("layer tls: " + made)
                .hasMessageContaining(line)
                .hasMessageNotContaining("\n");
    }

    @Test
    void aServerWithoutACertificateDoesNotStart() {
        assertThatThrownBy(() -> Server.builder().layer("tls").start())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("layer tls: a server needs a certificate: set tls.cert");
    }

    @Test
    void aClientThatIsToSpeakTlsDoesNotOpen() {
        Path missing = made.resolve("missing.crt");
        assertThatThrownBy(
                        () ->
                                Client.builder(HttpHandler.class)
                                        .layer("tls")
                                        .set("tls.trust", missing.toString())
                                        .open())
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("layer tls: " + missing + " does not exist: check the path");
    }

    @Test
    void aClientIsToldBeforeItConnects() throws Exception {
        Path missing = made.resolve("missing.crt");
        try (Client<HttpHandler> client =
                Client.builder(HttpHandler.class).set("tls.trust", missing.toString()).open()) {
            Request request = Request.get("https://localhost:9/");
            assertThatThrownBy(() -> client.api().handle(request))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("layer tls: " + missing + " does not exist: check the path");
        }
    }
}
