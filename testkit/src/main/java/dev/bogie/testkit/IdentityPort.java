package dev.bogie.testkit;

import dev.bogie.transport.Blocking;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;
import dev.bogie.transport.support.StreamPort;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The port of {@link IdentityLayer}: reads and writes the connection below.
 *
 * <ul>
 *   <li>Input that the connection above has no room for stays below, and pauses it.
 *   <li>Output is passed down at once and waits there; {@link #pending} has it counted against the
 *       marks above, and asking whether the connection below is writable has it tell when they are
 *       reached again.
 *   <li>A loan above runs inside a loan below, and waits there; what happens below meanwhile
 *       reaches the handler through {@code turnEnding} and tasks, and moves the output above on.
 * </ul>
 */
final class IdentityPort implements StreamPort {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final IdentityHandler handler;
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Connection below;

    // The driver's
    private ByteBuffer unread = NOTHING; // what waits below, during a call
    private @Nullable BlockingConnection loan;
    private boolean ended;
    private boolean paused;
    private long dueAt = Long.MAX_VALUE;

    IdentityPort(IdentityHandler handler) {
        this.handler = handler;
    }

    void opened(Connection connection) {
        below = connection;
    }

    void lookAt(ByteBuffer in) {
        unread = in;
    }

    void lookAway() {
        unread = NOTHING;
    }

    void inputEnded() {
        ended = true;
    }

    boolean isLent() {
        return loan != null;
    }

    private Connection below() {
        Connection connection = below;
        if (connection == null) {
            throw new IllegalStateException("not open yet");
        }
        return connection;
    }

    // Bytes

    @Override
    public int read(ByteBuffer dst) {
        ByteBuffer src = loan == null ? unread : loan.input();
        int n = Math.min(dst.remaining(), src.remaining());
        if (n == 0) {
            return ended ? -1 : 0;
        }
        dst.put(dst.position(), src, src.position(), n).position(dst.position() + n);
        src.position(src.position() + n);
        return n;
    }

    @Override
    public int write(ByteBuffer src) {
        Connection connection = below();
        int n = src.remaining();
        connection.write(src, null);
        boolean unused = connection.isWritable(); // if not, we are told when it is again
        return n;
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) {
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            all += write(srcs[i]);
        }
        return all;
    }

    @Override
    public void flush() {
        below().flush();
    }

    @Override
    public long pending() {
        return below().pending();
    }

    // The end

    @Override
    public void endOutput() {
        if (info(Info.CAPABILITIES).orElse(Set.of()).contains(Capability.HALF_CLOSE)) {
            below().end();
        }
    }

    @Override
    public boolean close() {
        below().close();
        return false;
    }

    @Override
    public void reset(String reason) {
        below().abort(reason);
    }

    @Override
    public void closed(Closed how) {}

    // Turns

    @Override
    public void turnEnded(boolean input, boolean output, long due) {
        Connection connection = below();
        if (due != dueAt) {
            dueAt = due;
            connection.deadline(due);
        }
        if (input == paused) {
            paused = !input;
            if (paused) {
                connection.pauseInput();
            } else {
                connection.resumeInput();
            }
        }
    }

    @Override
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            below().execute(
                            () -> {
                                woken.set(false);
                                handler.woken();
                            });
        }
    }

    // Loans

    @Override
    public void lend() {
        below().lend(new Lent(dueAt == Long.MAX_VALUE ? 0 : dueAt - nanoTime()));
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
        Optional<T> fact = below().info(key);
        if (key.equals(Info.CAPABILITIES)) {
            return fact.map(f -> key.type().cast(withoutTransfer((Set<?>) f)));
        }
        return fact;
    }

    private static Set<?> withoutTransfer(Set<?> capabilities) {
        return Set.copyOf(
                capabilities.stream().filter(c -> c != Capability.FILE_TRANSFER).toList());
    }

    @Override
    public long nanoTime() {
        return below().nanoTime();
    }
}
