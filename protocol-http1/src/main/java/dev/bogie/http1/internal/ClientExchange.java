package dev.bogie.http1.internal;

import dev.bogie.http.Body;
import dev.bogie.http.Fields;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http1.machine.Framing;
import dev.bogie.http1.machine.ResponseHead;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * One request of a client and its response: where the caller's thread and the connection's driver
 * meet. Content waits here, a bounded amount of it; when that is full, the driver stops reading.
 */
final class ClientExchange {
    private static final int WINDOW = 64 * 1_024;

    private final Request request;
    private final ByteBuffer encodedHead;
    private final ClientHandler connection;
    private final int readLimit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuffer> content = new ArrayDeque<>();
    private int waiting;
    private boolean stopped; // the driver has stopped reading for lack of room
    private @Nullable ResponseHead head;
    private @Nullable IOException failure;
    private Fields trailers = Fields.empty();
    private boolean ended;
    private boolean sent;
    private boolean callerWaits;
    private long waitingSince; // by the engine's clock, while the caller waits

    /** The head is sent as it is; a body is read into memory up to the limit. */
    ClientExchange(
            Request request, ByteBuffer encodedHead, ClientHandler connection, int readLimit) {
        this.request = request;
        this.encodedHead = encodedHead;
        this.connection = connection;
        this.readLimit = readLimit;
        this.sent = request.body().length() == 0;
    }

    Request request() {
        return request;
    }

    ByteBuffer encodedHead() {
        return encodedHead;
    }

    // The driver's side

    void answered(ResponseHead answer) {
        change(() -> head = answer);
    }

    /** Takes some of the content at the buffer's position: as much as there is room for. */
    int offer(ByteBuffer in, int there) {
        lock.lock();
        try {
            int n = Math.min(there, WINDOW - waiting);
            if (n > 0) {
                content.add(ByteBuffer.allocate(n).put(in.slice(in.position(), n)).flip());
                in.position(in.position() + n);
                waiting += n;
                changed.signalAll();
            }
            stopped = n < there;
            return n;
        } finally {
            lock.unlock();
        }
    }

    void ended(Fields after) {
        change(
                () -> {
                    trailers = after;
                    ended = true;
                });
    }

    void failed(IOException cause) {
        change(
                () -> {
                    if (failure == null && !ended) {
                        failure = cause;
                    }
                });
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All of the request has been written. */
    void sent() {
        change(() -> sent = true);
    }

    /** Since when the caller has been waiting for this exchange to go on; now, if it does not. */
    long waitingSince(long now) {
        lock.lock();
        try {
            return callerWaits ? waitingSince : now;
        } finally {
            lock.unlock();
        }
    }

    /** Whether all of the request has been sent, so that another may follow it. */
    boolean isSent() {
        lock.lock();
        try {
            return sent;
        } finally {
            lock.unlock();
        }
    }

    // The caller's side

    /** Sends the content, unless the server answers before all of it has left. */
    void sendBody() throws IOException {
        Body body = request.body();
        if (body.length() != 0) {
            RequestStream out = new RequestStream(this, connection, body.length());
            try (body) {
                body.writeTo(out);
                out.end();
            } catch (RequestStream.AnsweredException e) {
                return;
            } catch (IOException | RuntimeException e) {
                connection.abort("the body of a request can't be completed");
                throw e;
            }
        }
    }

    boolean isAnswered() {
        lock.lock();
        try {
            return head != null || failure != null;
        } finally {
            lock.unlock();
        }
    }

    /** The caller begins, or ends, to wait for a piece of the request to be taken. */
    void waits(boolean begins) {
        lock.lock();
        try {
            callerWaits = begins;
            waitingSince = connection.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    Response awaitResponse() throws IOException {
        ResponseHead answer;
        lock.lock();
        try {
            await(() -> head != null);
            answer = Objects.requireNonNull(head);
        } finally {
            lock.unlock();
        }
        Body body =
                answer.framing().kind() == Framing.Kind.NONE
                        ? Body.none()
                        : new ResponseBody(this, answer.framing(), readLimit);
        return Response.of(answer.status(), answer.fields(), body);
    }

    /** Reads content; −1 at its end. */
    int read(byte[] to, int offset, int length) throws IOException {
        boolean resume = false;
        int n;
        lock.lock();
        try {
            await(() -> !content.isEmpty() || ended);
            ByteBuffer first = content.peek();
            if (first == null) {
                return -1;
            }
            n = Math.min(length, first.remaining());
            first.get(to, offset, n);
            waiting -= n;
            if (!first.hasRemaining()) {
                content.remove();
            }
            if (stopped && waiting <= WINDOW / 2) {
                stopped = false;
                resume = true;
            }
        } finally {
            lock.unlock();
        }
        if (resume) {
            connection.resume();
        }
        return n;
    }

    Fields trailers() {
        lock.lock();
        try {
            return trailers;
        } finally {
            lock.unlock();
        }
    }

    /** The caller wants no more of the response. */
    void close() {
        boolean unfinished;
        lock.lock();
        try {
            unfinished = !ended && failure == null;
        } finally {
            lock.unlock();
        }
        if (unfinished) {
            connection.abort("the caller closed the response before its end");
        }
    }

    /** Waits under the lock; the driver ends a wait that takes too long, by a failure. */
    private void await(BooleanSupplier there) throws IOException {
        if (there.getAsBoolean()) {
            return;
        }
        waits(true);
        try {
            while (!there.getAsBoolean()) {
                if (failure != null) {
                    throw failure;
                }
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.abort("interrupted");
            throw new InterruptedIOException("interrupted while waiting for a response");
        } finally {
            waits(false);
        }
    }
}
