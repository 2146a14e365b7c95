package dev.bogie.transport.memory;

import dev.bogie.transport.Threads;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The thread of one loan, and the hand-over between it and the simulation, of which only one runs
 * at a time.
 *
 * <pre>
 *            ┌── exit ──┐                      the simulation waits in RUNNING and INSIDE
 *            ▼          │
 *  start ▶ RUNNING ─ enter ▶ INSIDE ── suspend ──▶ SUSPENDED ── resume ──▶ RUNNING
 *            │                                       ▲
 *            └─ blocked elsewhere ─▶ LOOSE ─ suspend ┘      any ── return ──▶ OVER
 * </pre>
 *
 * <p>A LOOSE body runs beside the simulation, and takes the baton for each call of its port.
 */
final class Borrower {
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private enum State {
        RUNNING,
        INSIDE,
        SUSPENDED,
        LOOSE,
        OVER
    }

    private final Simulation simulation;
    private final Object owner;
    private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
    private final Semaphore resumed = new Semaphore(0);
    private final Semaphore handedBack = new Semaphore(0);
    private volatile @Nullable Thread thread;

    Borrower(Simulation simulation, Object owner) {
        this.simulation = simulation;
        this.owner = owner;
    }

    // The simulation's side

    /** Starts the body and waits until it suspends, returns, or blocks elsewhere. */
    void start(Threads threads, Runnable body) {
        Thread unused =
                threads.start(
                        Threads.Kind.VIRTUAL,
                        "bogie-memory-loan",
                        () -> {
                            thread = Thread.currentThread();
                            try {
                                body.run();
                            } finally {
                                returned();
                            }
                        });
        awaitHandBack();
    }

    /** Lets a suspended body go on; nothing if it is not suspended. */
    void resume() {
        if (state.compareAndSet(State.SUSPENDED, State.RUNNING)) {
            resumed.release();
            awaitHandBack();
        }
    }

    boolean isLoose() {
        return state.get() == State.LOOSE;
    }

    private void awaitHandBack() {
        boolean interrupted = false;
        long blockedSince = 0;
        while (true) {
            try {
                if (handedBack.tryAcquire(POLL_NANOS, TimeUnit.NANOSECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true; // whoever runs the network sees it later: this is short
                continue;
            }
            long now = System.nanoTime();
            if (!isBlocked()) {
                blockedSince = 0;
            } else if (blockedSince == 0) {
                blockedSince = now;
            } else if (now - blockedSince >= simulation.blockedNanos()
                    && state.compareAndSet(State.RUNNING, State.LOOSE)) {
                simulation.letGo(owner);
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isBlocked() {
        Thread t = thread;
        return t != null
                && switch (t.getState()) {
                    case BLOCKED, WAITING, TIMED_WAITING -> true;
                    case NEW, RUNNABLE, TERMINATED -> false;
                };
    }

    // The body's side

    boolean isCurrentThread() {
        return thread == Thread.currentThread();
    }

    /** Before a call of the port. */
    void enter() {
        if (!state.compareAndSet(State.RUNNING, State.INSIDE)) {
            simulation.lock();
        }
    }

    /** After a call of the port. */
    void exit() {
        if (!state.compareAndSet(State.INSIDE, State.RUNNING)) {
            simulation.unlock();
            simulation.signal();
        }
    }

    /**
     * Waits for {@link #resume}, instead of {@link #exit}. Returns with the interrupt status that
     * an interrupt has set.
     *
     * @param interrupted run if this thread is interrupted meanwhile, so that it is resumed
     */
    void suspend(Runnable interrupted) {
        handBack(State.SUSPENDED);
        try {
            resumed.acquire();
        } catch (InterruptedException e) {
            interrupted.run();
            resumed.acquireUninterruptibly();
            Thread.currentThread().interrupt();
        }
    }

    private void returned() {
        enter();
        handBack(State.OVER);
    }

    private void handBack(State next) {
        if (state.compareAndSet(State.INSIDE, next)) {
            handedBack.release();
        } else {
            state.set(next);
            simulation.caught();
            simulation.unlock();
            simulation.signal();
        }
    }
}
