package dev.bogie.transport.nio.internal;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.support.ChannelPort;
import dev.bogie.transport.support.DeadlineWheel;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.TcpSockets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;

/**
 * One connection, of TCP or of the Unix domain. Its loop takes its turns; in a loan the borrower's
 * thread reads and writes the channel itself.
 *
 * <p><b>Interest during a loan.</b> What the loop watches for stays registered, so that a loan
 * which finds its input there and its output taken costs no change and no wake-up. The first
 * readiness that the loop sees during a loan it clears (the selector would tell it again and
 * again), and unparks the borrower if it waits. Whoever misses it registers it again: the borrower
 * before it waits, the loop in the turn that {@link #loanEnded} asks for.
 *
 * <pre>
 *  loop, on readiness          borrower, to wait         borrower, at the end
 *  1 clear interest            1 seen := false           1 lent := false
 *  2 seen := true, unpark      2 interest cleared? set   2 interest cleared? ask for a turn
 *  3 not lent? take a turn     3 until seen: park
 * </pre>
 *
 * All of these are volatile, so of two that race one sees the other. Only the loop removes
 * interest, and during a loan nobody but the borrower adds it.
 */
final class NioStream implements ChannelPort, Loop.Selectable {
    private static final Logger LOG = LoggerFactory.getLogger(NioStream.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private final SocketChannel channel;
    private final StreamFacts facts;
    private final @Nullable CompletableFuture<Void> opening;
    private final StreamConnection connection;
    private final Inbox.Mail mail = new Turn();
    private final Due due = new Due();
    private final Borrower borrower = new Borrower();
    private final HeldOutput held;

    private @Nullable SelectionKey key; // the loop's until opened, constant afterwards
    private int wanted; // interest, as the last turn's driver said
    private boolean lending; // the loop's: a loan is to begin after this turn
    private @Nullable Runnable loan;

    private volatile long armedAt = NEVER; // when the wheel will ask; the loop writes it
    private volatile @Nullable Closed how;

    NioStream(
            Loop loop, SocketChannel channel, Origin origin, ConnectionHandler handler, Parts parts)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.facts = StreamFacts.of(channel, origin.listener(), NioTransport.FACTS);
        this.opening = origin.opening();
        BufferPool pool = parts.buffers();
        this.connection =
                new StreamConnection(this, handler, parts.limits(), pool, InputBuffer.of(pool));
        this.held = new HeldOutput(loop, connection);
    }

    /**
     * Where a connection comes from.
     *
     * @param listener the address of the listener that accepted it, or null
     * @param opening completed when the handler has been opened, or null
     */
    record Origin(@Nullable SocketAddress listener, @Nullable CompletableFuture<Void> opening) {}

    /** What all streams of an engine share. */
    record Parts(StreamLimits limits, BufferPool buffers) {}

    /** Has the loop begin, which {@linkplain Loop#expect expects} it. Any thread. */
    void start() {
        loop.post(mail);
    }

    private final class Turn extends Inbox.Mail {
        @Override
        void delivered() {
            Closed closed = how;
            if (closed != null) {
                forget(closed);
            } else if (key == null) {
                open();
            } else {
                turn(0);
            }
        }

        @Override
        void returned() {
            // The loop does not end before it has opened us; for all else that we ask it is too
            // late.
        }
    }

    // Turns, on the loop

    private void open() {
        loop.expectNoMore();
        try {
            key = loop.register(channel, 0, this);
        } catch (IOException e) {
            refuse(e);
            return;
        }
        loop.opened(this);
        Throwable thrown = connection.open();
        if (opening != null) {
            if (thrown == null) {
                opening.complete(null);
            } else {
                opening.completeExceptionally(thrown);
            }
        }
        beginLoan();
    }

    private void refuse(IOException e) {
        TcpSockets.reset(channel);
        if (opening != null) {
            opening.completeExceptionally(e);
        }
    }

    @Override
    public void ready(int ops) {
        if (connection.isLent()) {
            key().interestOpsAnd(~ops);
            loop.interestChanged();
            borrower.ready();
            if (connection.isLent()) {
                return;
            }
        }
        int ready = 0;
        if ((ops & SelectionKey.OP_READ) != 0) {
            ready |= StreamConnection.READABLE;
        }
        if ((ops & SelectionKey.OP_WRITE) != 0) {
            ready |= StreamConnection.WRITABLE;
        }
        turn(ready);
    }

