package dev.bogie.integration.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.ExchangeProtocol;
import dev.bogie.http.FieldName;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.filter.HttpsRedirect;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Server;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClient;
import dev.bogie.websocket.WebSocketHandler;
import dev.bogie.websocket.WebSocketListener;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLException;

/** {@code https} and {@code wss}, our client with our server. */
class HttpsIT {
    private static final HttpHandler SCHEME =
            HttpHandler.nonBlocking(request -> Response.text(request.scheme()));

    @TempDir private static Path directory;
    private static Site site;

    @BeforeAll
    static void makeSite() throws Exception {
        Tool.require("openssl");
        site = Site.in(directory);
    }

    private static String get(Client<HttpHandler> client, String url) throws Exception {
        try (Response response = client.api().handle(Request.get(url))) {
            return response.body().readString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void theClientSpeaksTlsWhereTheAddressSaysSo(String transport) throws Exception {
        try (Server server = site.serve(transport, SCHEME);
                Server plain = Server.builder().listen(0, HttpHandler.class, SCHEME).start();
                Client<HttpHandler> client = site.client(transport)) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(client, Site.url(server))).isEqualTo("https");
                assertThat(get(client, "http://127.0.0.1:" + plain.address().getPort() + "/"))
                        .isEqualTo("http");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void whoIsNotTrustedIsAskedNothing(String transport) throws Exception {
        try (Server server = site.serve(transport, SCHEME);
                Client<HttpHandler> client =
                        Client.builder(HttpHandler.class).transport(transport).open()) {
            assertThatThrownBy(() -> get(client, Site.url(server)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("can't connect to https://localhost:")
                    .hasCauseInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void aServerWithoutTlsIsToldByItsFirstBytes(String transport) throws Exception {
        try (Server plain =
                        Server.builder()
                                .transport(transport)
                                .listen(0, HttpHandler.class, SCHEME)
                                .start();
                Client<HttpHandler> client = site.client(transport)) {
            assertThatThrownBy(() -> get(client, Site.url(plain)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not speak TLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void aWebSocketIsOpenedOverTls(String transport) throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocketListener echo =
                new WebSocketListener() {
                    @Override
                    public void text(WebSocket socket, String message) {
                        socket.send("echo of " + message);
                    }
                };
        WebSocketListener listener =
                new WebSocketListener() {
                    @Override
                    public void text(WebSocket socket, String message) {
                        heard.add(message);
                    }
                };
        try (Server server = site.start(transport);
                Client<HttpHandler> client = site.client(transport)) {
            server.listen(
                    new InetSocketAddress("127.0.0.1", 0),
                    HttpHandler.class,
                    upgrading(server.protocols(), request -> echo));
            WebSocket socket =
                    WebSocketClient.of(client.api())
                            .connect(Site.url(server).replace("https:", "wss:"), listener);
            socket.send("hello");
            assertThat(heard.poll(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                    .isEqualTo("echo of hello");
            socket.close();
        }
    }

    @Test
    void aWebSocketOverTlsOutlivesTwentySwaps() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        WebSocketListener listener =
                new WebSocketListener() {
                    @Override
                    public void text(WebSocket socket, String message) {
                        heard.add(message);
                    }
                };
        WebSocketHandler carrier =
                request ->
                        new WebSocketListener() {
                            @Override
                            public void text(WebSocket socket, String message) {
                                socket.send(
                                        message
                                                + request.exchange()
                                                        .info(Info.TRANSPORT)
                                                        .orElseThrow());
                            }
                        };
        try (Server server = site.start("nio");
                Client<HttpHandler> client = site.client("nio")) {
            server.listen(
                    new InetSocketAddress("127.0.0.1", 0),
                    HttpHandler.class,
                    upgrading(server.protocols(), carrier));
            WebSocket socket =
                    WebSocketClient.of(client.api())
                            .connect(Site.url(server).replace("https:", "wss:"), listener);
            for (int i = 0; i <= 20; i++) {
                socket.send(i + " on ");
                assertThat(heard.poll(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                        .isEqualTo(i + " on " + server.transportName());
                String next = server.transportName().equals("nio") ? "loom" : "nio";
                assertThat(Patience.await(server.swap(next))).isEqualTo(Engine.Drained.NOTHING);
            }
            socket.close();
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // find() answers what serves that very contract
    private static HttpHandler upgrading(ProtocolContext context, WebSocketHandler application) {
        List<ExchangeProtocol<WebSocketHandler>> found =
                (List) context.find(ExchangeProtocol.class, WebSocketHandler.class);
        return found.getFirst().serve(application, context);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void onePortServesBothWhereThatIsAllowed(String transport) throws Exception {
        try (Server server = site.serve(transport, SCHEME, "tls.allow-plain=true");
                Client<HttpHandler> client = site.client(transport)) {
            String url = Site.url(server);
            assertThat(get(client, url)).isEqualTo("https");
            assertThat(get(client, url.replace("https:", "http:"))).isEqualTo("http");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void withoutTlsNobodyIsServedElsewhere(String transport) throws Exception {
        try (Server server = site.serve(transport, SCHEME);
                Client<HttpHandler> client = site.client(transport)) {
            assertThatThrownBy(() -> get(client, Site.url(server).replace("https:", "http:")))
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void whoComesWithoutTlsIsToldWhereItIs(String transport) throws Exception {
        HttpHandler redirecting = SCHEME.with(new HttpsRedirect(8443));
        try (Server server = site.serve(transport, redirecting, "tls.allow-plain=true");
                Client<HttpHandler> client = site.client(transport)) {
            String url = Site.url(server).replace("https:", "http:") + "page";
            try (Response response = client.api().handle(Request.get(url))) {
                assertThat(response.status()).isEqualTo(Status.PERMANENT_REDIRECT);
                assertThat(response.fields().first(FieldName.LOCATION))
                        .contains("https://localhost:8443/page");
            }
            assertThat(get(client, Site.url(server))).isEqualTo("https");
        }
    }
}
