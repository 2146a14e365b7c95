package dev.bogie.benchmarks.peers;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The JDK's own server. */
public final class JdkServer {
    private JdkServer() {}

    /** Serves. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(args[0]);
        byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/plain");
                    exchange.sendResponseHeaders(200, hello.length);
                    exchange.getResponseBody().write(hello);
                    exchange.close();
                });
        server.start();
        if (Training.isAsked(args)) {
            Training.visit(port);
            server.stop(0);
        }
    }
}
