package dev.bogie.transport.support;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;

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
    private final StreamParts parts;
    private final DriverTurn turn;
    private final StreamInput input;
    private final StreamOutput output;
    private final ClosingSequence closing;
    private final StreamLoans loans;
    private final DrainNotice drain;
    private ConnectionHandler handler;
    private long deadlineAt = NEVER;
    private @Nullable Closed over; // decided, maybe not told
    private volatile boolean closed;
    private volatile long dueAt = NEVER;

    StreamAutomaton(
            StreamConnection connection,
            ConnectionHandler handler,
            StreamParts parts,
            InputBuffer buffer,
            OutputQueue queue) {
        this.connection = connection;
        this.handler = handler;
        this.parts = parts;
        this.turn = parts.turn();
        this.closing = parts.closing();
        this.drain = parts.drain();
        this.input = new StreamInput(this, parts, buffer);
        this.output = new StreamOutput(this, parts, queue);
        this.loans = new StreamLoans(this, connection, parts);
    }

    // Turns

    @Nullable Throwable open() {
        turn.enter();
        Throwable thrown = null;
        try {
            handler.opened(connection);
            effects();
            input.deliver();
        } catch (Throwable e) {
            thrown = e;
            fail(e);
        }
        finishTurn();
        return thrown;
    }

    boolean turn(int ready, ByteBuffer scratch) {
        if (loans.isLent()) {
            if (turn.isMine()) {
                loans.runTasks();
            } else {
                loans.checkLimit();
            }
            return false;
        }
        if (closed) {
            return false;
        }
        turn.enter();
        boolean more = false;
        try {
            if ((ready & StreamConnection.WRITABLE) != 0) {
                output.flush();
            }
            tellWritable();
            input.deliver(); // what the last turn still owed
            if ((ready & StreamConnection.READABLE) != 0) {
                more = input.read(scratch);
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
        settle(false);
        if (over == null && !closing.isClosing() && turn.hasLoan()) {
            loans.prepare(turn.loan());
            watch();
            loans.begin();
            turn.leave();
            parts.port().lend();
            return;
        }
        watch();
        turn.leave();
    }

    private void watch() {
        if (closed) {
            return;
        }
        long due = nextDue();
        if (due != dueAt) { // a volatile write is dear
            dueAt = due;
        }
        parts.port().turnEnded(input.wantsMore(), !output.isEmpty(), due);
    }

    /** When a turn is due at the latest. Any thread. */
    long dueAt() {
        return loans.isLent() ? loans.until() : dueAt;
    }

    private long nextDue() {
        if (over != null) {
            return NEVER;
        }
        return loans.isRunning() ? loans.until() : Math.min(deadlineAt, closing.dueAt());
    }

    // Around loans

    /** The borrower lets the turn go. */
    void endLoans() {
        watch();
        boolean owed = output.isReliefDue() || input.isOwed();
        StreamPort lender = parts.port(); // from here on it may be exchanged
        turn.leave();
        loans.over();
        // What came when the borrower no longer looked needs a turn.
        boolean called = turn.hasTasks() || turn.abortReason() != null || drain.isDue();
        if (!closed && (owed || called)) {
            lender.wake();
        }
        lender.loanEnded();
    }

    void afterLoan() {
        try {
            input.again();
            effects();
            input.deliver();
            tellWritable();
            runTasks();
            tellDraining();
            tellDeadline();
        } catch (Throwable e) {
            fail(e);
        }
        settle(turn.hasLoan());
    }

    /** Why waits are in vain, or null if they are not. */
    @Nullable Closed cause() {
        if (over == null && turn.abortReason() != null) {
            over(Closed.finished());
        }
        return over;
    }

    // What else a handler is told

    /** What the callback that has just returned asked for, in the order of the contract. */
    void effects() throws Exception {
        if (over()) {
            return;
        }
        for (var next = turn.takeSwitch(); next != null; next = turn.takeSwitch()) {
            startWith(next);
            if (over()) {
                return;
            }
        }
        if (turn.hasLoan()) {
            return; // what else is noted waits until after it
        }
        if (turn.isClosing()) {
            closing.close();
            input.discard();
        } else if (turn.takeResume()) {
            input.resume();
        }
    }

    private void startWith(ConnectionHandler next) throws Exception {
        handler = next;
        deadlineAt = NEVER;
        output.reset();
        input.reset();
        next.opened(connection);
        if (drain.isAsked() && !over()) {
            drain.tell(next);
        }
        if (!over()) {
            input.tellNextPeerEnded();
        }
    }

    private void tellWritable() throws Exception {
        if (!over() && !closing.isClosing() && output.takeRelief()) {
            handler.writable();
            effects();
            input.deliver();
        }
    }

    private void runTasks() throws Exception {
        // no more than wait now: a task that queues its like must not hold the turn for ever
        for (int i = turn.waiting(); i > 0 && !over() && !turn.hasLoan() && turn.runTask(); i--) {
            effects();
            input.deliver();
        }
    }

    private void tellDraining() throws Exception {
        if (drain.isDue() && !over() && !closing.isClosing() && !turn.hasLoan()) {
            drain.tell(handler);
            effects();
            input.deliver();
        }
    }

    private void tellDeadline() throws Exception {
        if (closing.isClosing()) {
            seeToLinger();
        } else if (deadlineAt != NEVER && !over() && !turn.hasLoan()) {
            long now = parts.port().nanoTime();
            if (now - deadlineAt >= 0) {
                deadlineAt = NEVER;
                handler.deadline(now);
                effects();
                input.deliver();
            }
        }
    }

    // Output and the end

    void end() {
        closing.end();
    }

    private void seeToLinger() {
        if (!over() && closing.isOverdue() && !output.isEmpty()) {
            abort(
                    "closing, but the peer took none of the last %d bytes in %s"
                            .formatted(output.pending(), StreamLimits.LINGER_TIME));
        }
    }

    /** The end of a turn: flush, end what is to be ended, close what is to be closed, tell. */
    private void settle(boolean loanFollows) {
        try {
            if (!over() && !closing.isClosing()) {
                handler.turnEnding();
                if (loanFollows && output.hold()) {
                    return; // nothing can be ending: that waits until after the loan
                }
            }
            output.flush();
            if (!over() && output.isEmpty() && closing.step(input.hasEnded(), input.isEndTold())) {
                over(Closed.finished());
            }
        } catch (IOException e) {
            over(new Closed.PeerReset(e));
        } catch (Throwable e) {
            fail(e);
        }
        if (over != null || turn.abortReason() != null) {
            finish();
        } else if (output.isReliefDue() || input.isOwed() || turn.hasTasks()) {
            parts.port().wake(); // told in a turn of its own, so that nobody is held up
        }
    }

    /** The advice comes from the port's owner: a turn of its own, or a part of the present one. */
    void peerEnded(InputEnd how) {
        if (turn.isMine() || closed) {
            input.tellPeerEnded(how);
            return;
        }
        turn.enter();
        try {
            input.tellPeerEnded(how);
            effects();
            input.deliver();
        } catch (Throwable e) {
            fail(e);
        }
        finishTurn();
    }

    void lost(Closed how) {
        over(how);
        if (!turn.isMine() && !loans.isLent()) {
            turn.enter();
            finish();
            turn.leave();
        }
    }

    void abort(String reason) {
        if (!closed && turn.abort(reason)) {
            parts.port().reset(reason);
            loans.interrupt();
            parts.port().wake();
        }
    }

    void fail(Throwable cause) {
        over(new Closed.Failed(cause));
    }

    void over(Closed how) {
        if (over == null) {
            String reason = turn.abortReason();
            over = reason == null ? how : new Closed.Aborted(reason);
        }
    }

    boolean over() {
        return over != null || turn.abortReason() != null;
    }

    boolean isClosed() {
        return closed;
    }

    StreamLoans loans() {
        return loans;
    }

    StreamOutput output() {
        return output;
    }

    ConnectionHandler handler() {
        return handler;
    }

    StreamInput input() {
        return input;
    }

    void deadline(long nanoTime) {
        deadlineAt = nanoTime;
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
        if (how instanceof Closed.Failed(Throwable cause)) {
            parts.port().reset("failed: " + ErrorText.of(cause));
        } else if (how instanceof Closed.Aborted(String reason)) {
            parts.port().reset(reason);
        } else {
            parts.port().close();
        }
        try {
            handler.closed(how);
        } catch (Throwable e) {
            ErrorText.warn(LOG, handler.getClass() + " threw when its connection closed", e);
        }
        output.drop(); // what was written while being told
        parts.port().closed(how);
    }
}
