package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The options of TLS in the image, which has a {@code keytool} of its own. */
class TlsImageIT {
    @TempDir private Path directory;

    private Launched serve(String... options) throws IOException {
        Files.writeString(directory.resolve("index.html"), "hello");
        String[] words = new String[options.length + 4];
        words[0] = "serve";
        words[1] = directory.toString();
        words[2] = "--port";
        words[3] = "0";
        System.arraycopy(options, 0, words, 4, options.length);
        return Launched.bogie(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itServesItselfOverTls(String transport) throws IOException {
        try (Launched server = serve("--tls-self-signed", "--transport", transport)) {
            String url = server.url();
            assertThat(url).startsWith("https://127.0.0.1:");
            String named = url.replace("127.0.0.1", "localhost");
            try (Launched insecure = Launched.bogie("get", "--insecure", url);
                    Launched unknown = Launched.bogie("get", named)) {
                assertThat(insecure.output().strip()).as(insecure.errors()).isEqualTo("hello");
                assertThat(unknown.status()).isEqualTo(1);
                assertThat(unknown.errors())
                        .hasLineCount(1)
                        .startsWith("bogie: cannot get " + named + ": the server's certificate is")
                        .contains("--cacert", "--insecure");
            }
            assertThat(server.terminate().status()).isZero();
            assertThat(server.errors())
                    .as("of the one who did not trust")
                    .hasLineCount(1)
                    .contains(" INFO ", "did not get past layer tls: ");
        }
    }

    /** With a certificate whose time is over: it is told, and peers must decide. */
    @Test
    void settingsAloneAreEnoughToServeOverTls() throws Exception {
        Path store = directory.resolve("expired.p12");
        Path password = Files.writeString(directory.resolve("password"), "changeit");
        try (Launched keytool =
                Launched.start(
                        Launched.IMAGE.resolve("bin").resolve("keytool"),
                        ("-genkeypair -alias a -keyalg EC -dname CN=localhost -startdate -9d"
                                        + " -validity 2 -storetype PKCS12 -storepass changeit"
                                        + " -keystore "
                                        + store)
                                .split(" "))) {
            assertThat(keytool.status()).as(keytool.output()).isZero();
        }
        String[] options = {
            "--set", "tls.key-store=" + store, "--set", "tls.key-password-file=" + password
        };
        try (Launched server = serve(options);
                Launched get = Launched.bogie("get", "--insecure", server.url())) {
            assertThat(get.output().strip()).as(get.errors()).isEqualTo("hello");
            assertThat(server.errors())
                    .hasLineCount(1)
                    .contains(" WARN ", "the certificate for CN=localhost expired on ");
        }
    }

    @Test
    void theKeyIsLeftNowhere() throws IOException {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        try (Launched demo =
                Launched.start(
                        Path.of("/usr/bin/env"),
                        "BOGIE_JVM_OPTS=-Djava.io.tmpdir=" + temporary,
                        Launched.IMAGE.resolve("bin").resolve("bogie").toString(),
                        "demo",
                        "--port",
                        "0",
                        "--tls-self-signed")) {
            assertThat(demo.url()).startsWith("https://");
            assertThat(temporary).isEmptyDirectory();
        }
    }

    @Test
    void aServerWithoutTlsIsToldInOneLine() throws IOException {
        try (Launched server = serve()) {
            String url = server.url().replace("http:", "https:");
            try (Launched get = Launched.bogie("get", "--insecure", url)) {
                assertThat(get.status()).isEqualTo(1);
                assertThat(get.errors())
                        .hasLineCount(1)
                        .startsWith("bogie: cannot get " + url + ": it does not speak TLS there");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --tls-cert /nowhere.crt --tls-key /nowhere.key | /nowhere.crt
                    --tls-cert /nowhere.crt --tls-self-signed      | exclude each other
                    --tls-key /nowhere.key                         | tls.cert
                    --set tls.key-store=/nowhere.p12               | tls.key-password-file
                    --set tls.cert=/nowhere.crt --tls-self-signed  | exclude each other
                    --set tls.client-auth=needed                   | there is no certificate
                    """)
    void whatCannotBeIsRefusedInOneLine(String options, String line) throws IOException {
        try (Launched server = serve(options.split(" "))) {
            server.wasRefused(line);
        }
    }

    @Test
    void trustIsForHttpsOnly() {
        URI plain = URI.create("http://127.0.0.1:9/");
        try (Launched get = Launched.bogie("get", "--insecure", plain.toString())) {
            get.wasRefused("--insecure is for https only");
        }
    }
}
