package dev.bogie.transport.memory;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.StreamPort;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
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
    private final Route route;
    private final StreamFacts facts;
    private final PipeEnd end;
    private final AtomicBoolean woken = new AtomicBoolean();
    private @Nullable StreamConnection connection;

    private boolean turnWaits;
    private boolean wantsInput;
    private boolean wantsOutput;
    private long dueAt = NEVER;
    private Engine.@Nullable Timer due;

    private volatile @Nullable Borrower borrower;
    private boolean lent;
    private boolean resumeNow; // a wake came while the body ran

    /**
     * Where a connection leads, as one end sees it.
     *
     * @param listener who accepted it; null at the connecting end
     */
    record Route(SocketAddress local, SocketAddress remote, @Nullable SocketAddress listener) {
        @Override
        public String toString() {
            return text(local) + (listener == null ? "→" : "←") + text(remote);
        }

        private static String text(SocketAddress address) {
            return address instanceof InetSocketAddress inet
                    ? inet.getAddress().getHostAddress() + ":" + inet.getPort()
                    : address.toString();
        }
    }

    /** One end; {@link #join} makes it a connection. */
    MemoryPort(MemoryEngine engine, Route route, Pipe in, Pipe out) {
        this.simulation = engine.simulation();
        this.engine = engine;
        this.route = route;
        this.facts =
                new StreamFacts(route.remote(), route.local(), route.listener(), engine.facts());
        this.end = new PipeEnd(simulation, this, this::changed, in, out);
    }

    static void join(MemoryPort one, MemoryPort other) {
        PipeEnd.join(one.end, other.end);
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
        IOException broken = end.broken();
        if (lent) {
            c.checkLoan();
            if (c.dueAt() > simulation.now()) {
                remindAt(c.dueAt()); // the limit counts from when the body began
            } else if (!c.isLent()) {
                resumeNow = true; // the loan is over, the port is about to be told: then a turn
            }
            if (resumeNow || isReady(wantsInput, wantsOutput)) {
                resume();
            }
        } else if (broken != null) {
            simulation.note(this, "is lost");
            c.lost(new Closed.PeerReset(broken));
        } else {
            int ready =
                    (end.isReadable() ? StreamConnection.READABLE : 0)
                            | (end.isWritable() ? StreamConnection.WRITABLE : 0);
            simulation.note(this, "takes a turn, ready " + ready);
            var unused = c.turn(ready, engine.scratch());
        }
    }

    private boolean isReady(boolean input, boolean output) {
        return end.broken() != null || (input && end.isReadable()) || (output && end.isWritable());
    }

    /** The end of the pipes may have become ready. */
    private void changed() {
        if (isReady(wantsInput, wantsOutput)) {
            turnSoon();
        }
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

    private void resume() {
        Borrower b = borrower;
        if (b != null) {
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
        if (resumeNow || end.isGone() || isReady(input, output)) {
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
        if (resumeNow) {
            resumeNow = false;
            turnSoon(); // a wake that came when the body looked no longer
        } else {
            changed();
        }
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

    @Override
    public int read(ByteBuffer dst) throws IOException {
        enter();
        try {
            return end.read(dst);
        } finally {
            exit();
        }
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        enter();
        try {
            return end.write(src);
        } finally {
            exit();
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

    @Override
    public void endOutput() throws IOException {
        enter();
        try {
            end.endOutput();
        } finally {
            exit();
        }
    }

    @Override
    public boolean close() {
        enter();
        end.close();
        exit();
        return true;
    }

    @Override
    public void reset(String reason) {
        simulation.post(end::reset);
    }

    /** Breaks this end off; in the simulation. */
    void resetNow() {
        end.reset();
    }

    @Override
    public void closed(Closed how) {
        enter();
        simulation.note(this, "is closed: " + how.describe());
        remindAt(NEVER);
        if (route.listener() == null) {
            engine.addresses().unbindClient(route.local());
        }
        engine.closed(this, how);
        exit();
    }

    // Facts

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return facts.info(key);
    }

    @Override
    public long nanoTime() {
        return simulation.now();
    }

    @Override
    public String toString() {
        return route.toString();
    }
}
