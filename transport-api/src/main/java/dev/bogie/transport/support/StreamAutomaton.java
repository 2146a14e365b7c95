package dev.bogie.transport.support;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Blocking;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The order of calls of {@link ConnectionHandler}, kept: what a turn does, one thing after the
 * other.
 *
 * <p>A turn: what is over is closed; writable; read and deliver; tasks; draining; deadline; then
 * {@link #settle}: turnEnding, flush, and what ending or closing still lacks. After each callback
 * {@link #effects} does what it asked for.
 */
final class StreamAutomaton {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConnection.class);
    private static final long NEVER = Long.MAX_VALUE;

    private final StreamConnection connection;
    private final StreamPort port;
    private final StreamLimits limits;
    private final DriverTurn turn;
    private final InputBuffer input;
    private final OutputQueue output;
    private final ClosingSequence closing;
    private ConnectionHandler handler;

    private boolean paused;
    private int expected;
    private boolean deliverAgain; // received is due though nothing is new
    private @Nullable InputEnd inputEnd; // seen, maybe not told
    private InputEnd endsAs = InputEnd.ENDED;
    private boolean inputEndTold;
    private boolean peerEndTold;
    private boolean stalled; // isWritable was false when the handler was last told
    private long deadlineAt = NEVER;
    private boolean inLoan;
    private boolean drainTold;
    private @Nullable Closed over; // decided, maybe not told

    private volatile boolean lent;
    private volatile boolean closed;
    private volatile boolean draining;
    private volatile long drainUntil;
    private volatile long loanUntil = NEVER;
    private volatile long dueAt = NEVER;
    private volatile @Nullable Thread borrower;

    StreamAutomaton(
            StreamConnection connection,
            StreamPort port,
            ConnectionHandler handler,
            StreamLimits limits,
            DriverTurn turn,
            InputBuffer input,
            OutputQueue output) {
        this.connection = connection;
        this.port = port;
        this.handler = handler;
        this.limits = limits;
        this.turn = turn;
        this.input = input;
        this.output = output;
        this.closing = new ClosingSequence(port, limits);
    }

    // Turns

    @Nullable Throwable open() {
        turn.enter();
        Throwable thrown = null;
        try {
            handler.opened(connection);
            effects();
        } catch (Throwable e) {
            thrown = e;
            fail(e);
        }
        finishTurn();
        return thrown;
    }

    boolean turn(int ready, ByteBuffer scratch) {
        if (lent) {
            seeToLoan();
            return false;
        }
        if (closed) {
            return false;
        }
        turn.enter();
        boolean more = false;
        try {
            if ((ready & StreamConnection.WRITABLE) != 0) {
                flush();
            }
            tellWritable();
            if ((ready & StreamConnection.READABLE) != 0) {
                more = read(scratch);
            }
            runTasks();
            tellDraining();
            tellDeadline();
        } catch (Throwable e) {
            fail(e);
        }
        finishTurn();
        return more && over == null;
    }

    /** What every turn ends with; hands the turn to a borrower if one is wanted. */
    private void finishTurn() {
        settle();
        if (over == null && !closing.isClosing() && turn.hasLoan()) {
            inLoan = true;
            loanUntil = loanLimit(turn.loan());
            watch();
            lent = true;
            turn.leave();
            port.lend();
            return;
        }
        watch();
        turn.leave();
    }

    private void watch() {
        if (closed) {
            return;
        }
        boolean readable = inputEnd == null && (closing.isClosing() || input.unread() < bound());
        long due = nextDue();
        if (due != dueAt) {
            dueAt = due;
        }
        port.turnEnded(readable, !output.isEmpty(), due);
    }

    private int bound() {
        return Math.max(limits.maxInput(), expected);
    }

    /** When a turn is due at the latest. Any thread. */
    long dueAt() {
        return dueAt;
    }

    private long nextDue() {
        if (over != null) {
            return NEVER;
        }
        return inLoan ? loanUntil : Math.min(deadlineAt, closing.dueAt());
    }

    // Loans

    private long loanLimit(@Nullable Blocking body) {
        long limit =
                body == null
                        ? limits.maxLoanNanos()
                        : body.maxLoan().map(Duration::toNanos).orElse(limits.maxLoanNanos());
        return limit == 0 ? NEVER : port.nanoTime() + limit;
    }

    private void seeToLoan() {
        long until = loanUntil;
        if (until != NEVER && port.nanoTime() - until >= 0) {
            abort("blocking code held the connection longer than " + StreamLimits.MAX_LOAN);
        }
    }

    void checkLend() {
        if (inLoan) {
            throw new IllegalStateException("loans do not nest: this is a loan already");
        }
    }

    void runLoan() {
        turn.enter();
        borrower = Thread.currentThread();
        for (Blocking body = turn.takeLoan(); body != null; body = turn.takeLoan()) {
            loanUntil = loanLimit(body);
            inLoan = true;
            Loan loan = new Loan(connection, this, port, limits, input, output);
            try {
                if (!over()) {
                    body.run(loan);
                }
            } catch (Throwable e) {
                fail(e);
            }
            loan.returned();
            inLoan = false;
            borrower = null;
            boolean unused = Thread.interrupted(); // meant for the body, which has returned
            afterLoan();
            borrower = Thread.currentThread();
        }
        borrower = null;
        watch();
        turn.leave();
        lent = false;
        if (!closed && (turn.hasTasks() || turn.abortReason() != null || draining != drainTold)) {
            port.wake(); // it came when this thread no longer looked
        }
        port.loanEnded();
    }

    private void afterLoan() {
        try {
            deliverAgain |= input.unread() > 0;
            effects();
            deliver();
            tellWritable();
            runTasks();
            tellDraining();
            tellDeadline();
        } catch (Throwable e) {
            fail(e);
        }
        settle();
    }

    /** What a wait in a loan begins with: as at the end of a turn, but nothing is closed. */
    void flushInLoan() {
        try {
            if (!over() && !closing.isClosing()) {
                handler.turnEnding();
            }
            flush();
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Reads once for a borrower. */
    int readInLoan(int room) {
        ByteBuffer dst = input.fill(Math.min(room, ChunkPool.CHUNK));
        int n;
        try {
            dst.limit(Math.min(dst.limit(), dst.position() + room));
            n = readInto(dst);
        } finally {
            input.filled();
        }
        if (n < 0) {
            noteInputEnd();
        }
        return n;
    }

    /** What else runs inside the waits of a loan. */
    void runInLoan() {
        try {
            for (int i = turn.waiting(); i > 0 && !over() && turn.runTask(); i--) {}
            if (draining && !drainTold && !over()) {
                drainTold = true;
                handler.draining(drainUntil);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    boolean inputEnded() {
        return inputEnd != null;
    }

    int inputRoom() {
        return bound() - input.unread();
    }

    /** Why waits are in vain, or null if they are not. */
    @Nullable Closed cause() {
        if (over == null && turn.abortReason() != null) {
            over(Closed.finished());
        }
        return over;
    }

    // Input

    private boolean read(ByteBuffer scratch) throws Exception {
        if (inputEnd != null || over()) {
            return false;
        }
        if (closing.isClosing()) {
            return discard(scratch);
        }
        int room = bound() - input.unread();
        if (room <= 0) {
            return false;
        }
        boolean direct = input.unread() == 0 && !paused && !input.isPoisoning();
        scratch.clear().limit(Math.min(scratch.capacity(), room));
        int n = readInto(scratch);
        if (n < 0) {
            noteInputEnd();
        } else if (n > 0) {
            boolean full = !scratch.hasRemaining();
            scratch.flip();
            if (direct && n >= expected) {
                deliverDirect(scratch);
            } else {
                input.append(scratch);
                deliverAgain = true;
            }
            deliver();
            return full;
        }
        deliver();
        return false;
    }

    private int readInto(ByteBuffer dst) {
        try {
            return port.read(dst);
        } catch (IOException e) {
            over(new Closed.PeerReset(e));
            return 0;
        }
    }

    private void noteInputEnd() {
        inputEnd = endsAs;
        tellPeerEnded(endsAs);
    }

    /** Delivers what was just read from where it was read to, and keeps only what is left. */
    private void deliverDirect(ByteBuffer scratch) throws Exception {
        int n = scratch.remaining();
        expected = 0;
        try {
            handler.received(scratch);
        } finally {
            if (scratch.hasRemaining()) {
                input.append(scratch);
            }
        }
        checkProgress(n - input.unread());
        effects();
    }

    /** Delivers what is due: bytes, then the end, as long as the handler takes them. */
    private void deliver() throws Exception {
        while (!over() && !closing.isClosing() && !paused && !turn.hasLoan()) {
            if (deliverAgain && !inputEndTold && (input.unread() >= expected || inputEnd != null)) {
                deliverAgain = false;
                expected = 0;
                ByteBuffer view = input.view();
                int consumed;
                try {
                    handler.received(view);
                } finally {
                    consumed = input.takeBack(view);
                }
                checkProgress(consumed);
                effects();
            } else if (inputEnd != null && !inputEndTold) {
                inputEndTold = true;
                deliverEnd(inputEnd);
            } else {
                return;
            }
        }
    }

    private void deliverEnd(InputEnd how) throws Exception {
        ByteBuffer rest = input.view();
        AfterInput after;
        try {
            after = handler.inputEnded(rest, how);
        } finally {
            input.takeBack(rest);
        }
        if (after == AfterInput.CLOSE && !turn.hasSwitch()) {
            turn.close();
        }
        effects();
    }

    private void checkProgress(int consumed) {
        if (consumed == 0 && input.unread() >= bound() && !paused && !turn.hasEffect()) {
            abort(
                    "the handler "
                            + handler.getClass().getName()
                            + " consumed none of "
                            + input.unread()
                            + " bytes and expects no more: raise "
                            + StreamLimits.MAX_INPUT
                            + " or let it call expect()");
        }
    }

    /** After a close: the peer may go on for a while, so that it reads our last words. */
    private boolean discard(ByteBuffer scratch) {
        scratch.clear();
        int n = readInto(scratch);
        if (n < 0) {
            inputEnd = endsAs;
        } else {
            closing.discarded(n);
        }
        return n == scratch.capacity();
    }

    void tellPeerEnded(InputEnd how) {
        if (!peerEndTold && !over() && !closing.isClosing()) {
            peerEndTold = true;
            handler.peerEnded(how);
        }
    }

    void inputEndsAs(InputEnd how) {
        endsAs = how;
    }

    // What else a handler is told

    /** What the callback that has just returned asked for, in the order of the contract. */
    private void effects() throws Exception {
        if (over()) {
            return;
        }
        ConnectionHandler next = turn.takeSwitch();
        while (next != null) {
            startWith(next);
            if (over()) {
                return;
            }
            next = turn.takeSwitch();
        }
        if (turn.isClosing()) {
            closing.close();
            input.discard();
        } else if (turn.takeResume()) {
            paused = false;
            deliverAgain = true;
        }
    }

    private void startWith(ConnectionHandler next) throws Exception {
        handler = next;
        paused = false;
        expected = 0;
        deadlineAt = NEVER;
        drainTold = false;
        stalled = false;
        inputEndTold = false;
        deliverAgain = input.unread() > 0;
        next.opened(connection);
        if (!over() && inputEnd != null) {
            next.peerEnded(inputEnd);
        }
    }

    private void tellWritable() throws Exception {
        if (stalled && !over() && !closing.isClosing() && output.isWritable()) {
            stalled = false;
            handler.writable();
            effects();
            deliver();
        }
    }

    private void runTasks() throws Exception {
        // no more than wait now: a task that queues its like must not hold the turn for ever
        for (int i = turn.waiting(); i > 0 && !over() && turn.runTask(); i--) {
            effects();
            deliver();
        }
    }

    private void tellDraining() throws Exception {
        if (draining && !drainTold && !over() && !closing.isClosing()) {
            drainTold = true;
            handler.draining(drainUntil);
            effects();
            deliver();
        }
    }

    private void tellDeadline() throws Exception {
        if (closing.isClosing()) {
            seeToLinger();
        } else if (deadlineAt != NEVER && !over() && !turn.hasLoan()) {
            long now = port.nanoTime();
            if (now - deadlineAt >= 0) {
                deadlineAt = NEVER;
                handler.deadline(now);
                effects();
                deliver();
            }
        }
    }

    // Output and the end

    void checkWrite(int bytes) {
        turn.check();
        if (closing.refusesOutput() || turn.isClosing()) {
            throw new IllegalStateException("writing after end() or close()");
        }
        if (over == null && turn.abortReason() == null) {
            long pending = output.pending() + port.pending();
            if (pending + bytes > limits.maxPending() && pending > 0) {
                flush();
                pending = output.pending() + port.pending();
            }
            if (pending > limits.maxPending() || bytes > limits.maxPending()) {
                String reason =
                        "slow reader: "
                                + pending
                                + " bytes pending and "
                                + bytes
                                + " more exceed "
                                + StreamLimits.MAX_PENDING
                                + " = "
                                + limits.maxPending();
                abort(reason);
                throw new IllegalStateException(reason);
            }
        }
    }

    void flush() {
        if (over()) {
            output.drop();
            return;
        }
        try {
            if (output.flush(port) > 0) {
                closing.progress();
            }
        } catch (IOException e) {
            over(new Closed.PeerReset(e));
            output.drop();
        }
    }

    void end() {
        closing.end();
    }

    private void seeToLinger() {
        if (!over() && closing.isOverdue() && !output.isEmpty()) {
            abort(
                    "closing, but the peer took none of the last "
                            + output.pending()
                            + " bytes in "
                            + StreamLimits.LINGER_TIME);
        }
    }

    /** The end of a turn: flush, end what is to be ended, close what is to be closed, tell. */
    private void settle() {
        try {
            if (!over() && !closing.isClosing()) {
                handler.turnEnding();
            }
            flush();
            if (!over() && output.isEmpty() && closing.step(inputEnd != null, inputEndTold)) {
                over(Closed.finished());
            }
        } catch (IOException e) {
            over(new Closed.PeerReset(e));
        } catch (Throwable e) {
            fail(e);
        }
        if (over != null || turn.abortReason() != null) {
            finish();
        } else if (stalled && output.isWritable()) {
            port.wake(); // told in a turn of its own, so that one fast reader holds up nobody
        }
    }

    void lost(Closed how) {
        over(how);
        if (!turn.isMine() && !lent) {
            turn.enter();
            finish();
            turn.leave();
        }
    }

    void abort(String reason) {
        if (!closed && turn.abort(reason)) {
            port.reset(reason);
            Thread blocked = borrower;
            if (blocked != null && blocked != Thread.currentThread()) {
                blocked.interrupt();
            }
            port.wake();
        }
    }

    private void fail(Throwable cause) {
        over(new Closed.Failed(cause));
    }

    private void over(Closed how) {
        if (over == null) {
            String reason = turn.abortReason();
            over = reason == null ? how : new Closed.Aborted(reason);
        }
    }

    private boolean over() {
        return over != null || turn.abortReason() != null;
    }

    boolean isOver() {
        return over();
    }

    boolean isClosed() {
        return closed;
    }

    boolean isLent() {
        return lent;
    }

    void drain(long until) {
        if (!draining) {
            drainUntil = until;
            draining = true;
            port.wake();
        }
    }

    boolean isDraining() {
        return draining;
    }

    void expect(int bytes) {
        expected = bytes;
    }

    void pauseInput() {
        paused = true;
    }

    void deadline(long nanoTime) {
        deadlineAt = nanoTime;
    }

    /** The handler has seen that it should not write: it must be told when it may. */
    void stall() {
        stalled = true;
    }

    /** Tells {@code closed}, once, as the last thing. */
    private void finish() {
        if (closed) {
            return;
        }
        over(Closed.finished());
        Closed how = over == null ? Closed.finished() : over;
        turn.sealTasks(e -> LOG.warn("a task of a connection that is over threw", e));
        closed = true;
        output.drop();
        input.discard();
        switch (how) {
            case Closed.Failed(Throwable cause) -> port.reset("failed: " + cause);
            case Closed.Aborted(String reason) -> port.reset(reason);
            case Closed.PeerReset _, Closed.Finished _ -> port.close();
        }
        try {
            handler.closed(how);
        } catch (Throwable e) {
            LOG.warn("{} threw when told that its connection is closed", handler.getClass(), e);
        }
        port.closed(how);
    }
}
