package dev.bogie.http1.internal;

import dev.bogie.http.Fields;
import dev.bogie.http1.machine.ChunkEncoder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The content of a request, written by its caller: each piece waits until the peer took enough. */
final class RequestStream extends OutputStream {
    private static final int BUFFER = 16 * 1_024;

    /** The server has answered already: the rest of the request is not wanted. */
    static final class AnsweredException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final ClientExchange exchange;
    private final ClientHandler connection;
    private final boolean chunked;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;

    RequestStream(ClientExchange exchange, ClientHandler connection, boolean chunked) {
        this.exchange = exchange;
        this.connection = connection;
        this.chunked = chunked;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        int at = offset;
        int end = offset + count;
        while (at < end) {
            if (buffered == buffer.length) {
                flush();
            }
            int n = Math.min(end - at, buffer.length - buffered);
            System.arraycopy(from, at, buffer, buffered, n);
            buffered += n;
            at += n;
        }
    }

    @Override
    public void flush() throws IOException {
        if (buffered == 0) {
            return;
        }
        ByteBuffer piece = ByteBuffer.allocate(buffered + ChunkEncoder.OVERHEAD);
        if (chunked) {
            ChunkEncoder.begin(piece, buffered);
        }
        piece.put(buffer, 0, buffered);
        if (chunked) {
            ChunkEncoder.end(piece);
        }
        buffered = 0;
        send(piece.flip());
    }

    void end() throws IOException {
        flush();
        if (chunked) {
            ByteBuffer last = ByteBuffer.allocate(ChunkEncoder.sizeOfLast(Fields.empty()));
            ChunkEncoder.last(last, Fields.empty());
            send(last.flip());
        }
    }

    private void send(ByteBuffer piece) throws IOException {
        if (exchange.isAnswered()) {
            throw new AnsweredException();
        }
        CompletableFuture<@Nullable IOException> done = new CompletableFuture<>();
        connection.write(piece, done::complete);
        try {
            IOException failure = done.get(exchange.waitNanos(), TimeUnit.NANOSECONDS);
            if (failure != null) {
                throw exchange.isAnswered() ? new AnsweredException() : failure;
            }
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("the peer took none of a request in time");
        } catch (ExecutionException e) {
            throw new IOException("a piece of a request was not sent", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending a request");
        }
    }
}
