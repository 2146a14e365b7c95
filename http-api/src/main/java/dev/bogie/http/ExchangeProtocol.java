package dev.bogie.http;

import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;

import java.util.List;

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

    /**
     * A handler that serves an application by the protocol that is installed for its contract, the
     * first by priority if there are several: what an application puts on a route that knows the
     * contract only.
     *
     * @param protocols those of the server: {@code Server.protocols()}, or what an {@link
     *     HttpApplication} is given
     * @param contract what the application implements
     * @param application called as its contract says
     * @param <A> the application contract
     * @return safe for any thread; {@link NonBlocking} if it never waits
     * @throws IllegalStateException if no protocol for the contract is installed
     */
    static <A> HttpHandler handler(ProtocolContext protocols, Class<A> contract, A application) {
        return installed(protocols, contract).stream()
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no protocol serves "
                                                + contract.getName()
                                                + ": add the module that provides one"))
                .serve(application, protocols);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // find() answers what serves that very contract
    private static <A> List<ExchangeProtocol<A>> installed(
            ProtocolContext protocols, Class<A> contract) {
        return (List) protocols.find(ExchangeProtocol.class, contract);
    }
}
