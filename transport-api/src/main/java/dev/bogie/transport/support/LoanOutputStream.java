package dev.bogie.transport.support;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The output of a loan as a stream that waits while the peer is slow. */
final class LoanOutputStream extends OutputStream {
    private final Loan loan;
    private final long waitNanos;

    LoanOutputStream(Loan loan, long waitNanos) {
        this.loan = loan;
        this.waitNanos = waitNanos;
    }

    @Override
    public void write(int b) throws IOException {
        awaitWritable();
        loan.output(1).put((byte) b);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, from.length);
        int end = offset + length;
        for (int at = offset; at < end; ) {
            awaitWritable();
            ByteBuffer room = loan.output(1);
            int n = Math.min(room.remaining(), end - at);
            room.put(from, at, n);
            at += n;
        }
    }

    @Override
    public void flush() throws IOException {
        loan.flush();
        awaitWritable();
    }

    @Override
    public void close() throws IOException {
        flush();
    }

    private void awaitWritable() throws IOException {
        if (loan.isWritable()) {
            return;
        }
        try {
            loan.awaitWritable(loan.nanoTime() + waitNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting to write");
        }
    }
}
