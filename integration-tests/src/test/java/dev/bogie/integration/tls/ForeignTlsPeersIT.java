package dev.bogie.integration.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.routing.Router;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Server;
import dev.bogie.transport.Info;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;

/** curl, OpenSSL and the JDK against a server and a client of ours. */
class ForeignTlsPeersIT {
    private static final String BYTES = "0123456789abcdef".repeat(1 << 16);

    @TempDir private static Path directory;
    private static Site site;

    @BeforeAll
    static void makeSite() throws Exception {
        Tool.require("openssl");
        site = Site.in(directory);
    }

    /** Tells what the server knows of the connection. */
    private static Response facts(Request request) {
        return Response.text(
                String.join(
                        " ",
                        request.scheme(),
                        request.exchange()
                                .info(Info.TLS_SESSION)
                                .map(SSLSession::getProtocol)
                                .orElse("plain"),
                        request.exchange().info(Info.ALPN).orElse("none"),
                        request.exchange().info(Info.SNI).orElse("nobody")));
    }

    private static HttpHandler application() {
        return Router.builder()
                .get("/", HttpHandler.nonBlocking(ForeignTlsPeersIT::facts))
                .get("/blocking", ForeignTlsPeersIT::facts)
                .get("/large", request -> Response.text(BYTES))
                .post("/echo", request -> Response.text(request.body().readString()))
                .build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void curlIsServedIfItTrusts(String transport) throws Exception {
        Tool.require("curl");
        try (Server server = site.serve(transport, application())) {
            String url = Site.url(server);
            assertThat(curl("--cacert", site.certificate().toString(), url, url + "blocking"))
                    .isEqualTo(
                            new Tool.Ended(
                                    0,
                                    "https TLSv1.3 http/1.1 localhost"
                                            .concat("https TLSv1.3 http/1.1 localhost")));
            assertThat(curl("-k", "--tls-max", "1.2", url).output()).startsWith("https TLSv1.2 ");
            assertThat(curl("-k", url + "large")).isEqualTo(new Tool.Ended(0, BYTES));
            assertThat(curl(url).status()).as("certificate not trusted").isEqualTo(60);
        }
    }

    private static Tool.Ended curl(String... more) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("curl", "-s", "--http1.1", "--noproxy", "*"));
        command.addAll(List.of(more));
        return Tool.run(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"nio, 1.2", "nio, 1.3", "loom, 1.2", "loom, 1.3"})
    void opensslIsServedAndResumes(String transport, String version) throws Exception {
        try (Server server = site.serve(transport, application())) {
            String session = directory.resolve("session-" + transport + version).toString();
            String flag = "-tls" + version.replace('.', '_');
            String facts = "https TLSv" + version + " http/1.1 localhost";

            assertThat(ask(server, flag, "-alpn", "http/1.1", "-sess_out", session))
                    .contains("New, TLSv1", "ALPN protocol: http/1.1", facts);
            assertThat(ask(server, flag, "-alpn", "http/1.1", "-sess_in", session))
                    .contains("Reused, TLSv1", facts);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void whoAgreesOnNoProtocolIsTurnedAway(String transport) throws Exception {
        try (Server server = site.serve(transport, application())) {
            assertThat(ask(server, "-alpn", "h2")).contains("alert no application protocol");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void whoNeedsACertificateAsksForIt(String transport) throws Exception {
        String[] settings = {"tls.client-auth=needed", "tls.trust=" + site.certificate()};
        try (Server server = site.serve(transport, application(), settings)) {
            String own = site.certificate().toString();
            assertThat(ask(server, "-cert", own, "-key", site.key().toString()))
                    .contains("200 OK", "https TLSv1.3 none localhost");
            assertThat(ask(server)).contains("alert").doesNotContain("200 OK");
        }
    }

    /** One request, of a client that checks the certificate, which ends when the server does. */
    private static String ask(Server server, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "openssl",
                                "s_client",
                                "-ign_eof",
                                "-connect",
                                "127.0.0.1:" + server.address().getPort(),
                                "-servername",
                                "localhost",
                                "-CAfile",
                                site.certificate().toString(),
                                "-verify_return_error"));
        command.addAll(List.of(more));
        return Tool.talk(
                        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                        command.toArray(String[]::new))
                .output();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void theJdksClientIsServed(String transport) throws Exception {
        try (Server server = site.serve(transport, application());
                HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
            URI large = URI.create(Site.url(server) + "large");
            URI echo = URI.create(Site.url(server) + "echo");
            HttpRequest post =
                    HttpRequest.newBuilder(echo)
                            .POST(HttpRequest.BodyPublishers.ofString(BYTES))
                            .build();
            assertThat(
                            client.send(
                                            HttpRequest.newBuilder(large).build(),
                                            BodyHandlers.ofString())
                                    .body())
                    .isEqualTo(BYTES);
            assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo(BYTES);
        }
    }

    private static SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(site.certificate())) {
            store.setCertificateEntry(
                    "site", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @ParameterizedTest
    @CsvSource({"nio, 1_2", "nio, 1_3", "loom, 1_2", "loom, 1_3"})
    void ourClientAsksOpenssl(String transport, String version) throws Exception {
        try (Tool server = opensslServer("-tls" + version);
                Client<HttpHandler> client = site.client(transport)) {
            String url = "https://localhost:" + port(server) + "/";
            try (Response response = client.api().handle(Request.get(url))) {
                assertThat(response.body().readString())
                        .contains("New, TLSv" + version.replace('_', '.') + ",");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void ourClientRefusesAnotherName(String transport) throws Exception {
        try (Tool server = opensslServer("-tls1_3");
                Client<HttpHandler> client = site.client(transport)) {
            String url = "https://127.0.0.1:" + port(server) + "/";
            assertThatThrownBy(() -> client.api().handle(Request.get(url)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("127.0.0.1");
        }
    }

    private static Tool opensslServer(String version) throws IOException {
        return Tool.start(
                "openssl",
                "s_server",
                "-accept",
                "127.0.0.1:0",
                "-www",
                version,
                "-cert",
                site.certificate().toString(),
                "-key",
                site.key().toString());
    }

    private static String port(Tool server) throws IOException {
        return server.said(Pattern.compile("^ACCEPT .*:([0-9]+)"));
    }
}
