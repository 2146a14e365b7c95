package dev.bogie.integration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bogie.http.Body;
import dev.bogie.http.ExchangeProtocol;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.routing.Router;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Server;
import dev.bogie.sse.Event;
import dev.bogie.sse.EventSource;
import dev.bogie.sse.EventSourceListener;
import dev.bogie.sse.SseHandler;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClient;
import dev.bogie.websocket.WebSocketClosed;
import dev.bogie.websocket.WebSocketHandler;
import dev.bogie.websocket.WebSocketListener;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One server on each transport, and everybody who talks to it. */
class ForeignPeersIT {
    private static final long LIMIT_SECONDS = 60;
    private static final int LARGE = 3 * 1_024 * 1_024;

    /** The server under test. */
    private record Served(Server server, String base) implements AutoCloseable {
        static Served on(String transport) {
            Server server = Server.builder().transport(transport).start();
            HttpHandler router = router(server.protocols());
            InetSocketAddress address =
                    (InetSocketAddress)
                            server.listen(
                                    new InetSocketAddress("127.0.0.1", 0),
                                    HttpHandler.class,
                                    router);
            return new Served(server, "http://127.0.0.1:" + address.getPort());
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static HttpHandler router(ProtocolContext protocols) {
        WebSocketHandler echo = request -> new Echo();
        SseHandler three =
                stream -> {
                    for (int i = 1; i <= 3; i++) {
                        stream.send(Event.of("event " + i).withId("" + i));
                    }
                    stream.close();
                };
        return Router.builder()
                .get("/", HttpHandler.nonBlocking(request -> Response.text("inline")))
                .get("/blocking", request -> Response.text("lent"))
                .post("/echo", request -> Response.ok("application/octet-stream", copied(request)))
                .get("/large", request -> Response.ok("text/plain", large()))
                .get("/chunked", request -> Response.ok("text/plain", chunked()))
                .get("/socket", protocol(protocols, WebSocketHandler.class, echo))
                .get("/events", protocol(protocols, SseHandler.class, three))
                .build();
    }

    private static Body copied(Request request) throws IOException {
        return Body.of(request.body().readAllBytes(2 * LARGE));
    }

    private static Body large() {
        return Body.of("0123456789abcdef".repeat(LARGE / 16).getBytes(StandardCharsets.US_ASCII));
    }

    private static Body chunked() {
        return Body.written(
                out -> {
                    for (int i = 0; i < 1_000; i++) {
                        out.write(("line " + i + "\n").getBytes(StandardCharsets.US_ASCII));
                        if (i % 100 == 0) {
                            out.flush();
                        }
                    }
                });
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // find() answers what serves that very contract
    private static <A> HttpHandler protocol(
            ProtocolContext protocols, Class<A> contract, A application) {
        List<ExchangeProtocol<A>> found = (List) protocols.find(ExchangeProtocol.class, contract);
        return found.getFirst().serve(application, protocols);
    }

    private static final class Echo implements WebSocketListener {
        @Override
        public void text(WebSocket socket, String message) {
            socket.send(message);
        }

        @Override
        public void binary(WebSocket socket, ByteBuffer message) {
            socket.send(message);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void theJdksClientIsServed(String transport) throws Exception {
        try (Served served = Served.on(transport);
                HttpClient client = HttpClient.newHttpClient()) {
            assertThat(get(client, served, "/")).isEqualTo("inline");
            assertThat(get(client, served, "/blocking")).isEqualTo("lent");
            assertThat(get(client, served, "/large")).hasSize(LARGE);
            assertThat(get(client, served, "/chunked")).endsWith("line 999\n");
            byte[] upload = new byte[LARGE];
            upload[LARGE - 1] = 7;
            HttpResponse<byte[]> echoed =
                    client.send(
                            HttpRequest.newBuilder(URI.create(served.base() + "/echo"))
                                    .expectContinue(true)
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(upload))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(echoed.statusCode()).isEqualTo(200);
            assertThat(echoed.body()).isEqualTo(upload);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void manyAtOnceAreAllAnswered(String transport) throws Exception {
        try (Served served = Served.on(transport);
                HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> answers =
                    IntStream.range(0, 200)
                            .mapToObj(i -> i % 2 == 0 ? "/" : "/blocking")
                            .map(path -> HttpRequest.newBuilder(URI.create(served.base() + path)))
                            .map(
                                    request ->
                                            client.sendAsync(
                                                    request.build(),
                                                    HttpResponse.BodyHandlers.ofString()))
                            .toList();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get(LIMIT_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
        }
    }

    private static String get(HttpClient client, Served served, String path) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(served.base() + path)).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void curlIsServed(String transport) throws Exception {
        boolean there =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(d -> Files.isExecutable(Path.of(d, "curl")));
        assumeTrue(there, "there is no curl on the path: skipped");
        try (Served served = Served.on(transport)) {
            String base = served.base();
            assertThat(curl(base + "/", base + "/blocking")).isEqualTo("inlinelent");
            assertThat(curl("--head", base + "/"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("Content-Length: 6\r\n");
            assertThat(curl("--data", "posted", base + "/echo")).isEqualTo("posted");
            assertThat(curl("--http1.0", base + "/chunked")).endsWith("line 999\n");
            assertThat(curl("-H", "Transfer-Encoding: chunked", "--data", "chunks", base + "/echo"))
                    .isEqualTo("chunks");
            assertThat(curl("-o", "/dev/null", "-w", "%{http_code}", base + "/nowhere"))
                    .isEqualTo("404");
            assertThat(curl("-N", base + "/events")).contains("id: 3\ndata: event 3\n\n");
        }
    }

    private static String curl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--max-time", "60"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return out;
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void ourClientIsServed(String transport) throws Exception {
        try (Served served = Served.on(transport);
                Client<HttpHandler> client =
                        Client.builder(HttpHandler.class).transport(transport).open()) {
            for (int i = 0; i < 3; i++) {
                try (Response page =
                        client.api().handle(Request.get(served.base() + "/blocking"))) {
                    assertThat(page.body().readString()).isEqualTo("lent");
                }
            }
            try (Response page = client.api().handle(Request.get(served.base() + "/large"))) {
                assertThat(page.body().readAllBytes(2 * LARGE)).hasSize(LARGE);
            }
            Request upload = Request.post(served.base() + "/echo", Body.of(new byte[LARGE]));
            try (Response page = client.api().handle(upload)) {
                assertThat(page.body().readAllBytes(2 * LARGE)).hasSize(LARGE);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void theJdksWebSocketIsEchoedAndClosedInOrder(String transport) throws Exception {
        try (Served served = Served.on(transport);
                HttpClient client = HttpClient.newHttpClient()) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            java.net.http.WebSocket socket =
                    client.newWebSocketBuilder()
                            .buildAsync(socketAddress(served), new Listening(heard))
                            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            socket.sendText("hello \u00e9\uD83D\uDE82", true).get();
            assertThat(next(heard)).isEqualTo("text hello \u00e9\uD83D\uDE82");
            socket.sendText("in ", false).get();
            socket.sendText("parts", true).get();
            assertThat(next(heard)).isEqualTo("text in parts");
            socket.sendBinary(ByteBuffer.wrap(new byte[100_000]), true).get();
            assertThat(next(heard)).isEqualTo("binary 100000");
            socket.sendPing(ByteBuffer.wrap(new byte[] {1, 2, 3})).get();
            assertThat(next(heard)).isEqualTo("pong 3");
            socket.sendClose(java.net.http.WebSocket.NORMAL_CLOSURE, "done").get();
            assertThat(next(heard)).isEqualTo("close 1000");
        }
    }

    private static URI socketAddress(Served served) {
        return URI.create(served.base().replace("http:", "ws:") + "/socket");
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        return String.valueOf(heard.poll(LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    /** What the JDK's WebSocket hears. */
    private static final class Listening implements java.net.http.WebSocket.Listener {
        private final BlockingQueue<String> heard;
        private final StringBuilder text = new StringBuilder();
        private int bytes;

        Listening(BlockingQueue<String> heard) {
            this.heard = heard;
        }

        @Override
        public CompletionStage<?> onText(
                java.net.http.WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard.add("text " + text);
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onBinary(
                java.net.http.WebSocket socket, ByteBuffer data, boolean last) {
            bytes += data.remaining();
            if (last) {
                heard.add("binary " + bytes);
                bytes = 0;
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(java.net.http.WebSocket socket, ByteBuffer message) {
            heard.add("pong " + message.remaining());
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(java.net.http.WebSocket socket, int code, String reason) {
            heard.add("close " + code);
            return null;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void ourWebSocketClientSpeaksThroughOurHttpClient(String transport) throws Exception {
        try (Served served = Served.on(transport);
                Client<HttpHandler> client =
                        Client.builder(HttpHandler.class).transport(transport).open()) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            WebSocketListener listener =
                    new WebSocketListener() {
                        @Override
                        public void text(WebSocket socket, String message) {
                            heard.add(message);
                        }

                        @Override
                        public void closed(WebSocket socket, WebSocketClosed how) {
                            heard.add("closed " + how.code());
                        }
                    };
            WebSocket socket =
                    WebSocketClient.of(client.api())
                            .connect(socketAddress(served).toString(), listener);
            socket.send("hello");
            assertThat(next(heard)).isEqualTo("hello");
            socket.close();
            assertThat(next(heard)).isEqualTo("closed 1000");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void ourEventSourceComesBackWithTheLastIdThatItHasSeen(String transport) throws Exception {
        try (Served served = Served.on(transport);
                Client<HttpHandler> client =
                        Client.builder(HttpHandler.class).transport(transport).open()) {
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            EventSourceListener listener = event -> heard.add(event.id() + " " + event.data());
            EventSource source =
                    EventSource.of(client.api(), Request.get(served.base() + "/events"))
                            .start(listener);
            try (source) {
                assertThat(next(heard)).isEqualTo("1 event 1");
                assertThat(next(heard)).isEqualTo("2 event 2");
                assertThat(next(heard)).isEqualTo("3 event 3");
            }
        }
    }
}
