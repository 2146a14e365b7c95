package dev.bogie.http1.internal;

import dev.bogie.http.Body;
import dev.bogie.http.HttpException;
import dev.bogie.http.Method;
import dev.bogie.http.ProducedBody;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http1.machine.ConnectionState.Event;
import dev.bogie.http1.machine.ConnectionState.Side;
import dev.bogie.http1.machine.RequestHead;
import dev.bogie.transport.Blocking;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionResetException;
import dev.bogie.transport.ConnectionTimeoutException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * One exchange whose handler, or whose response, may wait: runs in a loan of the connection, which
 * then goes on with what the handler is to do next.
 */
final class BlockingExchange implements Blocking {
    private static final Logger LOG = LoggerFactory.getLogger(BlockingExchange.class);
    private static final int SLICE = 16 * 1_024;

    private final ServerHandler server;
    private final RequestHead head;
    private final Request request;
    private final @Nullable RequestBody body;
    private final @Nullable Response answered;

    /** The handler is still to be called. */
    BlockingExchange(
            ServerHandler server, RequestHead head, Request request, @Nullable RequestBody body) {
        this.server = server;
        this.head = head;
        this.request = request;
        this.body = body;
        this.answered = null;
    }

    /** The handler has answered without waiting, with a body whose sending may wait. */
    BlockingExchange(ServerHandler server, RequestHead head, Request request, Response answered) {
        this.server = server;
        this.head = head;
        this.request = request;
        this.body = null;
        this.answered = answered;
    }

    @Override
    public void run(BlockingConnection connection) throws Exception {
        server.begunToSend();
        if (body != null) {
            body.attach(connection);
        }
        Response response =
                answered != null
                        ? answered
                        : ServerHandler.checked(
                                request, server.errors().filter(request, this::call));
        if (body != null) {
            if (body.isGone()) {
                response.close();
                return; // the exchange ends with the connection, and its cause
            }
            if (body.isLost()) {
                server.state().keepNoLonger();
            }
            body.answering();
        }
        server.heads().tellTime();
        Body body = response.body();
        if (body instanceof ProducedBody made) {
            server.afterLoan(response, () -> produce(response, made));
            connection.resumeInput();
        } else if (body instanceof Body.Handover handover) {
            server.handOver(connection, response, handover);
        } else {
            try (response) {
                send(connection, response);
            }
            skipRest();
            server.ended();
        }
    }

    /** A request that was cut off is no failure of the handler that was reading it. */
    private Response call(Request received) throws Exception {
        try {
            return server.application().handle(received);
        } catch (IOException e) {
            if (body != null && body.isGone()) {
                throw new HttpException(Status.BAD_REQUEST, "the request was cut off");
            }
            throw e;
        }
    }

    private void produce(Response response, ProducedBody made) {
        try {
            finishBody();
            server.produce(head, response, made);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("a produced body failed", e);
        }
    }

    private void send(BlockingConnection connection, Response response)
            throws IOException, InterruptedException {
        Body content = response.body();
        if (head.method().equals(Method.HEAD) || response.status().hasNoContent()) {
            server.heads().write(connection, head, response, content.length(), 0);
            return;
        }
        if (content instanceof Body.Bytes bytes) {
            server.heads().write(connection, head, response, bytes.length(), 0);
            sendBytes(connection, bytes.buffer());
        } else if (content instanceof Body.FileRegion file) {
            server.heads().write(connection, head, response, file.length(), 0);
            sendFile(connection, file);
        } else {
            sendStream(connection, response, content);
        }
    }

    private void sendBytes(BlockingConnection connection, ByteBuffer bytes)
            throws IOException, InterruptedException {
        while (bytes.hasRemaining()) {
            int n = Math.min(bytes.remaining(), SLICE);
            awaitWritable(connection);
            connection.write(bytes.slice(bytes.position(), n), BlockingExchange::released);
            bytes.position(bytes.position() + n);
        }
    }

    /** Sent by reference: nobody changes a body, so nobody waits to be told that it has left. */
    private static void released() {}

    /** In slices through the connection's own chunks: no copy on the heap. */
    private void sendFile(BlockingConnection connection, Body.FileRegion file)
            throws IOException, InterruptedException {
        long at = file.position();
        long end = at + file.length();
        while (at < end) {
            awaitWritable(connection);
            ByteBuffer room = connection.output(SLICE);
            int limit = room.limit();
            room.limit(room.position() + (int) Math.min(SLICE, end - at));
            int n = file.channel().read(room, at);
            room.limit(limit);
            if (n < 0) {
                throw new IOException("the file ended " + (end - at) + " bytes early");
            }
            at += n;
        }
    }

    private void sendStream(BlockingConnection connection, Response response, Body content)
            throws IOException {
        ResponseStream stream =
                new ResponseStream(
                        connection,
                        length ->
                                server.heads()
                                        .write(connection, head, response, length, 0)
                                        .framing(),
                        content.length(),
                        server.settings().writeNanos());
        connection.flush(); // answers before this one: a body may take its time between writes
        try {
            content.writeTo(stream);
            stream.end();
        } catch (IOException | RuntimeException e) {
            if (!isPeers(e)) {
                LOG.error("writing the body of the answer to {} failed", request, e);
            }
            connection.abort("the body of a response can't be completed");
            throw e;
        }
    }

    /** Whether the connection already knows: then there is nothing to log. */
    private static boolean isPeers(Exception e) {
        return e instanceof ConnectionResetException
                || e instanceof ConnectionAbortedException
                || e instanceof ConnectionTimeoutException;
    }

    private void awaitWritable(BlockingConnection connection)
            throws IOException, InterruptedException {
        if (!connection.isWritable()) {
            connection.awaitWritable(connection.nanoTime() + server.settings().writeNanos());
        }
    }

    /** Content that the application left: a little is skipped, more ends the connection. */
    private void skipRest() {
        RequestBody unread = body;
        if (unread == null) {
            return;
        }
        try {
            boolean little = unread.missing() <= server.settings().skip();
            if (!unread.isDone() && little && server.state().isKeptAlive() && !unread.isLost()) {
                unread.skip(server.settings().skip());
            }
        } catch (IOException | HttpException e) {
            LOG.debug("the rest of a request was not to be had", e);
        }
        finishBody();
    }

    private void finishBody() {
        RequestBody read = body;
        if (read == null) {
            return;
        }
        read.detach();
        if (read.isDone()) {
            server.state().on(Side.CLIENT, Event.END);
        } else {
            server.state().on(Side.CLIENT, Event.FAIL);
            server.state().keepNoLonger();
        }
    }
}
