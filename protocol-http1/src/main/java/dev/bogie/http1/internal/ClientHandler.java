package dev.bogie.http1.internal;

import dev.bogie.http.Body;
import dev.bogie.http1.machine.BodyDecoder;
import dev.bogie.http1.machine.Framing;
import dev.bogie.http1.machine.MessageException;
import dev.bogie.http1.machine.ResponseHead;
import dev.bogie.http1.machine.ResponseParser;
import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The client's side of one connection, on its driver: writes a request's head, reads the response,
 * and hands both ways of content over to the {@link ClientExchange} on which the caller waits.
 */
final class ClientHandler implements ConnectionHandler {
    /** So many interim responses are taken before a final one. */
    private static final int MAX_INTERIM = 10;

    private final Http1Client client;
    private final String origin;
    private final Http1Settings settings;
    private final ResponseParser parser;

    private @Nullable Connection opened;
    private @Nullable ClientExchange exchange;
    private @Nullable BodyDecoder decoder; // while content is read
    private @Nullable ResponseHead head;
    private @Nullable Consumer<@Nullable IOException> whenWritable;
    private boolean answered; // the present exchange has got some byte
    private int interim;
    private volatile boolean usable = true;

    ClientHandler(Http1Client client, String origin, Http1Settings settings) {
        this.client = client;
        this.origin = origin;
        this.settings = settings;
        this.parser = new ResponseParser(settings.limits());
    }

    // Any thread

    boolean isUsable() {
        return usable;
    }

    void begin(ClientExchange next) throws IOException {
        if (!connection().execute(() -> start(next))) {
            throw new ClosedBeforeAnswerException("the connection to " + origin + " was closed");
        }
    }

    /**
     * Writes content; tells when there is room for more, or why there never will be.
     *
     * @param last whether the request is complete with it: noted here, before any answer can come
     */
    void write(ByteBuffer content, boolean last, Consumer<@Nullable IOException> done) {
        boolean accepted =
                connection()
                        .execute(
                                () -> {
                                    ClientExchange current = exchange;
                                    if (current == null) {
                                        done.accept(new IOException("the exchange is over"));
                                        return;
                                    }
                                    connection().write(content, null);
                                    if (last) {
                                        current.sent();
                                    }
                                    if (connection().isWritable()) {
                                        done.accept(null);
                                    } else {
                                        whenWritable = done;
                                    }
                                });
        if (!accepted) {
            done.accept(
                    new ClosedBeforeAnswerException("the connection to " + origin + " was closed"));
        }
    }

    void resume() {
        connection().execute(() -> connection().resumeInput());
    }

    void close() {
        usable = false;
        connection()
                .execute(
                        () -> {
                            if (exchange == null) {
                                connection().close();
                            }
                        });
    }

    void abort(String reason) {
        usable = false;
        connection().abort(reason);
    }

    /** The engine's clock. */
    long nanoTime() {
        return connection().nanoTime();
    }

    private Connection connection() {
        Connection c = opened;
        if (c == null) {
            throw new IllegalStateException("not connected");
        }
        return c;
    }

    // On the driver

    private void start(ClientExchange next) {
        if (!usable) {
            next.failed(new ClosedBeforeAnswerException(origin + " closed a kept connection"));
            return;
        }
        exchange = next;
        answered = false;
        interim = 0;
        connection().write(next.encodedHead(), null);
        connection().deadline(nanoTime() + settings.answerNanos());
    }

    @Override
    public void opened(Connection connection) {
        opened = connection;
    }

    @Override
    public void received(ByteBuffer in) throws IOException {
        if (exchange == null) {
            if (in.hasRemaining()) {
                abort("the server sent something that nobody asked for");
            }
            return;
        }
        answered |= in.hasRemaining();
        try {
            while (exchange != null && step(in)) {}
        } catch (MessageException e) {
            fail(new IOException("the response of " + origin + " is broken: " + e.getMessage()));
        }
    }

