package org.example.nio2;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Turns of one connection, which run on any worker but never two at a time. One that is asked for
 * during another follows it.
 */
final class Strand implements Runnable {
    private static final int IDLE = 0;
    private static final int QUEUED = 1;
    private static final int RUNNING = 2;
    private static final int AGAIN = 3; // running, and asked for since it began

    private final Executor workers;
    private final BooleanSupplier turn;
    private final AtomicInteger state = new AtomicInteger(IDLE);

    /**
     * A strand on which nothing runs.
     *
     * @param workers where turns run
     * @param turn one turn; true if another must follow
     */
    Strand(Executor workers, BooleanSupplier turn) {
        this.workers = workers;
        this.turn = turn;
    }

    /** Any thread: a turn begins after this. */
    void schedule() {
        while (true) {
            int now = state.get();
            if (now == QUEUED || now == AGAIN) {
                return;
            }
            if (now == IDLE && state.compareAndSet(IDLE, QUEUED)) {
                workers.execute(this);
                return;
            }
            if (now == RUNNING && state.compareAndSet(RUNNING, AGAIN)) {
                return;
            }
        }
    }

    /** A worker that is in no turn: takes one here, or has one follow the one that runs. */
    void runOrSchedule() {
        if (state.compareAndSet(IDLE, RUNNING)) {
            takeTurn();
        } else {
            schedule();
        }
    }

    /** A worker, handed this by {@link #schedule}. */
    @Override
    public void run() {
        state.set(RUNNING);
        takeTurn();
    }

    private void takeTurn() {
        boolean more = false;
        try {
            more = turn.getAsBoolean();
        } finally {
            if (more || !state.compareAndSet(RUNNING, IDLE)) {
                state.set(QUEUED);
                workers.execute(this); // behind the others
            }
        }
    }
}
