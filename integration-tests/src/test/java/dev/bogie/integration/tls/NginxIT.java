package dev.bogie.integration.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http.Body;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.proxyprotocol.ProxyProtocol;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Server;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** nginx in front of a server of ours, and behind a client of ours. */
class NginxIT {
    private static final String BYTES = "0123456789abcdef".repeat(1 << 16);

    @TempDir private static Path made;
    private static Site site;

    @TempDir private Path directory;

    @BeforeAll
    static void makeSite() throws Exception {
        Tool.require("openssl");
        Tool.require("nginx");
        site = Site.in(made);
    }

    private static String get(Client<HttpHandler> client, String url) throws Exception {
        try (Response response = client.api().handle(Request.get(url))) {
            return response.body().readString();
        }
    }

    // Behind a client of ours

    @ParameterizedTest
    @CsvSource({"nio, TLSv1.2", "nio, TLSv1.3", "loom, TLSv1.2", "loom, TLSv1.3"})
    void ourClientSaysWhoItIsAndResumes(String transport, String version) throws Exception {
        String server =
                """
                server {
                    listen 127.0.0.1:PORT ssl; keepalive_timeout 0;
                    ssl_protocols %s; ssl_session_cache shared:all:1m;
                    ssl_verify_client on; ssl_client_certificate %s;
                    return 200
                        "$ssl_protocol $ssl_alpn_protocol $ssl_server_name $ssl_client_s_dn";
                    add_header Resumed $ssl_session_reused;
                }
                """
                        .formatted(version, site.certificate());
        try (Nginx nginx = Nginx.https(directory, site, server);
                Client<HttpHandler> client =
                        Client.builder(HttpHandler.class)
                                .transport(transport)
                                .set("tls.trust", site.certificate().toString())
                                .set("tls.cert", site.certificate().toString())
                                .set("tls.key", site.key().toString())
                                .open()) {
            for (String resumed : new String[] {".", "r"}) {
                try (Response response = client.api().handle(Request.get(nginx.url()))) {
                    assertThat(response.body().readString())
                            .isEqualTo(version + " http/1.1 localhost CN=localhost");
                    assertThat(response.fields().first("Resumed")).contains(resumed);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"nio, TLSv1.2", "nio, TLSv1.3", "loom, TLSv1.2", "loom, TLSv1.3"})
    void ourClientFetchesAFile(String transport, String version) throws Exception {
        Files.writeString(directory.resolve("large"), BYTES);
        String server =
                "server { listen 127.0.0.1:PORT ssl; ssl_protocols %s; root %s; }"
                        .formatted(version, directory);
        try (Nginx nginx = Nginx.https(directory, site, server);
                Client<HttpHandler> client = site.client(transport)) {
            assertThat(get(client, nginx.url() + "large")).isEqualTo(BYTES);
        }
    }

    // In front of a server of ours

    private Nginx before(Server server, String scheme) throws Exception {
        String directives =
                """
                upstream bogie { server 127.0.0.1:%d; keepalive 1; }
                server {
                    listen 127.0.0.1:PORT ssl;
                    location / {
                        proxy_pass %s://bogie;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host localhost;
                        proxy_ssl_verify on;
                        proxy_ssl_trusted_certificate %s;
                        proxy_ssl_name localhost;
                        proxy_ssl_server_name on;
                    }
                }
                """
                        .formatted(server.address().getPort(), scheme, site.certificate());
        return Nginx.https(directory, site, directives);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itKeepsAConnectionOverTlsToOurServer(String transport) throws Exception {
        try (Server server = site.serve(transport, WhoAreYou.application());
                Nginx nginx = before(server, "https");
                Client<HttpHandler> client = site.client(transport)) {
            String first = get(client, nginx.url());
            assertThat(first).startsWith("https/127.0.0.1:");
            assertThat(get(client, nginx.url())).as("the same connection").isEqualTo(first);
            assertThat(echoed(client, nginx.url())).isEqualTo(BYTES);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itTakesOffTlsForOurServer(String transport) throws Exception {
        try (Server server =
                        Server.builder()
                                .transport(transport)
                                .listen(0, HttpHandler.class, WhoAreYou.application())
                                .start();
                Nginx nginx = before(server, "http");
                Client<HttpHandler> client = site.client(transport)) {
            assertThat(get(client, nginx.url())).startsWith("http/127.0.0.1:");
            assertThat(echoed(client, nginx.url())).isEqualTo(BYTES);
        }
    }

    private static String echoed(Client<HttpHandler> client, String url) throws Exception {
        Request request = Request.post(url + "echo", Body.text(BYTES));
        try (Response response = client.api().handle(request)) {
            return response.body().readString();
        }
    }

    // In front, telling whom it connects for

    @ParameterizedTest
    @CsvSource({"nio, http", "nio, https", "loom, http", "loom, https"})
    void itTellsOurServerWhomItConnectsFor(String transport, String scheme) throws Exception {
        boolean tlsIsOurs = scheme.equals("https");
        Server.Builder builder =
                Server.builder()
                        .transport(transport)
                        .layer(ProxyProtocol.NAME)
                        .set(ProxyProtocol.HEADER_TIMEOUT, Site.PATIENCE)
                        .listen(0, HttpHandler.class, WhoAreYou.application());
        if (tlsIsOurs) {
            site.with(builder.layer("tls"));
        }
        try (Server server = builder.start();
                Nginx nginx = announcing(server, tlsIsOurs ? "" : "ssl")) {
            Tool.Ended curl = curlAndItsPort(nginx.url());
            String[] told = curl.succeeded().output().split(" ");
            assertThat(told[0]).isEqualTo(scheme + "/127.0.0.1:" + told[1]);
        }
    }

    private Nginx announcing(Server server, String ssl) throws Exception {
        String directives =
                """
                server {
                    listen 127.0.0.1:PORT %s; proxy_protocol on; proxy_pass 127.0.0.1:%d;
                    ssl_certificate %s; ssl_certificate_key %s;
                }
                """
                        .formatted(ssl, server.address().getPort(), site.certificate(), site.key());
        return Nginx.streams(directory, directives);
    }

    private static Tool.Ended curlAndItsPort(String url) throws Exception {
        Tool.require("curl");
        return Tool.run(
                "curl",
                "-sS",
                "--http1.1",
                "--noproxy",
                "*",
                "--cacert",
                site.certificate().toString(),
                "--write-out",
                " %{local_port}",
                url);
    }
}