    /** One step of the response; false if it needs more bytes, or room. */
    private boolean step(ByteBuffer in) throws MessageException {
        ClientExchange current = exchange;
        if (current == null) {
            return false;
        }
        BodyDecoder content = decoder;
        if (content == null) {
            ResponseHead next = parser.next(in, current.request().method());
            return next != null && take(current, next, in.hasRemaining());
        }
        int there = content.next(in);
        if (there == BodyDecoder.END) {
            release(in.hasRemaining()); // before its caller can ask for the next
            current.ended(content.trailers());
            return false;
        }
        if (there == BodyDecoder.MORE) {
            return false;
        }
        int n = current.offer(in, there);
        content.taken(n);
        if (n < there) {
            connection().pauseInput();
            return false;
        }
        return true;
    }

    private boolean take(ClientExchange current, ResponseHead next, boolean more)
            throws MessageException {
        if (next.status().code() == 101) {
            handOver(current, next);
            return false;
        }
        if (next.status().code() < 200) {
            if (++interim > MAX_INTERIM) {
                fail(new IOException(origin + " sent too many interim responses"));
                return false;
            }
            return true;
        }
        head = next;
        if (next.framing().kind() == Framing.Kind.NONE) {
            release(more);
            current.answered(next);
            tellWriter(new IOException("answered"));
            return false;
        }
        decoder = new BodyDecoder(next.framing(), settings.limits());
        current.answered(next);
        tellWriter(new IOException("answered"));
        return true;
    }

    private void handOver(ClientExchange current, ResponseHead next) {
        if (current.request().body() instanceof Body.Handover offer
                && next.upgrade().equalsIgnoreCase(offer.protocol())) {
            exchange = null;
            usable = false;
            client.forget(origin, this);
            current.answered(next);
            connection().switchTo(offer.next().get());
        } else {
            fail(new IOException(origin + " goes over to a protocol that was not offered"));
        }
    }

    /**
     * The response is complete; what is behind it nobody asked for, and it must not be an answer.
     */
    private void release(boolean more) {
        ClientExchange done = exchange;
        ResponseHead last = head;
        exchange = null;
        decoder = null;
        head = null;
        boolean keep =
                usable
                        && !more
                        && last != null
                        && last.keepAlive()
                        && done != null
                        && done.isSent();
        if (keep) {
            client.keep(origin, this);
        } else {
            usable = false;
            if (done != null && !done.isSent() && connection().pending() > 0) {
                abort("the server answered before it had taken all of the request");
            } else {
                connection().close();
            }
        }
    }

    private void fail(IOException cause) {
        ClientExchange failing = exchange;
        exchange = null;
        usable = false;
        if (failing != null) {
            failing.failed(cause);
        }
        tellWriter(cause);
        connection().abort("the exchange failed: " + cause.getMessage());
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        usable = false;
        ClientExchange current = exchange;
        BodyDecoder content = decoder;
        if (current != null && content != null && how == InputEnd.ENDED) {
            try {
                content.inputEnded();
                current.ended(content.trailers());
                exchange = null;
            } catch (MessageException e) {
                fail(new IOException(origin + " closed in the middle of a response"));
            }
        }
        return AfterInput.CLOSE;
    }

    @Override
    public void writable() {
        tellWriter(null);
    }

    private void tellWriter(@Nullable IOException cause) {
        Consumer<@Nullable IOException> waiting = whenWritable;
        whenWritable = null;
        if (waiting != null) {
            waiting.accept(cause);
        }
    }

    /** One deadline serves all waits of an exchange: it asks since when the caller waits. */
    @Override
    public void deadline(long now) {
        ClientExchange current = exchange;
        if (current == null) {
            return;
        }
        long until = current.waitingSince(now) + settings.answerNanos();
        if (now - until < 0) {
            connection().deadline(until);
        } else {
            fail(new SocketTimeoutException(origin + " took longer than http1.answer-timeout"));
        }
    }

    @Override
    public void draining(long until) {
        usable = false;
        if (exchange == null) {
            connection().close();
        }
    }

    @Override
    public void closed(Closed how) {
        usable = false;
        client.forget(origin, this);
        String message = "the connection to " + origin + " ended: " + how.describe();
        IOException cause =
                answered ? new IOException(message) : new ClosedBeforeAnswerException(message);
        tellWriter(cause);
        if (exchange != null) {
            exchange.failed(cause);
            exchange = null;
        }
    }
}
