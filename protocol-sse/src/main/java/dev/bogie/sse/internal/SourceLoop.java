package dev.bogie.sse.internal;

import dev.bogie.http.FieldName;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.fields.MediaType;
import dev.bogie.sse.Event;
import dev.bogie.sse.EventSourceListener;
import dev.bogie.sse.machine.Backoff;
import dev.bogie.sse.machine.EventParser;
import dev.bogie.sse.machine.EventParser.Result;
import dev.bogie.sse.machine.Reconnection;
import dev.bogie.sse.machine.Reconnection.State;
import dev.bogie.transport.Threads;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The one thread of an event source: asks, reads, waits, asks again. */
public final class SourceLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EventSourceListener.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String EVENT_STREAM = "text/event-stream";
    private static final int READ = 8192;

    private final HttpHandler client;
    private final Request request;
    private final EventSourceListener listener;
    private final Options options;
    private final Reconnection reconnection;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable Thread thread;
    private volatile String lastEventId;

    /**
     * How it asks.
     *
     * @param lastEventId to begin behind, or empty
     * @param backoff how it comes back
     * @param maxLine bytes of a line
     * @param maxEvent bytes of an event
     */
    public record Options(String lastEventId, Backoff backoff, int maxLine, int maxEvent) {}

    /** What the listener threw; ends the loop. */
    private static final class ListenerException extends Exception {
        private static final long serialVersionUID = 1;

        ListenerException(Throwable cause) {
            super(cause);
        }
    }

    private interface Call {
        void run() throws Exception;
    }

    /**
     * A loop that has not started.
     *
     * @param client sends the requests
     * @param request to be sent
     * @param listener the application
     * @param options how
     */
    public SourceLoop(
            HttpHandler client, Request request, EventSourceListener listener, Options options) {
        this.client = client;
        this.request = request.with(FieldName.ACCEPT, EVENT_STREAM);
        this.listener = listener;
        this.options = options;
        this.lastEventId = options.lastEventId();
        this.reconnection = new Reconnection(options.backoff(), RANDOM, options.lastEventId());
        EventParser unused = parser(); // checks the limits where the caller is told
    }

    /**
     * Starts the thread.
     *
     * @param threads where it comes from
     */
    public void start(Threads threads) {
        thread = threads.start(Threads.Kind.VIRTUAL, "event-source", this::run);
    }

    /** {@return the id of the last event that was told} */
    public String lastEventId() {
        return lastEventId;
    }

    /** Ends the loop soon. */
    public void close() {
        closing.countDown();
        Thread running = thread;
        if (running != null && running != Thread.currentThread()) {
            running.interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosing() && reconnection.state() != State.STOPPED) {
                String why = attempt();
                if (!isClosing() && reconnection.state() == State.WAITING) {
                    await(why);
                }
            }
        } catch (ListenerException e) {
            if (!isClosing()) { // otherwise it was interrupted, by close()
                reconnection.stop("the listener threw: " + e.getCause());
                LOG.error("a listener threw; its event source is closed", e.getCause());
            }
        } catch (InterruptedException e) {
            // Only close() interrupts: what that asks for is done below.
        }
        boolean unused = Thread.interrupted(); // it was for what has ended
        reconnection.stop("closed");
        String why = Objects.requireNonNullElse(reconnection.stopReason(), "closed");
        try {
            tell(() -> listener.closed(why));
        } catch (ListenerException e) {
            LOG.error("a listener threw at the end of its event source", e.getCause());
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Returns why it is over. */
    private String attempt() throws ListenerException, InterruptedException {
        String why = "the stream ended";
        try (Response response = client.handle(asked())) {
            boolean stream = isEventStream(response);
            int status = response.status().code();
            State state = reconnection.answered(status, stream, System.nanoTime());
            if (state != State.OPEN) {
                return "the server answered " + response.status();
            }
            tell(listener::opened);
            why = read(response.body().inputStream(), why);
        } catch (ListenerException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            why = String.valueOf(e);
        }
        if (!isClosing()) {
            State unused = reconnection.lost(System.nanoTime());
        }
        return why;
    }

    private Request asked() {
        String id = reconnection.lastEventId();
        if (id.isEmpty()) {
            return request;
        }
        // The standard wants UTF-8; fields are written as ISO-8859-1, which loses no octet.
        String octets =
                new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        return request.with(FieldName.LAST_EVENT_ID, octets);
    }

    private String read(InputStream in, String atEnd) throws IOException, ListenerException {
        EventParser parser = parser();
        byte[] bytes = new byte[READ];
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
            reconnection.progressed();
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
            Result result = Result.NEED_MORE;
            do {
                if (isClosing()) {
                    return "closed";
                }
                result = parser.next(buffer);
                if (result == Result.EVENT) {
                    tell(parser);
                } else if (result == Result.FAILURE) {
                    return String.valueOf(parser.failure());
                }
            } while (result == Result.EVENT);
            remember(parser);
        }
        return atEnd;
    }

    private void tell(EventParser parser) throws ListenerException {
        Event event = new Event(parser.type(), parser.data(), parser.lastEventId());
        tell(() -> listener.event(event));
        remember(parser);
    }

    private void remember(EventParser parser) {
        lastEventId = parser.lastEventId();
        reconnection.lastEventId(lastEventId);
        if (parser.retryMillis() >= 0) {
            reconnection.retry(parser.retryMillis());
        }
    }

    private void await(String why) throws ListenerException, InterruptedException {
        long delay = Math.max(0, reconnection.deadline() - System.nanoTime());
        tell(() -> listener.waiting(why, Duration.ofNanos(delay)));
        while (!isClosing() && !reconnection.isAttemptDue(System.nanoTime())) {
            long left = reconnection.deadline() - System.nanoTime();
            if (closing.await(left, TimeUnit.NANOSECONDS)) {
                return;
            }
        }
    }

    private EventParser parser() {
        return new EventParser(options.maxLine(), options.maxEvent(), reconnection.lastEventId());
    }

    private static void tell(Call call) throws ListenerException {
        try {
            call.run();
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            throw new ListenerException(e);
        }
    }

    private static boolean isEventStream(Response response) {
        return response.fields()
                .first(FieldName.CONTENT_TYPE)
                .map(SourceLoop::isEventStream)
                .orElse(false);
    }

    private static boolean isEventStream(String contentType) {
        try {
            return MediaType.parse(contentType).is(EVENT_STREAM);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
