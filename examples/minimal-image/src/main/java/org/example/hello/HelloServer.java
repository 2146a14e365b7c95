package org.example.hello;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.routing.Router;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Server;

/** Serves greetings. */
public final class HelloServer {
    private static final int REQUESTS = 50;

    private HelloServer() {}

    /**
     * Serves until the process is told to end; or serves itself for a moment, so that the classes
     * which that takes can be archived for a faster start.
     *
     * @param args a port and a host to listen at, 127.0.0.1 unless given; or {@code train}
     * @throws Exception if it cannot be served, or while training
     */
    public static void main(String[] args) throws Exception {
        if (args.length < 1 || args.length > 2 || !args[0].matches("\\d{1,5}|train")) {
            System.err.println("usage: hello PORT [HOST]");
            System.exit(2);
        }
        boolean training = args[0].equals("train");
        String host = args.length > 1 ? args[1] : "127.0.0.1";
        try (Server server = serve(host, training ? 0 : Integer.parseInt(args[0]))) {
            if (training) {
                visit(server.address().getPort());
                return;
            }
            // A hook that merely returned would leave the process the status of the signal.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server)));
            System.out.println("listening on port " + server.address().getPort());
            Thread.currentThread().join();
        } catch (ConfigurationException e) {
            System.err.println("hello: " + e.getMessage());
            System.exit(2);
        }
    }

    private static Server serve(String host, int port) {
        HttpHandler greetings =
                Router.builder()
                        .get("/", request -> Response.text("Hello"))
                        .get("/{name}", request -> Response.text("Hello, " + request.path("name")))
                        .build();
        return Server.builder().host(host).listen(port, HttpHandler.class, greetings).start();
    }

    private static void end(Server server) {
        server.close(); // what has begun is finished
        Runtime.getRuntime().halt(0);
    }

    private static void visit(int port) throws Exception {
        try (Client<HttpHandler> client = Client.open(HttpHandler.class)) {
            for (int i = 0; i < REQUESTS; i++) {
                try (Response page =
                        client.api().handle(Request.get("http://127.0.0.1:" + port + "/Ann"))) {
                    page.body().readString();
                }
            }
        }
    }
}
