package dev.bogie.transport.memory;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamPort;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One end of a connection. What it does belongs to whoever holds the baton: the simulation, or the
 * body that it waits for; {@code wake} and {@code reset} come from anywhere and go through the
 * inbox.
 */
final class MemoryPort implements StreamPort {
    private static final long NEVER = Long.MAX_VALUE;

    private final Simulation simulation;
    private final MemoryEngine engine;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final @Nullable InetSocketAddress listener;
    private final Pipe in;
    private final Pipe out;
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable MemoryPort peer;
    private @Nullable StreamConnection connection;

    private boolean turnWaits;
    private boolean wantsInput;
    private boolean wantsOutput;
    private boolean refusing; // by the seed: there is room, and yet nothing is taken now
    private long dueAt = NEVER;
    private Engine.@Nullable Timer due;

    private volatile @Nullable Borrower borrower;
    private boolean lent;
    private boolean resumeNow; // a wake came while the body ran
    private boolean gone; // closed or reset at this end
    private boolean resetSent;
    private @Nullable IOException broken; // by the peer or the network

    /** One end; {@link #join} makes it a connection. */
    MemoryPort(
            MemoryEngine engine,
            InetSocketAddress local,
            InetSocketAddress remote,
            @Nullable InetSocketAddress listener,
            Pipe[] pipes) {
        this.simulation = engine.simulation();
        this.engine = engine;
        this.local = local;
        this.remote = remote;
        this.listener = listener;
        this.in = pipes[0];
        this.out = pipes[1];
    }

    static void join(MemoryPort one, MemoryPort other) {
        one.peer = other;
        other.peer = one;
    }

    // Turns

    /** The first turn. */
    @Nullable Throwable open(ConnectionHandler handler) {
        simulation.note(this, "opens");
        StreamConnection opening = engine.connection(this, handler);
        connection = opening;
        return opening.open();
    }

    @Nullable StreamConnection connection() {
        return connection;
    }

    boolean isLoose() {
        Borrower b = borrower;
        return b != null && b.isLoose();
    }

    private void turnSoon() {
        if (!turnWaits && connection != null) {
            turnWaits = true;
            simulation.soon(this::turn);
        }
    }

    private void turn() {
        turnWaits = false;
        StreamConnection c = connection;
        if (c == null || c.isClosed()) {
            return;
        }
        if (lent) {
            var unused = c.turn(0, engine.scratch());
            resumeIf(resumeNow || broken != null || isReady(wantsInput, wantsOutput));
        } else if (broken != null) {
            simulation.note(this, "is lost");
            c.lost(new Closed.PeerReset(broken));
        } else {
            int ready =
                    (in.hasArrived(simulation.now()) ? StreamConnection.READABLE : 0)
                            | (canWrite() ? StreamConnection.WRITABLE : 0);
            simulation.note(this, "takes a turn, ready " + ready);
            var unused = c.turn(ready, engine.scratch());
        }
    }

    private boolean isReady(boolean input, boolean output) {
        return (input && in.hasArrived(simulation.now())) || (output && canWrite());
    }

    private boolean canWrite() {
        return !refusing && out.room() > 0;
    }

    private void changed() {
        if (lent ? isReady(wantsInput, wantsOutput) || broken != null || resumeNow : isWanted()) {
            turnSoon();
        }
    }

    /** Bytes have come. If nobody is there to take them, the sender learns it by a reset. */
    private void arrived() {
        if (gone && !in.isEmpty()) {
            breakPeer();
        } else {
            changed();
        }
    }

    private boolean isWanted() {
        return broken != null || isReady(wantsInput, wantsOutput);
    }

    @Override
    public void turnEnded(boolean input, boolean output, long at) {
        enter();
        wantsInput = input;
        wantsOutput = output;
        remindAt(at);
        if (!lent) {
            changed();
        }
        exit();
    }

    private void remindAt(long at) {
        if (at == dueAt) {
            return;
        }
        if (due != null) {
            due.cancel();
            due = null;
        }
        dueAt = at;
        if (at != NEVER) {
            due = simulation.at(at, this::remind);
        }
    }

    private void remind() {
        due = null;
        dueAt = NEVER;
        turnSoon();
    }

