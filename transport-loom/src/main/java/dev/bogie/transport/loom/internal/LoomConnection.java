package dev.bogie.transport.loom.internal;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.loom.internal.Departure.Question;
import dev.bogie.transport.support.ChannelPort;
import dev.bogie.transport.support.ChunkPool;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.TcpSockets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One connection and the virtual thread that drives it. The thread takes a turn whenever something
 * is noted in its {@link Readiness}, runs loans itself, and is parked in between, holding no
 * buffer.
 */
final class LoomConnection implements ChannelPort, Alarm.Owner, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LoomConnection.class);
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    // Made beforehand: it is needed when there may be no memory or descriptor to make anything.
    private static final Closed LOST = new Closed.Aborted("the transport failed");

    /** Turns in a row before others on the same carrier get theirs. */
    private static final int BURST = 8;

    /** How long output may be held; the wheel is coarser. */
    private static final long HOLD = TimeUnit.MILLISECONDS.toNanos(1);

    /** Turns in a row before others on any carrier get theirs for certain. */
    private static final int LONG_BURST = 64;

    private final LoomEngine engine;
    private final SocketChannel channel;
    private final Readiness readiness;
    private final StreamFacts facts;
    private final StreamConnection stream;

    // The driver's
    private int ops; // what to wait for after this turn
    private boolean lent; // a loan is to be run when the turn has returned
    private @Nullable Closed how;

    private volatile @Nullable Question question; // whether to go over to another engine
    private volatile boolean gone; // over to another engine
    private volatile @Nullable Alarm alarm; // none until a deadline was set
    private volatile long waitUntil = Alarm.NEVER; // of a borrower
    private volatile long heldUntil = Alarm.NEVER; // when the poller is to send what is held

    /**
     * A connection that is not open yet.
     *
     * @param engine whose it is
     * @param channel connected
     * @param readiness of the channel
     * @param listener the address that it was accepted on, or null
     * @param handler the first handler
     */
    LoomConnection(
            LoomEngine engine,
            SocketChannel channel,
            Readiness readiness,
            @Nullable SocketAddress listener,
            ConnectionHandler handler)
            throws IOException {
        this.engine = engine;
        this.channel = channel;
        this.readiness = readiness;
        this.facts = StreamFacts.of(channel, listener, LoomTransport.FACTS);
        BufferPool pool = engine.buffers();
        this.stream =
                new StreamConnection(this, handler, engine.limits(), pool, InputBuffer.of(pool));
    }

    /** For a connection that comes from another engine, which still has it. */
    LoomConnection(LoomEngine engine, SocketChannel channel, StreamConnection moved)
            throws IOException {
        this.engine = engine;
        this.channel = channel;
        this.readiness = new Readiness(engine.poller(), channel);
        SocketAddress listener = moved.info(Info.LISTENER).orElse(null);
        this.facts = StreamFacts.of(channel, listener, LoomTransport.FACTS);
        this.stream = moved;
    }

    // The thread

    /** Drives an accepted connection. */
    @Override
    public void run() {
        drive(_ -> {});
    }

    /** All turns; when {@code opened} has returned, what it threw, or null, is told. */
    void drive(Consumer<@Nullable Throwable> opened) {
        drive(
                () -> {
                    opened.accept(stream.open());
                    takeTurns();
                },
                opened);
    }

    /** All turns of a connection that was opened elsewhere. */
    void driveOn() {
        drive(this::takeTurns, _ -> {});
    }

    private void drive(Runnable turns, Consumer<@Nullable Throwable> failed) {
        try {
            turns.run();
        } catch (Throwable e) {
            LOG.error("the transport failed on a connection of {}", facts.remote(), e);
            if (!gone) { // else another engine drives it
                fail(e);
                failed.accept(e);
            }
        } finally {
            engine.roster().remove(this, how == null ? LOST : how);
            stay();
        }
    }

    private void takeTurns() {
        // Who connects mostly has something to say: look at once, before any poller is asked.
        int ready = SelectionKey.OP_READ;
        int turns = 0;
        while (how == null) {
            boolean more = false;
            if (lent) {
                lent = false;
                stream.runLoan();
            } else {
                more = turn(ready);
            }
            if (how != null || lent) {
                continue;
            }
            if (question != null && leaves()) {
                return;
            }
            turns = more || readiness.isRaised() ? turns + 1 : 0;
            if (turns > 0 && turns % BURST == 0) {
                turns = giveWay(turns);
                more |= (ops & SelectionKey.OP_READ) != 0; // who never waits asks no poller
            }
            ready = more ? SelectionKey.OP_READ | readiness.take() : await();
        }
    }

    /** Lets others have the carrier; returns how many turns in a row are counted from now on. */
    private static int giveWay(int turns) {
        if (turns < LONG_BURST) {
            Poller.yieldCarrier();
            return turns;
        }
        Poller.leaveCarrier();
        return 0;
    }

    private boolean turn(int ready) {
        int flags = (ready & SelectionKey.OP_WRITE) == 0 ? 0 : StreamConnection.WRITABLE;
        if ((ready & SelectionKey.OP_READ) == 0) {
            return stream.turn(flags, NOTHING);
        }
        BufferPool pool = engine.buffers();
        ByteBuffer scratch = pool.take(ChunkPool.CHUNK);
        try {
            return stream.turn(flags | StreamConnection.READABLE, scratch);
        } finally {
            pool.give(scratch);
        }
    }

    private int await() {
        int noted = readiness.await(ops);
        if (noted == 0) {
            boolean unused = Thread.interrupted(); // was meant for a loan that is over
        }
        return noted;
    }

    // Going over to another engine

    /** Any thread: asks it to, once, when its turn has ended; a loan may last, and need not. */
    void ask(Question whether) {
        Question before = exchange(whether);
        if (before != null) {
            before.stay();
        }
        wake();
        if (stream.isLent() || stream.isClosed() || gone) {
            whether.stay();
        }
    }

    private synchronized @Nullable Question exchange(@Nullable Question next) {
        Question before = question;
        question = next;
        return before;
    }

    private void stay() {
        Question asked = exchange(null);
        if (asked != null) {
            asked.stay();
        }
    }

    private boolean leaves() {
        Question asked = exchange(null);
        if (asked == null || !asked.take()) {
            return false;
        }
        gone = !engine.roster().isClosing() && asked.isAdopted(channel, stream);
        if (gone) {
            engine.roster().left(this);
            readiness.release();
            readiness.poller().poke(); // its selector is to let the channel go
            cancelAlarm();
        }
        asked.answer(gone);
        return gone;
    }

    /** For a thread that could not be started. */
    void fail(Throwable e) {
        try {
            stream.lost(new Closed.Failed(e));
        } catch (Throwable again) {
            LOG.error("cannot even tell that the connection failed", again);
        } finally {
            reset("failed");
        }
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

    // Bytes

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
            LOG.debug("closing {}", facts.remote(), e); // the descriptor is given back all the same
        }
        readiness.poller().poke();
        return true;
    }

    @Override
    public void reset(String reason) {
        TcpSockets.reset(channel);
        readiness.poller().poke();
    }

    // Waiting

    @Override
    public void turnEnded(boolean input, boolean output, long dueAt) {
        ops = ops(input, output);
        if (dueAt != Alarm.NEVER) {
            due(dueAt);
        }
    }

    private static int ops(boolean input, boolean output) {
        return (input ? SelectionKey.OP_READ : 0) | (output ? SelectionKey.OP_WRITE : 0);
    }

    private void due(long at) {
        Alarm set = alarm;
        if (set == null) {
            set = new Alarm(readiness.poller(), this);
            alarm = set;
        }
        set.moved(at);
    }

    @Override
    public void lend() {
        lent = true;
        if (question != null) {
            stay(); // whoever asked may have looked before the loan began
        }
    }

    @Override
    public void await(boolean input, boolean output, long deadline) throws InterruptedException {
        if (deadline != Alarm.NEVER) {
            waitUntil = deadline;
            due(deadline);
        }
        try {
            readiness.await(ops(input, output));
        } finally {
            if (deadline != Alarm.NEVER) {
                waitUntil = Alarm.NEVER;
                due(stream.dueAt()); // the alarm may have gone off for the wait alone
            }
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public boolean hold() {
        if (heldUntil == Alarm.NEVER) {
            heldUntil = nanoTime() + HOLD;
            due(heldUntil);
        }
        return true;
    }

    @Override
    public void loanEnded() {
        // The thread that ran the loan drives on.
    }

    @Override
    public void wake() {
        readiness.raise(Readiness.WAKE);
    }

    @Override
    public long dueAt() {
        return gone || stream.isClosed()
                ? Alarm.NEVER
                : Math.min(heldUntil, Math.min(stream.dueAt(), waitUntil));
    }

    @Override
    public void due() {
        if (heldUntil <= nanoTime()) {
            heldUntil = Alarm.NEVER; // first, or what is held from now on would find it set
            stream.flushHeld();
        }
        stream.checkLoan();
        wake();
    }

    @Override
    public void closed(Closed how) {
        this.how = how;
        cancelAlarm();
    }

    private void cancelAlarm() {
        Alarm set = alarm;
        if (set != null) {
            set.cancel();
        }
    }

    @Override
    public long nanoTime() {
        return engine.nanoTime();
    }
}
