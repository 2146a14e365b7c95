package dev.bogie.benchmarks;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.routing.Router;
import dev.bogie.runtime.Server;

/**
 * Bogie as a user puts it together: a server, a router, a handler; constants made once, a response
 * for each request, as {@link NettyServer} has it.
 */
public final class BogieServer {

    private BogieServer() {}

    /**
     * Serves until it is killed.
     *
     * @param args the name of the transport, {@code blocking} or {@code non-blocking} for the
     *     handler, then settings as {@code name=value}; {@code layer=name} is a layer
     * @throws Exception if it cannot listen
     */
    public static void main(String[] args) throws Exception {
        Fields fields = Fields.of(FieldName.CONTENT_TYPE, "text/plain");
        Body body = Body.of(Plaintext.body());
        HttpHandler handler = request -> Response.of(Status.OK, fields, body);
        if (args[1].equals("non-blocking")) {
            handler = HttpHandler.nonBlocking(handler);
        }
        Fields ofFile = Fields.of(FieldName.CONTENT_TYPE, Download.TYPE);
        HttpHandler download =
                request -> Response.of(Status.OK, ofFile, Body.file(Download.file()));
        Router router =
                Router.builder().get(Plaintext.PATH, handler).get(Download.PATH, download).build();
        Server.Builder builder =
                Server.builder().transport(args[0]).listen(Load.ADDRESS, HttpHandler.class, router);
        for (int i = 2; i < args.length; i++) {
            int equals = args[i].indexOf('=');
            String name = args[i].substring(0, equals);
            String value = args[i].substring(equals + 1);
            if (name.equals("layer")) {
                builder.layer(value);
            } else {
                builder.set(name, value);
            }
        }
        Load.listening(builder.start().address());
    }
}
