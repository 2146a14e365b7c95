package dev.bogie.sse;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.sse.internal.SourceLoop;
import dev.bogie.sse.machine.Backoff;
import dev.bogie.transport.Threads;

/**
 * A client of an event stream (WHATWG HTML §9.2) over an HTTP client, whatever that is. It comes
 * back by itself: after what the server asked for with {@code retry} or longer, with the id of the
 * last event that it has seen. It ends when it is closed, when the server answers 204 or refuses,
 * or when too many attempts in a row have failed.
 *
 * {@snippet :
 * EventSource source =
 *         EventSource.of(client, Request.get("http://localhost:8080/events"))
 *                 .lastEventId(saved)
 *                 .start(event -> System.out.println(event.data()));
 * }
 */
public final class EventSource implements AutoCloseable {
    private final SourceLoop loop;

    private EventSource(SourceLoop loop) {
        this.loop = loop;
    }

    /**
     * {@return a source that is not started yet}
     *
     * @param client sends the requests; filters before it serve them too
     * @param request any method; its body must be one that may be sent any number of times. {@code
     *     Accept} and {@code Last-Event-ID} are set by the source
     */
    public static Builder of(HttpHandler client, Request request) {
        return new Builder(client, request);
    }

    /**
     * {@return the id of the last event that was told} What to start a later source with. Any
     * thread.
     */
    public String lastEventId() {
        return loop.lastEventId();
    }

    /**
     * Ends it: the connection is given up, no attempt follows, the listener is told {@code closed}
     * soon. Does not wait; a listener that is at work is interrupted, unless it is the caller. Any
     * thread; idempotent.
     */
    @Override
    public void close() {
        loop.close();
    }

    /** How a source is set up. Not safe for several threads. */
    public static final class Builder {
        private final HttpHandler client;
        private final Request request;
        private String lastEventId = "";
        private Backoff backoff = Backoff.STANDARD;
        private int maxLine = 1 << 20;
        private int maxEvent = 1 << 20;
        private Threads threads = (kind, name, body) -> Thread.ofVirtual().name(name).start(body);

        private Builder(HttpHandler client, Request request) {
            this.client = client;
            this.request = request;
        }

        /**
         * Goes on behind an event seen earlier; without, where the server begins.
         *
         * @param id without CR, LF and NUL
         * @return this
         */
        public Builder lastEventId(String id) {
            this.lastEventId = id;
            return this;
        }

        /**
         * How it comes back; {@link Backoff#STANDARD} before any call.
         *
         * @param policy delays, jitter, attempts
         * @return this
         */
        public Builder backoff(Backoff policy) {
            this.backoff = policy;
            return this;
        }

        /**
         * What the server may send: a stream that exceeds it is dropped, and the source comes back.
         * 1 MiB each before any call.
         *
         * @param line bytes of a line, at least 64
         * @param event bytes of an event, at least 64
         * @return this
         */
        public Builder limits(int line, int event) {
            this.maxLine = line;
            this.maxEvent = event;
            return this;
        }

        /**
         * Where its thread comes from; plainly from the platform before any call.
         *
         * @param source of one virtual thread
         * @return this
         */
        public Builder threads(Threads source) {
            this.threads = source;
            return this;
        }

        /**
         * Starts it: the first attempt is made at once, on a virtual thread.
         *
         * @param listener what to do with the events
         * @return the source
         * @throws IllegalArgumentException if the id or a limit is out of range
         */
        public EventSource start(EventSourceListener listener) {
            SourceLoop loop =
                    new SourceLoop(
                            client,
                            request,
                            listener,
                            new SourceLoop.Options(lastEventId, backoff, maxLine, maxEvent));
            loop.start(threads);
            return new EventSource(loop);
        }
    }
}
