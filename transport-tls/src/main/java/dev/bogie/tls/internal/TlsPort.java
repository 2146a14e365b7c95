package dev.bogie.tls.internal;

import dev.bogie.tls.machine.TlsException;
import dev.bogie.transport.Blocking;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.support.StreamPort;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the connection above TLS reads and writes.
 *
 * <ul>
 *   <li>Records that it has no room for stay below, encrypted, and pause it.
 *   <li>Output is encrypted and passed down when it is flushed, as far as the connection below has
 *       room: {@link #pending} has it counted against the marks above.
 *   <li>A loan above runs inside a loan below, and waits there.
 * </ul>
 */
final class TlsPort implements StreamPort {
    private final TlsHandler handler;
    private final TlsStream stream;
    private final Connection below;
    private final TlsFacts facts;
    private final ByteBuffer[] one = new ByteBuffer[1];
    private final AtomicBoolean woken = new AtomicBoolean();

    // The driver's
    private @Nullable BlockingConnection loan;
    private boolean ended;
    private boolean hasRead;
    private boolean paused;
    private long dueAt = Long.MAX_VALUE;

    private volatile boolean failed; // the alert is on its way: the connection below closes itself

    TlsPort(TlsHandler handler, TlsStream stream, Connection below, TlsFacts facts) {
        this.handler = handler;
        this.stream = stream;
        this.below = below;
        this.facts = facts;
    }

    void inputEnded() {
        ended = true;
    }

    boolean isLent() {
        return loan != null;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether something was read since this was asked the last time. */
    boolean takeHasRead() {
        boolean taken = hasRead;
        hasRead = false;
        return taken;
    }

    /** Whether a turn may find something to read without being told by the connection below. */
    boolean mayRead() {
        return stream.mayHaveMore() || ended;
    }

    // Bytes

    @Override
    public int read(ByteBuffer dst) {
        if (failed) {
            return 0;
        }
        BlockingConnection borrowed = loan;
        if (borrowed != null) {
            stream.lookAt(borrowed.input());
        }
        int n;
        try {
            n = stream.read(dst);
        } catch (TlsException e) {
            fail(e);
            return 0;
        }
        if (n == 0 && ended) {
            handler.inputEndsAs(InputEnd.TRUNCATED);
            n = -1;
        }
        hasRead |= n > 0;
        return n;
    }

    @Override
    public int write(ByteBuffer src) {
        one[0] = src;
        return (int) write(one, 0, 1);
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) {
        if (failed) {
            return 0;
        }
        try {
            return stream.write(srcs, offset, length);
        } catch (TlsException e) {
            fail(e);
            return 0;
        }
    }

    /** Encryption reads the bytes anyhow, and fills its records from several buffers. */
    @Override
    public boolean prefersDirect() {
        return false;
    }

    /** Tells the peer by an alert, if it can still be told, and the handler above. */
    private void fail(TlsException e) {
        failed = true;
        handler.fail(e);
    }

    @Override
    public void flush() {
        below.flush();
    }

    @Override
    public long pending() {
        return below.pending();
    }

    // The end

    @Override
    public void endOutput() throws IOException {
        if (!failed) {
            stream.end();
        }
    }

    @Override
    public boolean close() {
        if (stream.machine().isInputEnded()) {
            below.ignoreInput(); // nothing counts after close_notify (RFC 8446 §6.1)
        }
        below.close();
        return false;
    }

    @Override
    public void reset(String reason) {
        if (!failed) {
            below.abort(reason);
        }
    }

    @Override
    public void closed(Closed how) {
        stream.drop();
    }

    // Turns

    @Override
    public void turnEnded(boolean input, boolean output, long due) {
        if (due != dueAt) {
            dueAt = due;
            below.deadline(due);
        }
        if (input == paused) {
            paused = !input;
            if (paused) {
                below.pauseInput();
            } else {
                below.resumeInput();
                if (ended) {
                    wake(); // the connection below has nothing to tell any more
                }
            }
        }
    }

    @Override
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            below.execute(
                    () -> {
                        woken.set(false);
                        handler.woken();
                    });
        }
    }

    // Loans

    @Override
    public void lend() {
        below.lend(new Lent(dueAt == Long.MAX_VALUE ? 0 : dueAt - nanoTime()));
    }

    /** A loan below for the loan above, with the same limit. */
    private final class Lent implements Blocking {
        private final Duration limit;

        Lent(long nanos) {
            limit = Duration.ofNanos(nanos);
        }

        @Override
        public void run(BlockingConnection connection) {
            loan = connection;
            try {
                handler.runLoan();
            } finally {
                loan = null;
                stream.lookAway();
            }
            if (stream.mayHaveMore()) {
                connection.resumeInput();
            }
        }

        @Override
        public Optional<Duration> maxLoan() {
            return Optional.of(limit);
        }
    }

    @Override
    public void await(boolean input, boolean output, long deadline)
            throws IOException, InterruptedException {
        BlockingConnection connection = loan;
        if (connection == null) {
            throw new IllegalStateException("no loan");
        }
        if (input) {
            ended |= !connection.awaitInput(deadline);
        } else if (connection.isWritable()) {
            connection.awaitFlushed(deadline);
        } else {
            connection.awaitWritable(deadline);
        }
    }

    @Override
    public void loanEnded() {}

    // Facts

    @Override
    public <T> Optional<T> info(Info<T> key) {
        Optional<T> own = facts.find(key);
        return own.isPresent() ? own : facts.asSeenAbove(key, below.info(key));
    }

    @Override
    public long nanoTime() {
        return below.nanoTime();
    }
}
