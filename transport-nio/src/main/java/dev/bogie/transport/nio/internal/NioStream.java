package dev.bogie.transport.nio.internal;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.RestingConnection;
import dev.bogie.transport.support.ChannelPort;
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

    private final Loop loop;
    private final SocketChannel channel;
    private final StreamFacts facts;
    private final @Nullable CompletableFuture<Void> opening;
    private final StreamConnection connection;
    private final boolean moved; // it comes from another engine, opened
    private final Inbox.Mail mail = new Turn();
    private final TurnDue due;
    private final Borrower borrower = new Borrower();
    private final HeldOutput held;

    private @Nullable SelectionKey key; // the loop's until opened, constant afterwards
    private int wanted; // interest, as the last turn's driver said
    private boolean begun; // the loop's: it was registered, or could not be
    private boolean lending; // the loop's: a loan is to begin after this turn
    private boolean gone; // the loop's: the connection has moved to another engine
    private @Nullable Runnable loan;

    private volatile @Nullable Closed how;

    /** A stream whose handler is to be opened. */
    NioStream(
            Loop loop, SocketChannel channel, Origin origin, ConnectionHandler handler, Parts parts)
            throws IOException {
        this.loop = loop;
        this.channel = channel;
        this.facts = StreamFacts.of(channel, origin.listener(), NioTransport.FACTS);
        this.opening = origin.opening();
        this.moved = false;
        BufferPool pool = parts.buffers();
        this.connection =
                new StreamConnection(this, handler, parts.limits(), pool, InputBuffer.of(pool));
        this.due = new TurnDue(loop, connection, () -> turn(0));
        this.held = new HeldOutput(loop, connection);
    }

    /** A stream for a connection that comes from another engine, which still has it. */
    NioStream(Loop loop, SocketChannel channel, StreamConnection connection) throws IOException {
        this.loop = loop;
        this.channel = channel;
        SocketAddress listener = connection.info(Info.LISTENER).orElse(null);
        this.facts = StreamFacts.of(channel, listener, NioTransport.FACTS);
        this.opening = null;
        this.moved = true;
        this.connection = connection;
        this.due = new TurnDue(loop, connection, () -> turn(0));
        this.held = new HeldOutput(loop, connection);
    }

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
            if (gone) {
                return; // whoever woke us had just looked; the other engine takes a turn
            }
            if (closed != null) {
                forget(closed);
            } else if (!begun) {
                begin();
            } else if (key != null) {
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

    private void begin() {
        begun = true;
        loop.expectNoMore();
        try {
            key = loop.register(channel, 0, this);
        } catch (IOException | RuntimeException e) { // such as a channel of another provider
            refuse(e);
            return;
        }
        loop.opened(this);
        if (moved) {
            turn(0);
        } else {
            open();
        }
    }

    private void open() {
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

    private void refuse(Exception e) {
        TcpSockets.reset(channel);
        if (moved) {
            connection.lost(new Closed.Failed(e));
        }
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
        due.arm(dueAt);
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
        due.disarm();
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
        boolean again = borrower.takeWake() || due.isLate();
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

    /**
     * Between two turns, on the loop: gives the connection to another engine; false if it stays.
     */
    boolean moveTo(Engine other) {
        if (!connection.isAtRest()) {
            return false;
        }
        try {
            other.adopt(new RestingConnection(channel, connection));
        } catch (IOException | RuntimeException | Error e) { // the other is somebody else's code
            LOG.debug("{} stays, as it is not adopted", facts.remote(), e);
            return false;
        }
        gone = true;
        key().cancel();
        due.disarm();
        loop.disarm(held);
        return true;
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
