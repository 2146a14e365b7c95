package dev.bogie.http1.internal;

import dev.bogie.http.Body;
import dev.bogie.http.Fields;
import dev.bogie.http.HttpException;
import dev.bogie.http.Status;
import dev.bogie.http1.machine.BodyDecoder;
import dev.bogie.http1.machine.ConnectionDeadlines;
import dev.bogie.http1.machine.MessageException;
import dev.bogie.http1.machine.RequestHead;
import dev.bogie.http1.machine.ResponseEncoder;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionResetException;
import dev.bogie.transport.ConnectionTimeoutException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The content of a request, read in the loan of its exchange. The first read of a client that
 * expects it sends 100; a read fails with the {@link HttpException} that the peer is to be told.
 */
final class RequestBody extends InputStream implements Body.Received {
    private static final int INTERIM = 32;

    private final RequestHead head;
    private final BodyDecoder decoder;
    private final int readLimit;
    private final ConnectionDeadlines deadlines;
    private @Nullable BlockingConnection connection;
    private boolean begun;
    private boolean answering;
    private boolean gone;
    private boolean broken;

    RequestBody(RequestHead head, Http1Settings settings, ConnectionDeadlines deadlines) {
        this.head = head;
        this.decoder = new BodyDecoder(head.framing(), settings.limits());
        this.readLimit = settings.readLimit();
        this.deadlines = deadlines;
    }

    /** From now on it can be read, on the calling thread. */
    void attach(BlockingConnection lent) {
        connection = lent;
    }

    /** The final response begins: what is interim would now be read as its content. */
    void answering() {
        answering = true;
    }

    /** The response has been sent. */
    void detach() {
        connection = null;
    }

    boolean isDone() {
        return decoder.isDone();
    }

    /** Whether the connection can't be kept, as nobody knows where the next request begins. */
    boolean isLost() {
        return broken || (head.expectsContinue() && !begun && !decoder.isDone());
    }

    /** Whether the connection was lost while this was read: an answer would reach nobody. */
    boolean isGone() {
        return gone;
    }

    long missing() {
        return decoder.missing();
    }

    @Override
    public long length() {
        return switch (head.framing().kind()) {
            case LENGTH -> head.framing().length();
            case NONE -> 0;
            case CHUNKED, UNTIL_CLOSE -> UNKNOWN_LENGTH;
        };
    }

    @Override
    public int readLimit() {
        return readLimit;
    }

    @Override
    public InputStream inputStream() {
        return this;
    }

    @Override
    public Fields trailers() {
        return decoder.isDone() ? decoder.trailers() : Fields.empty();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        int there = await();
        if (there < 0) {
            return -1;
        }
        ByteBuffer in = lent().input();
        int n = Math.min(there, length);
        in.get(to, offset, n);
        decoder.taken(n);
        return n;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = 0;
        while (skipped < wanted) {
            int there = await();
            if (there < 0) {
                break;
            }
            int n = (int) Math.min(there, wanted - skipped);
            ByteBuffer in = lent().input();
            in.position(in.position() + n);
            decoder.taken(n);
            skipped += n;
        }
        return skipped;
    }

    /** Nothing to give back: what is unread is skipped or ends the connection, by the exchange. */
    @Override
    public void close() {}

    private BlockingConnection lent() throws IOException {
        BlockingConnection c = connection;
        if (c == null) {
            throw new IOException("the exchange is over: a request is read before its response");
        }
        return c;
    }

    /** How much content is there now, after waiting for some; −1 at its end. */
    private int await() throws IOException {
        BlockingConnection c = lent();
        try {
            int there = decoder.next(c.input());
            while (there == BodyDecoder.MORE) {
                begin(c);
                int before = c.input().remaining();
                if (c.awaitInput(deadlines.next())) {
                    deadlines.received(c.input().remaining() - before);
                } else {
                    decoder.inputEnded();
                }
                there = decoder.next(c.input());
            }
            return there;
        } catch (MessageException e) {
            broken = true;
            throw new HttpException(e.status(), String.valueOf(e.getMessage()));
        } catch (ConnectionTimeoutException e) {
            broken = true;
            throw new HttpException(Status.REQUEST_TIMEOUT, "the body came too slowly");
        } catch (ConnectionResetException | ConnectionAbortedException e) {
            broken = true;
            gone = true;
            throw e;
        } catch (IOException e) {
            broken = true;
            throw e;
        } catch (InterruptedException e) {
            broken = true;
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the body");
        }
    }

    private void begin(BlockingConnection c) {
        if (!begun) {
            begun = true;
            deadlines.body(c.nanoTime());
            if (head.expectsContinue() && !answering) {
                ResponseEncoder.interim(c.output(INTERIM));
                c.flush();
            }
        }
    }
}
