package dev.bogie.http1.internal;

import dev.bogie.http.Fields;
import dev.bogie.http1.machine.ChunkEncoder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The content of a request, written by its caller: each piece waits until the peer took enough. */
final class RequestStream extends OutputStream {
    private static final int BUFFER = 16 * 1_024;

    /** The server has answered already: the rest of the request is not wanted. */
    static final class AnsweredException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private final ClientExchange exchange;
    private final ClientHandler connection;
    private final long length;
    private final boolean chunked;
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private long sent;

    RequestStream(ClientExchange exchange, ClientHandler connection, long length) {
        this.exchange = exchange;
        this.connection = connection;
        this.length = length;
        this.chunked = length < 0;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, from.length);
        if (!chunked && count > length - sent - buffered) {
            throw new IOException("the body has more than the " + length + " bytes that were said");
        }
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
        if (buffered > 0) {
            send(false);
        }
    }

    /** All of the body was written. */
    void end() throws IOException {
        if (!chunked && sent + buffered != length) {
            throw new IOException(
                    "the body has " + (sent + buffered) + " bytes, but " + length + " were said");
        }
        send(true);
    }

    private void send(boolean last) throws IOException {
        int framing = ChunkEncoder.OVERHEAD + ChunkEncoder.sizeOfLast(Fields.empty());
        ByteBuffer piece = ByteBuffer.allocate(buffered + framing);
        boolean chunk = chunked && buffered > 0;
        if (chunk) {
            ChunkEncoder.begin(piece, buffered);
        }
        piece.put(buffer, 0, buffered);
        if (chunk) {
            ChunkEncoder.end(piece);
        }
        if (chunked && last) {
            ChunkEncoder.last(piece, Fields.empty());
        }
        sent += buffered;
        buffered = 0;
        send(piece.flip(), last);
    }

    private void send(ByteBuffer piece, boolean last) throws IOException {
        if (exchange.isAnswered()) {
            throw new AnsweredException();
        }
        CompletableFuture<@Nullable IOException> done = new CompletableFuture<>();
        connection.write(piece, last, done::complete);
        exchange.waits(true);
        try {
            IOException failure = done.get();
            if (failure != null) {
                throw exchange.isAnswered() ? new AnsweredException() : failure;
            }
        } catch (ExecutionException e) {
            throw new IOException("a piece of a request was not sent", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sending a request");
        } finally {
            exchange.waits(false);
        }
    }
}
