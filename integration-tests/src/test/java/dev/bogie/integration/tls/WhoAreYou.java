package dev.bogie.integration.tls;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.routing.Router;
import dev.bogie.transport.Info;

/** An application that tells by which scheme and from where it was asked, and an echo. */
final class WhoAreYou {
    private WhoAreYou() {}

    static HttpHandler application() {
        return Router.builder()
                .get("/", WhoAreYou::tell)
                .post("/echo", request -> Response.text(request.body().readString()))
                .build();
    }

    private static Response tell(Request request) {
        return Response.text(
                request.scheme() + request.exchange().info(Info.REMOTE_ADDRESS).orElseThrow());
    }
}
