package dev.bogie.benchmarks.peers;

import io.helidon.webserver.WebServer;

import java.io.IOException;

/** Helidon SE: its server on virtual threads, without configuration files. */
public final class HelidonServer {
    private HelidonServer() {}

    /** Serves. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        WebServer server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(port)
                        .routing(
                                routing ->
                                        routing.get(
                                                "/", (request, response) -> response.send("hello")))
                        .build()
                        .start();
        if (Training.isAsked(args)) {
            Training.visit(port);
            server.stop();
        }
    }
}
