package dev.bogie.websocket;

import dev.bogie.http.HttpException;
import dev.bogie.http.Request;
import dev.bogie.http.filter.SameOrigin;

import java.util.List;

/**
 * What an application implements to be spoken to over WebSocket: decides about each handshake.
 *
 * {@snippet :
 * WebSocketHandler echo = request -> new WebSocketListener() {
 *     public void text(WebSocket socket, String message) {
 *         socket.send(message);
 *     }
 * };
 * HttpHandler entrance =
 *         ExchangeProtocol.handler(server.protocols(), WebSocketHandler.class, echo);
 * HttpHandler site = Router.builder().get("/echo", entrance).build();
 * }
 *
 * <p>The request has passed the filters before it: a session that one of them found is attached to
 * it. The order of calls is {@link #isAllowedOrigin}, {@link #subprotocol}, {@link #accept}, each
 * on a virtual thread of the exchange, where it may block, or, if the handler is marked {@link
 * dev.bogie.http.NonBlocking}, on the thread that drives the connection. The listener has a mark of
 * its own.
 */
@FunctionalInterface
public interface WebSocketHandler {
    /**
     * Accepts a handshake, which is known to be sound. The socket is open when the listener is told
     * so.
     *
     * @param request the request of the handshake
     * @return a new listener for this socket
     * @throws HttpException to refuse: an ordinary answer with that status
     * @throws Exception anything else: 500
     */
    WebSocketListener accept(Request request) throws Exception;

    /**
     * Chooses among the subprotocols that the client offers (RFC 6455 §1.9). Unless overridden,
     * none: a client that insists on one then closes.
     *
     * @param request the request of the handshake
     * @param offered what it offers, the preferred one first; maybe empty
     * @return one of them, or an empty string
     * @throws HttpException to refuse
     */
    default String subprotocol(Request request, List<String> offered) {
        return "";
    }

    /**
     * Whether a page of that origin may open a socket with its user's cookies (RFC 6455 §10.2).
     * Unless overridden, only a page of this server may; clients that name no origin always may.
     * See {@link AllowedOrigins} for a list.
     *
     * @param request the request of the handshake
     * @return false to refuse with 403
     */
    default boolean isAllowedOrigin(Request request) {
        return SameOrigin.isSameOrigin(request);
    }
}
