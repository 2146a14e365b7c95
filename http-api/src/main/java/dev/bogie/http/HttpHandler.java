package dev.bogie.http;

/**
 * HTTP as a function: answers a request. A server consumes one, a client <em>is</em> one, and a
 * test calls one with neither.
 *
 * {@snippet :
 * HttpHandler hello = request -> Response.text("Hello, Anonymous");
 * }
 *
 * <p><b>Thread.</b> Called by many threads at once, on a virtual thread of its own for each
 * exchange, where it may block as it likes; unless it is {@link NonBlocking}, then on the thread
 * that drives the connection.
 *
 * <p><b>Ownership.</b> The request's body may be read until the response has been sent; what is
 * left is discarded. Who receives a response closes it or hands it on; a server closes what it has
 * sent.
 *
 * <p>There is no deferred response: code that waits runs on a virtual thread and waits there. A
 * non-blocking handler answers at once with a body that may come on demand ({@link Body#produced}).
 */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Answers the request.
     *
     * @param request the request
     * @return the response, never null
     * @throws HttpException to answer with an error status
     * @throws Exception anything else: a server answers 500 and logs it; a client could not reach
     *     the peer, or found its answer broken
     */
    Response handle(Request request) throws Exception;

    /**
     * {@return whether answering this request may wait; if not, the handler is called on the thread
     * that drives the connection} Asked before {@link #handle}, must itself not wait. By default,
     * whatever is not {@link NonBlocking} may.
     *
     * @param request the request
     */
    default boolean mayBlock(Request request) {
        return !(this instanceof NonBlocking);
    }

    /**
     * {@return this handler behind those filters, the first one outermost}
     *
     * @param filters the first is called first
     */
    default HttpHandler with(Filter... filters) {
        HttpHandler handler = this;
        for (int i = filters.length - 1; i >= 0; i--) {
            handler = new FilteredHandler(filters[i], handler);
        }
        return handler;
    }

    /**
     * {@return the handler, marked as one that never waits; see {@link NonBlocking} for what it
     * promises}
     *
     * @param handler what answers
     */
    static HttpHandler nonBlocking(HttpHandler handler) {
        record Marked(HttpHandler handler) implements HttpHandler, NonBlocking {
            @Override
            public Response handle(Request request) throws Exception {
                return handler.handle(request);
            }
        }
        return handler instanceof NonBlocking ? handler : new Marked(handler);
    }
}
