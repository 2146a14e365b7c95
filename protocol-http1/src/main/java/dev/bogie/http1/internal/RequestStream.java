package dev.bogie.http1.internal;

import dev.bogie.http.Fields;
import dev.bogie.http1.machine.ChunkEncoder;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
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
    private final boolean chunked;
    private final ContentBuffer buffer;

    RequestStream(ClientExchange exchange, ClientHandler connection, long length) {
        this.exchange = exchange;
        this.connection = connection;
        this.chunked = length < 0;
        this.buffer = new ContentBuffer(length, BUFFER);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        buffer.write(from, offset, count, this::flush);
    }

    @Override
    public void flush() throws IOException {
        if (buffer.size() > 0) {
            send(false);
        }
    }

    /** All of the body was written. */
    void end() throws IOException {
        buffer.checkComplete();
        send(true);
    }

    private void send(boolean last) throws IOException {
        int framing = ChunkEncoder.OVERHEAD + ChunkEncoder.sizeOfLast(Fields.empty());
        int size = buffer.size();
        ByteBuffer piece = ByteBuffer.allocate(size + framing);
        boolean chunk = chunked && size > 0;
        if (chunk) {
            ChunkEncoder.begin(piece, size);
        }
        buffer.drainTo(piece);
        if (chunk) {
            ChunkEncoder.end(piece);
        }
        if (chunked && last) {
            ChunkEncoder.last(piece, Fields.empty());
        }
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
