package org.example.nio2;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.Threads;
import dev.bogie.transport.support.ChunkPool;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.StreamPort;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One connection: a read and a write that may be outstanding, and the turns that are taken when one
 * of them has completed.
 *
 * <p><b>Who runs what.</b> A completion handler only notes what has come and asks for a turn, in a
 * loan for the borrower to look. Both have to look once more after they have said that they no
 * longer do: {@link Strand} and {@link #loanEnded} see to it.
 *
 * <p><b>The end.</b> An operation that is outstanding when the channel is closed still comes back.
 * Only then the connection has {@linkplain #partIsOver gone}.
 */
final class Nio2Stream implements StreamPort {
    private static final Logger LOG = LoggerFactory.getLogger(Nio2Stream.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int PARTS = 3; // the read, the write, and the handlers

    private final Nio2Engine engine;
    private final AsynchronousSocketChannel channel;
    private final StreamFacts facts;
    private final Reading reading;
    private final Writing writing;
    private final StreamConnection stream;
    private final Strand strand;
    private final Alarm alarm;
    private final AtomicInteger parts = new AtomicInteger(PARTS);

    // The driver's, but read by others to see whether they are needed
    private volatile boolean wantsInput;
    private volatile long closeBy = Clock.NEVER; // when an end in order has taken too long
    private volatile Closed how;

    private Consumer<Throwable> opened; // the strand's; null once it is open
    private volatile Thread borrower; // while it waits
    private volatile boolean signalled; // since somebody last looked

    /**
     * A connection that is not open yet.
     *
     * @param engine whose it is
     * @param channel connected
     * @param listener the address that it was accepted on, or null
     * @param handler the first handler
     * @param opened told what {@code opened} of the handler threw, or null, when it has returned
     * @throws IOException if the channel is closed already
     */
    Nio2Stream(
            Nio2Engine engine,
            AsynchronousSocketChannel channel,
            SocketAddress listener,
            ConnectionHandler handler,
            Consumer<Throwable> opened)
            throws IOException {
        this.engine = engine;
        this.opened = opened;
        this.channel = channel;
        this.facts =
                new StreamFacts(
                        channel.getRemoteAddress(),
                        channel.getLocalAddress(),
                        listener,
                        Nio2Transport.FACTS);
        BufferPool pool = engine.context().buffers();
        this.reading = new Reading(channel, pool, this::completed, this::partIsOver);
        this.writing = new Writing(channel, pool, this::completed, this::partIsOver);
        this.stream =
                new StreamConnection(this, handler, engine.limits(), pool, InputBuffer.of(pool));
        this.strand = new Strand(engine.workers(), this::turn);
        this.alarm = new Alarm(engine.clock(), this::dueAt, () -> engine.run(this::ring));
    }

    /** Takes the first turn, soon. */
    void start() {
        strand.schedule();
    }

    // Any thread, for the engine

    void drain(long until) {
        stream.drain(until);
    }

    void abort(String reason) {
        stream.abort(reason);
    }

    boolean isLent() {
        return stream.isLent();
    }

    // Turns

    /** On the strand; true if another turn is needed. */
    private boolean turn() {
        try {
            if (!stream.isLent()) {
                signalled = false; // whatever it was, it is looked at now
                takeTurn();
            }
            return wantsInput && reading.hasArrived() && !stream.isLent() && !stream.isClosed();
        } catch (Throwable e) {
            LOG.error("the transport failed on a connection of {}", facts.remote(), e);
            closeChannel();
            stream.lost(new Closed.Failed(e));
            return false;
        }
    }

    private void takeTurn() {
        Consumer<Throwable> first = opened;
        if (first != null) {
            opened = null;
            first.accept(stream.open());
            return;
        }
        tellWhatCannotBeThrown();
        takeTurnOf(wantsInput && reading.hasArrived());
    }

    private void takeTurnOf(boolean readable) {
        if (!readable) {
            stream.turn(StreamConnection.WRITABLE, NOTHING);
            return;
        }
        BufferPool pool = engine.context().buffers();
        ByteBuffer scratch = pool.take(ChunkPool.CHUNK);
        try {
            boolean unused =
                    stream.turn(StreamConnection.WRITABLE | StreamConnection.READABLE, scratch);
        } finally {
            pool.give(scratch);
        }
    }

    /** What became of a write that was handed in long ago. */
    private void tellWhatCannotBeThrown() {
        IOException failure = writing.failure();
        if (failure != null) {
            stream.lost(new Closed.PeerReset(failure));
        } else if (closeBy != Clock.NEVER && !writing.isOutstanding()) {
            stream.lost(Closed.finished());
        }
    }

    /** An operation has completed; on a worker, in no turn. */
    private void completed() {
        if (!isBorrowersToSee()) {
            strand.runOrSchedule();
        }
    }

    @Override
    public void wake() {
        if (!isBorrowersToSee()) {
            strand.schedule();
        }
    }

    /** Signals first: a loan that ends meanwhile either is seen to be over, or sees the signal. */
    private boolean isBorrowersToSee() {
        signalled = true;
        boolean lent = stream.isLent();
        if (lent) {
            LockSupport.unpark(borrower);
        }
        return lent;
    }

    @Override
    public void turnEnded(boolean input, boolean output, long dueAt) {
        wantsInput = input;
        if (input) {
            boolean unused = reading.start(); // seen when the turn, or the loan, has ended
        }
        if (dueAt != Clock.NEVER) {
            alarm.moved(dueAt);
        }
    }

    private long dueAt() {
        return how != null ? Clock.NEVER : Math.min(stream.dueAt(), closeBy);
    }

    private void ring() {
        stream.checkLoan();
        if (closeBy - nanoTime() <= 0) {
            stream.abort(
                    "closing, but the peer took none of the last %d bytes in %s"
                            .formatted(writing.pending(), StreamLimits.LINGER_TIME));
        }
        wake();
    }

    // Loans

    @Override
    public void lend() {
        engine.context().threads().start(Threads.Kind.VIRTUAL, "bogie-nio2-loan", stream::runLoan);
    }

    @Override
    public void await(boolean input, boolean output, long deadline)
            throws IOException, InterruptedException {
        if (writing.failure() != null) {
            throw writing.failure();
        }
        if ((input && reading.start()) || (output && !writing.isOutstanding())) {
            return;
        }
        borrower = Thread.currentThread();
        try {
            while (!signalled) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (deadline == Clock.NEVER) {
                    LockSupport.park(this);
                } else if (deadline - nanoTime() > 0) {
                    LockSupport.parkNanos(this, deadline - nanoTime());
                } else {
                    return;
                }
            }
            signalled = false;
        } finally {
            borrower = null;
        }
    }

    @Override
    public void loanEnded() {
        if (signalled || reading.hasArrived()) {
            strand.schedule();
        }
    }

    // Bytes

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return reading.read(dst);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return writing.write(src);
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        return writing.write(srcs, offset, length);
    }

    /** They are copied anyway. */
    @Override
    public boolean prefersDirect() {
        return false;
    }

    @Override
    public long pending() {
        return writing.pending();
    }

    @Override
    public void endOutput() throws IOException {
        writing.end();
    }

    @Override
    public boolean close() {
        if (!stream.isClosed() && writing.isOutstanding()) {
            closeBy = nanoTime() + engine.limits().lingerNanos();
            alarm.moved(closeBy);
            return false;
        }
        closeChannel();
        return true;
    }

    /**
     * The peer sees an end, or a reset if it has sent what was not read: an asynchronous channel
     * has no option to reset.
     */
    @Override
    public void reset(String reason) {
        closeChannel();
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {}", facts.remote(), e); // the descriptor is given back all the same
        }
    }

    @Override
    public void closed(Closed cause) {
        how = cause;
        alarm.cancel();
        if (reading.abandon()) {
            partIsOver();
        }
        if (writing.abandon()) {
            partIsOver();
        }
        partIsOver();
    }

    private void partIsOver() {
        if (parts.decrementAndGet() == 0) {
            engine.roster().remove(this, how);
        }
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return facts.info(key);
    }

    @Override
    public long nanoTime() {
        return engine.nanoTime();
    }
}
