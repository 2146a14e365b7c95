package dev.bogie.benchmarks.peers;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

import java.net.InetSocketAddress;

/** Jetty's core server: no servlets. */
public final class JettyServer {
    private JettyServer() {}

    /** Serves. */
    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        Server server = new Server(new InetSocketAddress("127.0.0.1", port));
        server.setHandler(
                new Handler.Abstract.NonBlocking() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain");
                        Content.Sink.write(response, true, "hello", callback);
                        return true;
                    }
                });
        server.start();
        if (Training.isAsked(args)) {
            Training.visit(port);
            server.stop();
        }
    }
}