    private void turn(int ready) {
        try {
            connection.turn(ready, loop.scratch());
        } catch (Throwable e) {
            LOG.error("a connection's turn failed", e);
            abort("the transport failed: " + e);
        }
        beginLoan();
    }

    private void beginLoan() {
        if (!lending) {
            return;
        }
        lending = false;
        if (loan == null) {
            loan = connection::runLoan;
        }
        try {
            loop.lend("nio-loan", loan);
        } catch (Throwable e) {
            abort("no thread for blocking code: " + e);
            connection.runLoan(); // aborted, it ends the loan without running the body
        }
    }

    private final class Due extends DeadlineWheel.Entry {
        @Override
        protected long dueAt() {
            armedAt = NEVER; // first, or an earlier time that a borrower sets now would be missed
            long at = connection.dueAt();
            armedAt = at;
            return at;
        }

        @Override
        protected void due(long now) {
            armedAt = NEVER;
            turn(0);
            long at = connection.dueAt();
            if (connection.isLent() && at - now > 0) {
                arm(at);
            }
        }
    }

    private void arm(long at) {
        if (at < armedAt) {
            armedAt = at;
            loop.arm(due, at);
        }
    }

    @Override
    public void turnEnded(boolean input, boolean output, long dueAt) {
        wanted = ops(input, output);
        if (connection.isLent()) {
            return; // loanEnded sees to it
        }
        try {
            SelectionKey watched = key();
            if (watched.interestOps() != wanted) {
                watched.interestOps(wanted);
                loop.interestChanged();
            }
        } catch (CancelledKeyException e) {
            return; // aborted: the wake that follows brings the last turn
        }
        arm(dueAt);
    }

    private static int ops(boolean input, boolean output) {
        return (input ? SelectionKey.OP_READ : 0) | (output ? SelectionKey.OP_WRITE : 0);
    }

    private SelectionKey key() {
        SelectionKey opened = key;
        if (opened == null) {
            throw new IllegalStateException("not open yet");
        }
        return opened;
    }

    // The channel, for whoever drives

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public StreamFacts facts() {
        return facts;
    }

    @Override
    public boolean close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("a channel failed to close", e);
        }
        loop.wakeUp(); // the selector gives the descriptor back
        return true;
    }

    @Override
    public void reset(String reason) {
        if (channel.isOpen()) {
            TcpSockets.reset(channel);
            loop.wakeUp(); // the selector gives the descriptor back, and the peer is told
        }
    }

    @Override
    public void closed(Closed cause) {
        how = cause;
        if (loop.isCurrent()) {
            forget(cause);
        } else {
            loop.post(mail);
        }
    }

    private void forget(Closed cause) {
        loop.disarm(due);
        loop.disarm(held);
        loop.closed(this, cause);
    }

    // Loans

    @Override
    public void lend() {
        lending = true;
    }

    @Override
    public void await(boolean input, boolean output, long deadline)
            throws IOException, InterruptedException {
        if (borrower.takeWake()) {
            return;
        }
        borrower.beginWait();
        try {
            int ops = ops(input, output);
            SelectionKey watched = key();
            if ((watched.interestOps() & ops) != ops) {
                watched.interestOpsOr(ops);
                loop.interestChanged();
                loop.wakeUp();
            }
            if (borrower.park(deadline)) {
                if (channel.isOpen()) {
                    throw new InterruptedException();
                }
                throw new ClosedChannelException(); // an abort interrupts too
            }
        } catch (CancelledKeyException e) {
            throw new ClosedChannelException();
        } finally {
            borrower.endWait();
        }
    }

    @Override
    public boolean hold() {
        return held.begin();
    }

    @Override
    public void loanEnded() {
        if (connection.isClosed()) {
            return;
        }
        boolean again = borrower.takeWake() || connection.dueAt() < armedAt;
        try {
            again |= key().interestOps() != wanted;
        } catch (CancelledKeyException e) {
            again = true;
        }
        if (again) {
            loop.post(mail);
        }
    }

    @Override
    public void wake() {
        if (connection.isLent()) {
            borrower.wake(); // if the loan ends before anybody looks, loanEnded does
        } else {
            loop.post(mail);
        }
    }

    // For the drain, on the loop

    void drain(long until) {
        connection.drain(until);
    }

    void abort(String reason) {
        connection.abort(reason);
    }

    /** False if a body holds the turn and does not wait for this connection. */
    boolean endsSoonAfterAbort() {
        return !connection.isLent() || borrower.isWaiting();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
