package dev.bogie.http1.internal;

import dev.bogie.http.Body;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.ProducedBody;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.filter.ErrorResponses;
import dev.bogie.http1.machine.ConnectionDeadlines;
import dev.bogie.http1.machine.ConnectionState;
import dev.bogie.http1.machine.ConnectionState.Event;
import dev.bogie.http1.machine.ConnectionState.Side;
import dev.bogie.http1.machine.ConnectionState.State;
import dev.bogie.http1.machine.Framing;
import dev.bogie.http1.machine.MessageException;
import dev.bogie.http1.machine.RequestHead;
import dev.bogie.http1.machine.RequestParser;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/**
 * The server's side of one connection: reads heads, begins an exchange for each, and goes on when
 * it has ended.
 *
 * <p>An exchange takes one of three ways. A handler that never waits is called right here and its
 * bytes answered in the same turn. One that may wait runs in a loan ({@link BlockingExchange}). A
 * {@linkplain ProducedBody produced} body is driven from here, turn by turn ({@link
 * ProducedResponse}), while input is paused.
 */
final class ServerHandler implements ConnectionHandler {
    private static final ErrorResponses ERRORS = new ErrorResponses();

    /** Content up to this size is copied behind its head; more is sent in pieces, in a loan. */
    private static final int INLINE = 48 * 1_024;

    private final HttpHandler application;
    private final Http1Settings settings;
    private final RequestParser parser;
    private final Pipeline pipeline;
    private final ConnectionState state = new ConnectionState();
    private final ConnectionDeadlines deadlines;
    private final ResponseHeads heads = new ResponseHeads(state);

    private @Nullable Connection opened;
    private @Nullable Http1Exchange exchange; // being answered
    private @Nullable ProducedResponse produced; // being sent
    private String scheme = "http"; // of all requests of this connection
    private @Nullable Runnable afterLoan;
    private @Nullable Response unsent; // answered, but its sending has not begun
    private boolean reading; // in received, which sets the deadline once, at its end
    private boolean answered; // some request, since the deadline was set
    private boolean draining;
    private long drainingUntil;

    ServerHandler(HttpHandler application, Http1Settings settings) {
        this.application = application;
        this.settings = settings;
        this.parser = new RequestParser(settings.limits());
        this.pipeline = new Pipeline(settings.writeNanos());
        this.deadlines = new ConnectionDeadlines(settings.times());
    }

    @Override
    public void opened(Connection connection) {
        opened = connection;
        scheme = connection.info(Info.TLS_SESSION).isPresent() ? "https" : "http";
        deadlines.head(connection.nanoTime());
        connection.deadline(deadlines.next());
    }

    private Connection connection() {
        Connection c = opened;
        if (c == null) {
            throw new IllegalStateException("not opened");
        }
        return c;
    }

    @Override
    public void received(ByteBuffer in) throws Exception {
        reading = true;
        heads.tellTime();
        Runnable then = afterLoan;
        if (then != null) {
            afterLoan = null;
            begunToSend();
            then.run();
        }
        while (exchange == null && state.mayReadRequest() && in.hasRemaining()) {
            if (!parser.isInHead() && !pipeline.admits(connection())) {
                break;
            }
            RequestHead head;
            try {
                head = parser.next(in);
            } catch (MessageException e) {
                refuse(e.status(), String.valueOf(e.getMessage()));
                return;
            }
            if (head == null) {
                break;
            }
            if (!isForUs(head)) {
                return;
            }
            begin(head);
        }
        reading = false;
        if (exchange == null && !pipeline.isHeld()) {
            awaitRequest();
        }
    }

    /** Refuses tunnels, and what is said to be protected but is not (RFC 9110 §7.4). */
    private boolean isForUs(RequestHead head) {
        if (head.method().equals(Method.CONNECT)) { // what follows may not be HTTP
            refuse(Status.NOT_IMPLEMENTED, "no tunnels here");
        } else if (!head.scheme().isEmpty() && !head.scheme().equals(scheme)) {
            refuse(Status.MISDIRECTED_REQUEST, "this connection is for " + scheme);
        } else {
            return true;
        }
        return false;
    }

    /** What is waited for now: the rest of a head, or the next one. */
    private void awaitRequest() {
        Connection c = connection();
        long now = c.nanoTime();
        if (answered) {
            answered = false;
            deadlines.idle(now);
        }
        if (parser.isInHead()) {
            deadlines.head(now);
        }
        c.deadline(deadlines.next());
    }

    private void begin(RequestHead head) throws Exception {
        Connection c = connection();
        state.on(Side.CLIENT, Event.REQUEST);
        if (!head.keepAlive() || draining) {
            state.keepNoLonger();
        }
        if (!head.upgrade().isEmpty()) {
            state.offerSwitch();
        }
        boolean content = head.framing().kind() != Framing.Kind.NONE;
        if (!content) {
            state.on(Side.CLIENT, Event.END);
        }
        deadlines.none();
        Http1Exchange current = new Http1Exchange(c, head.http11());
        exchange = current;
        RequestBody body = content ? new RequestBody(head, settings, deadlines) : null;
        Request request = current.request(scheme, head, body == null ? Body.none() : body);
        if (body == null && !application.mayBlock(request)) {
            answer(head, request, ERRORS.filter(request, application));
        } else {
            c.lend(new BlockingExchange(this, head, request, body));
        }
    }

    // Answering on the driver