    @Override
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            simulation.post(
                    () -> {
                        woken.set(false);
                        resumeNow = lent;
                        turnSoon();
                    });
        }
    }

    // Loans

    @Override
    public void lend() {
        lent = true;
        resumeNow = false;
        simulation.soon(this::beginLoan);
    }

    private void beginLoan() {
        StreamConnection c = connection;
        if (c != null) {
            simulation.note(this, "is lent");
            wantsInput = false;
            wantsOutput = false;
            Borrower b = new Borrower(simulation, this);
            borrower = b;
            b.start(engine.threads(), c::runLoan);
            engine.bodyPaused();
        }
    }

    private void resumeIf(boolean condition) {
        Borrower b = borrower;
        if (condition && b != null) {
            b.resume();
            engine.bodyPaused();
        }
    }

    @Override
    public void await(boolean input, boolean output, long deadline) {
        Borrower b = borrower;
        if (b == null) {
            throw new IllegalStateException("waiting outside a loan");
        }
        b.enter();
        if (resumeNow || broken != null || gone || isReady(input, output)) {
            resumeNow = false;
            b.exit();
            return;
        }
        wantsInput = input;
        wantsOutput = output;
        Engine.Timer timer =
                deadline == NEVER
                        ? null
                        : simulation.at(
                                deadline,
                                () -> {
                                    resumeNow = true;
                                    turnSoon();
                                });
        b.suspend(this::wake);
        b.enter();
        simulation.note(this, "is resumed");
        wantsInput = false;
        wantsOutput = false;
        resumeNow = false;
        if (timer != null) {
            timer.cancel();
        }
        b.exit();
    }

    @Override
    public void loanEnded() {
        enter();
        simulation.note(this, "is given back");
        lent = false;
        changed();
        exit();
    }

    private void enter() {
        Borrower b = borrower;
        if (b != null && b.isCurrentThread()) {
            b.enter();
        }
    }

    private void exit() {
        Borrower b = borrower;
        if (b != null && b.isCurrentThread()) {
            b.exit();
        }
    }

    // Bytes

    private void check() throws IOException {
        if (broken != null) {
            throw broken;
        }
        if (gone) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        enter();
        try {
            check();
            int available = Math.min(in.arrived(simulation.now()), dst.remaining());
            if (available == 0) {
                return dst.hasRemaining() && in.hasEnded(simulation.now()) ? -1 : 0;
            }
            Splits splits = simulation.conditions().splits();
            int chosen = splits.next(in.offset(), available, simulation.random());
            int n = Math.clamp(chosen, 1, available);
            in.read(dst, n);
            simulation.note(this, "reads " + n);
            if (peer != null) {
                peer.changed();
            }
            return n;
        } finally {
            exit();
        }
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        enter();
        try {
            check();
            MemoryPort to = peer;
            if (to == null || !src.hasRemaining()) {
                return 0;
            }
            int n = accepted(Math.min(src.remaining(), out.room()));
            if (n > 0) {
                long arrival = out.arrival(simulation.now() + simulation.latency());
                out.write(src, n, arrival);
                simulation.note(this, "writes " + n);
                var unused = simulation.at(arrival, to::arrived);
                breakMaybe(to);
            }
            return n;
        } finally {
            exit();
        }
    }

    private int accepted(int possible) {
        if (possible == 0 || !simulation.chance(simulation.conditions().backPressure())) {
            return refusing ? 0 : possible;
        }
        refusing = true;
        var unused =
                simulation.at(
                        simulation.now() + simulation.latency(),
                        () -> {
                            refusing = false;
                            changed();
                        });
        return simulation.random().nextInt(possible);
    }

    private void breakMaybe(MemoryPort to) {
        if (simulation.chance(simulation.conditions().resets())) {
            simulation.note(this, "is broken by the network");
            simulation.soon(
                    () -> {
                        broken("connection reset by the network");
                        to.broken("connection reset by the network");
                    });
        }
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            all += write(srcs[i]);
            if (srcs[i].hasRemaining()) {
                break;
            }
        }
        return all;
    }

    // The end

    @Override
    public void endOutput() throws IOException {
        enter();
        try {
            check();
            if (!out.isEnding() && peer != null) {
                simulation.note(this, "ends its output");
                long arrival = out.arrival(simulation.now() + simulation.latency());
                out.end(arrival);
                var unused = simulation.at(arrival, peer::changed);
            }
        } finally {
            exit();
        }
    }

    @Override
    public boolean close() {
        enter();
        if (!gone) {
            simulation.note(this, "closes");
            gone = true;
            if (in.arrived(simulation.now()) > 0 && broken == null) {
                breakPeer(); // as TCP does: unread bytes are lost
            }
        }
        exit();
        return true;
    }

    @Override
    public void reset(String reason) {
        simulation.post(this::resetNow);
    }

    /** Breaks this end off. */
    void resetNow() {
        if (!gone) {
            simulation.note(this, "resets");
            gone = true;
            in.drop();
            breakPeer();
        }
    }

    private void breakPeer() {
        MemoryPort to = peer;
        if (to != null && !resetSent) {
            resetSent = true;
            long arrival = out.arrival(simulation.now() + simulation.latency());
            var unused = simulation.at(arrival, () -> to.broken("connection reset by peer"));
        }
    }

    private void broken(String message) {
        if (!gone && broken == null) {
            broken = new IOException(message);
            in.drop();
            out.drop();
            changed();
        }
    }

    @Override
    public void closed(Closed how) {
        enter();
        simulation.note(this, "is closed: " + how.describe());
        remindAt(NEVER);
        engine.closed(this, how);
        exit();
    }

    // Facts

    InetSocketAddress local() {
        return local;
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        Object fact = null;
        if (key.equals(Info.REMOTE_ADDRESS)) {
            fact = remote;
        } else if (key.equals(Info.LOCAL_ADDRESS)) {
            fact = local;
        } else if (key.equals(Info.LISTENER)) {
            fact = listener;
        } else if (key.equals(Info.TRANSPORT)) {
            fact = MemoryTransport.NAME;
        } else if (key.equals(Info.CAPABILITIES)) {
            fact = engine.capabilities();
        }
        return Optional.ofNullable(fact).map(key.type()::cast);
    }

    @Override
    public long nanoTime() {
        return simulation.now();
    }

    @Override
    public String toString() {
        return text(local) + (listener == null ? "→" : "←") + text(remote);
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }
}
