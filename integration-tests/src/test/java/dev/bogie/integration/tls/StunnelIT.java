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
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** stunnel puts TLS around a client without it, and takes it off for a server without it. */
class StunnelIT {
    private static final String BYTES = "0123456789abcdef".repeat(1 << 16);
    private static final Pattern UP = Pattern.compile("bound to 127\\.0\\.0\\.1:([0-9]+)");

    @TempDir private static Path made;
    private static Site site;

    @TempDir private Path directory;

    @BeforeAll
    static void makeSite() throws Exception {
        Tool.require("openssl");
        Tool.require("stunnel");
        site = Site.in(made);
    }

    private Tool stunnel(Server server, String service) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("stunnel.conf"),
                        """
                        foreground = yes
                        pid =
                        debug = info
                        [test]
                        accept = 127.0.0.1:0
                        connect = 127.0.0.1:%d
                        """
                                        .formatted(server.address().getPort())
                                + service);
        return Tool.start(Tool.located("stunnel"), file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itPutsTlsAroundAClientOfOurServer(String transport) throws Exception {
        String service =
                """
                client = yes
                verifyChain = yes
                CAfile = %s
                checkHost = localhost
                sni = localhost
                """
                        .formatted(site.certificate());
        try (Server server = site.serve(transport, WhoAreYou.application());
                Tool stunnel = stunnel(server, service);
                Client<HttpHandler> client =
                        Client.builder(HttpHandler.class).transport(transport).open()) {
            String url = "http://127.0.0.1:" + stunnel.said(UP) + "/";
            try (Response response = client.api().handle(Request.get(url))) {
                assertThat(response.body().readString()).startsWith("https/127.0.0.1:");
            }
            try (Response response =
                    client.api().handle(Request.post(url + "echo", Body.text(BYTES)))) {
                assertThat(response.body().readString()).isEqualTo(BYTES);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itTakesOffTlsForOurServerAndTellsWhomItConnectsFor(String transport) throws Exception {
        String service =
                "protocol = proxy%ncert = %s%nkey = %s%n".formatted(site.certificate(), site.key());
        try (Server server =
                        Server.builder()
                                .transport(transport)
                                .layer(ProxyProtocol.NAME)
                                .set(ProxyProtocol.HEADER_TIMEOUT, Site.PATIENCE)
                                .listen(0, HttpHandler.class, WhoAreYou.application())
                                .start();
                Tool stunnel = stunnel(server, service);
                Client<HttpHandler> client = site.client(transport)) {
            String url = "https://localhost:" + stunnel.said(UP) + "/";
            try (Response response = client.api().handle(Request.get(url))) {
                assertThat(response.body().readString()).startsWith("http/127.0.0.1:");
            }
            try (Response response =
                    client.api().handle(Request.post(url + "echo", Body.text(BYTES)))) {
                assertThat(response.body().readString()).isEqualTo(BYTES);
            }
        }
    }
}
