package dev.bogie.sse;

import dev.bogie.http.HttpException;

/**
 * What an application implements to send event streams: is given each stream that a client asks
 * for.
 *
 * {@snippet :
 * SseHandler greeting = stream -> {
 *     stream.send(Event.of("hello").withId("1"));
 *     stream.close();
 * };
 * HttpHandler entrance = ExchangeProtocol.handler(server.protocols(), SseHandler.class, greeting);
 * HttpHandler site = Router.builder().get("/greeting", entrance).build();
 * }
 *
 * <p>One event to many streams is what a {@code Topic} of the module {@code dev.bogie.broadcast}
 * sends: with a history for those who come back, and a policy for slow readers.
 *
 * <p>Called on a virtual thread of the exchange, where it may block, or, if the handler is marked
 * {@link dev.bogie.http.NonBlocking}, on the thread that drives the connection.
 */
@FunctionalInterface
public interface SseHandler {
    /**
     * A client asks for a stream. The response begins when this method has returned, so it keeps
     * the stream and returns; what it sends meanwhile waits and leaves right behind the head. A
     * loop that sends belongs on a thread of its own.
     *
     * @param stream to be kept; {@link EventStream#request} is what the client asked for, as the
     *     filters before passed it on
     * @throws HttpException to refuse: an ordinary answer with that status
     * @throws Exception anything else: 500
     */
    void open(EventStream stream) throws Exception;
}
