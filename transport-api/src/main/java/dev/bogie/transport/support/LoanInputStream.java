package dev.bogie.transport.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;

/** The unread bytes of a loan as a stream. */
final class LoanInputStream extends InputStream {
    private final Loan loan;
    private final long waitNanos;

    LoanInputStream(Loan loan, long waitNanos) {
        this.loan = loan;
        this.waitNanos = waitNanos;
    }

    @Override
    public int read() throws IOException {
        return ready() ? loan.input().get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        java.util.Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (!ready()) {
            return -1;
        }
        ByteBuffer in = loan.input();
        int n = Math.min(length, in.remaining());
        in.get(to, offset, n);
        return n;
    }

    @Override
    public int available() {
        return loan.input().remaining();
    }

    private boolean ready() throws IOException {
        try {
            return loan.input().hasRemaining() || loan.awaitInput(loan.nanoTime() + waitNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for input");
        }
    }
}
