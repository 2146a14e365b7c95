package dev.bogie.launcher.stranger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bogie.http.Body;
import dev.bogie.http.BodyTooLargeException;
import dev.bogie.http.HttpApplication;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Server;
import dev.bogie.transport.ProtocolContext;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class BoardApplicationTest {
    private final Server server =
            Server.builder()
                    .set(BoardApplication.MAX_LINES, 2L)
                    .set(BoardApplication.MAX_LINE, 10L)
                    .set(BoardApplication.MAX_WAIT, Duration.ofHours(1))
                    .start();
    private final HttpApplication.Running running = new BoardApplication().start(new Given(server));

    /** What the application is given by the server. */
    private record Given(Server server) implements HttpApplication.Context {
        @Override
        public ProtocolContext protocols() {
            return server.protocols();
        }

        @Override
        public String transport() {
            return server.transportName();
        }
    }

    @AfterEach
    void ends() {
        running.close();
        server.close();
    }

    @Test
    void whatIsPostedIsReadByAll() throws Exception {
        assertEquals("201 1\n", said(post("one")));
        assertEquals("201 2\n", said(post("two")));

        assertEquals("200 one\ntwo\n", said(Request.get("/")));
    }

    @Test
    void ofMoreThanAreKeptTheOldestGo() throws Exception {
        said(post("one"));
        said(post("two"));
        said(post("three"));

        assertEquals("200 two\nthree\n", said(Request.get("/")));
        assertEquals("404 there is no such line\n", said(Request.get("/1")));
        assertEquals("200 three\n", said(Request.get("/3")));
    }

    @Test
    void aLineThatIsTooLongIsRefused() {
        assertThrows(BodyTooLargeException.class, () -> said(post("more than ten")));
    }

    @Test
    void aLineIsWaitedFor() throws Exception {
        CompletableFuture<String> reader = later(Request.get("/1"));

        said(post("one"));

        assertEquals("200 one\n", reader.get(30, TimeUnit.SECONDS));
    }

    @Test
    void whoWaitsIsAnsweredWhenTheApplicationDrains() throws Exception {
        CompletableFuture<String> reader = later(Request.get("/1"));

        running.draining(Duration.ofSeconds(10));

        assertEquals("404 there is no such line\n", reader.get(30, TimeUnit.SECONDS));
    }

    /** The same from outside, by whatever transport and protocol are there. */
    @Test
    void itAnswersInAServer() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server.listen(any, HttpHandler.class, running.handler());
        String url = "http://127.0.0.1:" + server.address().getPort() + "/";

        try (Client<HttpHandler> client = Client.open(HttpHandler.class)) {
            assertEquals("201 1\n", said(client.api(), Request.post(url, Body.text("one"))));
            assertEquals("200 one\n", said(client.api(), Request.get(url)));
            assertEquals(
                    Status.CONTENT_TOO_LARGE.code() + "",
                    said(client.api(), Request.post(url, Body.text("more than ten")))
                            .substring(0, 3));
        }
    }

    private static Request post(String line) {
        return Request.post("/", Body.text(line));
    }

    /** HTTP is a function: no server is needed to ask. */
    private String said(Request request) throws Exception {
        return said(running.handler(), request);
    }

    private static String said(HttpHandler handler, Request request) throws Exception {
        try (Response response = handler.handle(request)) {
            return response.status().code() + " " + response.body().readString();
        }
    }

    private CompletableFuture<String> later(Request request) {
        CompletableFuture<String> said = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                said.complete(said(request));
                            } catch (Exception e) {
                                said.completeExceptionally(e);
                            }
                        });
        return said;
    }
}