    private void answer(RequestHead head, Request request, Response response) throws Exception {
        Response sent = checked(request, response);
        Body body = sent.body();
        if (body instanceof Body.Bytes bytes && bytes.length() <= INLINE) {
            sendInline(head, sent, bytes);
            sent.close();
            ended();
        } else if (body instanceof ProducedBody made) {
            produce(head, sent, made);
        } else if (body instanceof Body.Handover handover) {
            handOver(connection(), sent, handover);
        } else {
            unsent = sent;
            connection().lend(new BlockingExchange(this, head, request, sent));
        }
    }

    /** A response that can't be sent is replaced by one that says so. */
    static Response checked(Request request, Response response) {
        boolean interim = response.status().code() < 200;
        boolean offered =
                response.body() instanceof Body.Handover handover
                        && response.status().equals(Status.SWITCHING_PROTOCOLS)
                        && request.offersUpgrade(handover.protocol());
        if (interim != offered) {
            response.close();
            return ERRORS.of(
                    request,
                    new IllegalStateException(
                            "a response "
                                    + response.status()
                                    + " to a request that did not ask for it"));
        }
        return response;
    }

    private void sendInline(RequestHead head, Response response, Body.Bytes bytes) {
        boolean content = !head.method().equals(Method.HEAD) && !response.status().hasNoContent();
        int more = content ? (int) bytes.length() : 0;
        ByteBuffer room = heads.write(connection(), head, response, bytes.length(), more).room();
        if (content) {
            room.put(bytes.buffer());
        }
    }

    void produce(RequestHead head, Response response, ProducedBody made) throws Exception {
        Connection c = connection();
        Framing framing = heads.write(c, head, response, made.length(), 0).framing();
        if (head.method().equals(Method.HEAD) || response.status().hasNoContent()) {
            response.close();
            ended();
            return;
        }
        c.pauseInput();
        ProducedResponse sending =
                new ProducedResponse(
                        c, made.take(), framing, settings.writeNanos(), this::producedEnded);
        produced = sending;
        sending.start();
        if (draining && produced == sending) {
            sending.draining(drainingUntil);
        }
    }

    private void producedEnded() {
        produced = null;
        ended();
        connection().resumeInput();
    }

    void handOver(Connection c, Response response, Body.Handover handover) {
        heads.writeSwitch(c, handover.protocol(), response.fields());
        endExchange(Closed.finished());
        c.switchTo(handover.next().get());
    }

    /** The response has been handed to the transport: on to the next request, or to the end. */
    void ended() {
        state.on(Side.SERVER, Event.END);
        endExchange(Closed.finished());
        Connection c = connection();
        if (!state.isKeptAlive() || (draining && isPressed())) {
            c.close();
        } else {
            answered = true;
            if (!reading) {
                awaitRequest();
            }
        }
    }

    private void endExchange(Closed how) {
        Http1Exchange ending = exchange;
        exchange = null;
        if (ending != null) {
            ending.end(how);
        }
    }

    /** The peer broke the protocol: a last answer, and no further byte is read. */
    private void refuse(Status status, String reason) {
        heads.tellTime();
        state.on(Side.CLIENT, Event.FAIL);
        state.keepNoLonger();
        Response response = Response.error(status, reason);
        if (response.body() instanceof Body.Bytes bytes) {
            sendInline(ResponseHeads.REFUSED, response, bytes);
        }
        connection().close();
    }

    // What else may come

    @Override
    public void writable() throws Exception {
        if (pipeline.isHeld()) {
            pipeline.release(connection());
        } else if (produced != null) {
            produced.writable();
        }
    }

    @Override
    public void deadline(long now) throws Exception {
        if (pipeline.isHeld()) {
            connection().abort("slow reader: it asks on and takes no answers");
            return;
        }
        if (produced != null) {
            produced.deadlineReached(now);
            return;
        }
        switch (deadlines.expired(now)) {
            case NONE, BODY -> connection().deadline(deadlines.next());
            case IDLE -> connection().close();
            case HEAD -> {
                if (parser.isInHead()) {
                    refuse(Status.REQUEST_TIMEOUT, "the head came too slowly");
                } else {
                    connection().close();
                }
            }
        }
    }

    @Override
    public void draining(long until) throws Exception {
        draining = true;
        drainingUntil = until;
        if (produced != null) {
            produced.draining(until);
        } else if (exchange != null && state.of(Side.SERVER) == State.RESPONDING) {
            state.keepNoLonger();
        } else if (exchange == null && !parser.isInHead() && isPressed()) {
            connection().close();
        }
    }

    private boolean isPressed() {
        return !deadlines.leavesTimeToAsk(connection().nanoTime(), drainingUntil);
    }

    @Override
    public void peerEnded(InputEnd how) {
        ProducedResponse sending = produced;
        if (sending != null) {
            // not a callback that may throw: the producer's failure becomes a turn's
            connection().execute(sending::tellPeerEnded);
        }
    }

    @Override
    public void closed(Closed how) {
        if (produced != null) {
            produced.closed(how);
            produced = null;
        }
        if (unsent != null) {
            unsent.close();
            unsent = null;
        }
        endExchange(how);
    }

    // For a blocking exchange

    HttpHandler application() {
        return application;
    }

    ErrorResponses errors() {
        return ERRORS;
    }

    Http1Settings settings() {
        return settings;
    }

    ResponseHeads heads() {
        return heads;
    }

    ConnectionState state() {
        return state;
    }

    ConnectionDeadlines deadlines() {
        return deadlines;
    }

    /** Whoever sends the response now also closes it. */
    void begunToSend() {
        unsent = null;
    }

    /** Runs when the loan is over and input comes again; unless the connection ends before. */
    void afterLoan(Response response, Runnable task) {
        unsent = response;
        afterLoan = task;
    }
}
