package dev.bogie.transport.support;

import dev.bogie.transport.Blocking;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** The loans of one stream: whether there is one, who borrows, and until when. */
final class StreamLoans {
    private static final long NEVER = Long.MAX_VALUE;

    private final StreamAutomaton automaton;
    private final StreamConnection connection;
    private final StreamParts parts;
    private final StreamLimits limits;
    private final DriverTurn turn;
    private final ClosingSequence closing;

    private boolean running; // the driver's: from the decision to lend until the body has returned
    private volatile boolean lent; // for the port: a borrower holds the turn
    private volatile long until = NEVER;
    private volatile @Nullable Thread borrower;

    StreamLoans(StreamAutomaton automaton, StreamConnection connection, StreamParts parts) {
        this.automaton = automaton;
        this.connection = connection;
        this.parts = parts;
        this.limits = parts.limits();
        this.turn = parts.turn();
        this.closing = parts.closing();
    }

    boolean isLent() {
        return lent;
    }

    boolean isRunning() {
        return running;
    }

    long until() {
        return until;
    }

    void check() {
        if (running) {
            throw new IllegalStateException("loans do not nest: this is a loan already");
        }
    }

    /** A loan is about to begin: from now on its limit is what is due. */
    void prepare(@Nullable Blocking body) {
        running = true;
        long limit = limits.maxLoanNanos();
        if (body != null) {
            limit = body.maxLoan().map(Duration::toNanos).orElse(limit);
        }
        until = limit == 0 ? NEVER : parts.port().nanoTime() + limit;
    }

    void begin() {
        lent = true;
    }

    void over() {
        lent = false;
    }

    /** Any thread that keeps time. */
    void checkLimit() {
        long limit = until;
        if (limit != NEVER && parts.port().nanoTime() - limit >= 0) {
            automaton.abort(
                    "blocking code held the connection longer than " + StreamLimits.MAX_LOAN);
        }
    }

    /** Any thread. */
    void interrupt() {
        Thread blocked = borrower;
        if (blocked != null && blocked != Thread.currentThread()) {
            blocked.interrupt();
        }
    }

    /** Runs the loan that waits and those that follow from it. */
    void run() {
        turn.enter();
        for (Blocking body = turn.takeLoan(); body != null; body = turn.takeLoan()) {
            prepare(body);
            runOne(body);
            automaton.afterLoan();
        }
        automaton.endLoans();
    }

    private void runOne(Blocking body) {
        Loan loan = new Loan(connection, automaton, parts.port(), limits);
        borrower = Thread.currentThread();
        try {
            if (!automaton.over()) {
                body.run(loan);
            }
        } catch (Throwable e) {
            automaton.fail(e);
        } finally {
            borrower = null;
            running = false;
            loan.returned();
        }
        boolean unused = Thread.interrupted(); // was meant for the body, which has returned
    }

    // Inside the waits of a loan

    /** What a wait begins with: as at the end of a turn, but nothing is closed. */
    void flush() {
        try {
            if (!automaton.over() && !closing.isClosing()) {
                automaton.handler().turnEnding();
            }
            automaton.output().flush();
        } catch (Throwable e) {
            automaton.fail(e);
        }
    }

    /** What else runs in a wait: tasks, and that the connection should end. */
    void runTasks() {
        try {
            for (int i = turn.waiting(); i > 0 && !automaton.over() && turn.runTask(); i--) {}
            if (parts.drain().isDue() && !automaton.over()) {
                parts.drain().tell(automaton.handler());
            }
        } catch (Throwable e) {
            automaton.fail(e);
            parts.port()
                    .reset("failed: " + e); // ends the wait, which a layer's port has further down
        }
    }
}
