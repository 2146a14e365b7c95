package dev.bogie.http1.internal;

import dev.bogie.http.Fields;
import dev.bogie.http1.machine.ChunkEncoder;
import dev.bogie.http1.machine.Framing;
import dev.bogie.transport.BlockingConnection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The content of a response that is written by blocking code. What fits into the first buffer goes
 * with its length; more of unknown length goes in chunks. A write waits while the peer is slow.
 */
final class ResponseStream extends OutputStream {
    private static final int BUFFER = 8 * 1_024;

    /** Writes the head as soon as it is known whether the length is. */
    interface Head {
        /** Writes it for that length, or an unknown one, and says how the content is framed. */
        Framing write(long length);
    }

    private final BlockingConnection connection;
    private final Head head;
    private final long length;
    private final long waitNanos;
    private final ContentBuffer buffer;
    private Framing framing = Framing.NONE;
    private boolean begun;

    ResponseStream(BlockingConnection connection, Head head, long length, long waitNanos) {
        this.connection = connection;
        this.head = head;
        this.length = length;
        this.waitNanos = waitNanos;
        this.buffer = new ContentBuffer(length, BUFFER);
    }

    @Override
    public void write(int b) throws IOException {
        byte[] one = {(byte) b};
        write(one, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int count) throws IOException {
        buffer.write(from, offset, count, this::spill);
    }

    @Override
    public void flush() throws IOException {
        spill();
        connection.flush();
        awaitWritable();
    }

    /** All of the body was written. */
    void end() throws IOException {
        if (!begun) {
            begin(length >= 0 ? length : buffer.size());
        }
        spill();
        if (framing.kind() == Framing.Kind.CHUNKED) {
            ChunkEncoder.last(
                    connection.output(ChunkEncoder.sizeOfLast(Fields.empty())), Fields.empty());
        }
        buffer.checkComplete();
    }

    private void begin(long known) {
        begun = true;
        framing = head.write(known);
    }

    private void spill() throws IOException {
        if (!begun) {
            begin(length);
        }
        int size = buffer.size();
        if (size == 0) {
            return;
        }
        awaitWritable();
        boolean chunked = framing.kind() == Framing.Kind.CHUNKED;
        ByteBuffer out = connection.output(size + ChunkEncoder.OVERHEAD);
        if (chunked) {
            ChunkEncoder.begin(out, size);
        }
        buffer.drainTo(out);
        if (chunked) {
            ChunkEncoder.end(out);
        }
    }

    private void awaitWritable() throws IOException {
        if (connection.isWritable()) {
            return;
        }
        try {
            connection.awaitWritable(connection.nanoTime() + waitNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to write");
        }
    }
}
