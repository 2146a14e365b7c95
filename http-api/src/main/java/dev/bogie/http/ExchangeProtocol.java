package dev.bogie.http;

import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;

/**
 * A protocol that begins inside an HTTP exchange: WebSocket by a hand-over, an event stream by a
 * long response. It makes of an application a handler, which is put where any other is: behind
 * filters, on a route.
 *
 * <p>The handler answers a request that asks for its protocol with {@link Response#switchTo} or a
 * {@linkplain Body#produced produced} body, and any other with an ordinary response that says what
 * is wrong; after that, the connection goes on with the next request. What carries the exchange
 * sends the agreement and hands over, so the protocol does not know which HTTP it is.
 *
 * @param <A> the application contract
 */
public interface ExchangeProtocol<A> extends Protocol<A> {
    /**
     * A handler that serves the application to whoever asks for this protocol.
     *
     * @param application called as its contract says
     * @param context settings and threads; lives as long as the handler
     * @return safe for any thread; {@link NonBlocking} if it never waits
     */
    HttpHandler serve(A application, ProtocolContext context);
}
