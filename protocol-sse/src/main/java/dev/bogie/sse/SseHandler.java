package dev.bogie.sse;

import dev.bogie.http.HttpException;

/**
 * What an application implements to send event streams: is given each stream that a client asks
 * for.
 *
 * {@snippet :
 * SseHandler clock = stream -> {
 *     Subscription seconds = topic.subscribe(stream.lastEventId(), AS_EVENT, outlet(stream));
 *     stream.whenWritable(seconds::resume);
 *     stream.whenClosed(how -> seconds.cancel());
 * };
 * router.get("/seconds", protocol.serve(clock, context));
 * }
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
