package dev.bogie.transport.support;

import dev.bogie.transport.Blocking;
import dev.bogie.transport.ConnectionHandler;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * Who drives a connection, what waits to be run as the driver, and what a callback has asked to
 * happen after it: owner, tasks and effects.
 *
 * <p>{@link #execute}, {@link #abort} and the getters of what they set may be called from any
 * thread; all else is the driver's.
 */
public final class DriverTurn {
    private static final VarHandle TOP;
    private static final VarHandle WAITING;
    private static final VarHandle ABORT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOP = lookup.findVarHandle(DriverTurn.class, "top", Task.class);
            WAITING = lookup.findVarHandle(DriverTurn.class, "waiting", int.class);
            ABORT = lookup.findVarHandle(DriverTurn.class, "abortReason", String.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final Task SEALED = new Task(() -> {});

    private static final class Task {
        final Runnable body;
        @Nullable Task next;

        Task(Runnable body) {
            this.body = body;
        }
    }

    private final int maxTasks;

    // Read by other threads only to compare with themselves, so it need not be volatile.
    private @Nullable Thread owner;

    private volatile @Nullable Task top; // a stack of what came, newest first
    private @Nullable Task batch; // the driver's: taken off the stack, oldest first
    private volatile int waiting;
    private volatile @Nullable String abortReason;

    private @Nullable ConnectionHandler next;
    private @Nullable Blocking loan;
    private boolean resume;
    private boolean close;

    /**
     * No driver, nothing waiting.
     *
     * @param maxTasks how many tasks may wait
     */
    public DriverTurn(int maxTasks) {
        this.maxTasks = maxTasks;
    }

    /** The calling thread is the driver from now on. */
    public void enter() {
        owner = Thread.currentThread();
    }

    /** There is no driver any more. */
    public void leave() {
        owner = null;
    }

    /**
     * Whether the calling thread is the driver. Any thread.
     *
     * @return true inside a turn
     */
    public boolean isMine() {
        return owner == Thread.currentThread();
    }

    /**
     * Checks that the calling thread is the driver. Any thread.
     *
     * @throws IllegalStateException if it is not
     */
    public void check() {
        if (!isMine()) {
            throw new IllegalStateException(
                    "outside a turn: call this from a callback, a task given to execute(), or a"
                            + " lent body of this connection, not from "
                            + Thread.currentThread());
        }
    }

    /**
     * Queues a task. Any thread.
     *
     * @param body the task
     * @return {@link Accepted#FIRST} if the driver must be woken
     */
    public Accepted execute(Runnable body) {
        if ((int) WAITING.getAndAdd(this, 1) >= maxTasks) {
            WAITING.getAndAdd(this, -1);
            return Accepted.NO;
        }
        Task task = new Task(body);
        while (true) {
            Task seen = top;
            if (seen == SEALED) {
                WAITING.getAndAdd(this, -1);
                return Accepted.NO;
            }
            task.next = seen;
            if (TOP.compareAndSet(this, seen, task)) {
                return seen == null ? Accepted.FIRST : Accepted.YES;
            }
        }
    }

    /** What became of a task given to {@link #execute}. */
    public enum Accepted {
        /** It will not run: sealed, or too many wait. */
        NO,
        /** It will run; the driver has been woken for an earlier one. */
        YES,
        /** It will run, and is the first to wait. */
        FIRST
    }

    /**
     * Whether tasks wait.
     *
     * @return true if {@link #runTask} would run one
     */
    public boolean hasTasks() {
        Task seen = top;
        return batch != null || (seen != null && seen != SEALED);
    }

    /**
     * Runs one task, the oldest.
     *
     * @return false if none waited
     * @throws RuntimeException whatever the task throws
     */
    public boolean runTask() {
        Task task = nextTask();
        if (task == null) {
            return false;
        }
        task.body.run();
        return true;
    }

    /**
     * Accepts no further task and runs those that wait.
     *
     * @param failed told what a task throws
     */
    public void sealTasks(Consumer<Throwable> failed) {
        Task late = (Task) TOP.getAndSet(this, SEALED);
        Task early = batch;
        batch = null;
        runAll(early, failed);
        runAll(late == SEALED ? null : reversed(late), failed);
    }

    private void runAll(@Nullable Task first, Consumer<Throwable> failed) {
        for (Task t = first; t != null; t = t.next) {
            WAITING.getAndAdd(this, -1);
            try {
                t.body.run();
            } catch (Throwable e) {
                failed.accept(e);
            }
        }
    }

    /**
     * Notes an abort; only the first counts. Any thread.
     *
     * @param reason why
     * @return true if it was the first
     */
    public boolean abort(String reason) {
        return ABORT.compareAndSet(this, null, reason);
    }

    /**
     * Why the connection was aborted. Any thread.
     *
     * @return the reason, or null if it was not
     */
    public @Nullable String abortReason() {
        return abortReason;
    }

    /**
     * Notes a switch.
     *
     * @param handler the next handler
     * @throws IllegalStateException if one is noted already
     */
    public void switchTo(ConnectionHandler handler) {
        if (next != null) {
            throw new IllegalStateException(
                    "a switch to " + next + " waits already; only one per callback");
        }
        next = handler;
    }

    /**
     * Notes a loan.
     *
     * @param body what to lend to
     * @throws IllegalStateException if one is noted already
     */
    public void lend(Blocking body) {
        if (loan != null) {
            throw new IllegalStateException("a loan waits already; only one per callback");
        }
        loan = body;
    }

    /** Notes that input is to be delivered again. */
    public void resume() {
        resume = true;
    }

    /** Notes a close. */
    public void close() {
        close = true;
    }

    /**
     * Takes the noted switch.
     *
     * @return the next handler, or null
     */
    public @Nullable ConnectionHandler takeSwitch() {
        ConnectionHandler taken = next;
        next = null;
        return taken;
    }

    /**
     * Takes the noted loan.
     *
     * @return the body, or null
     */
    public @Nullable Blocking takeLoan() {
        Blocking taken = loan;
        loan = null;
        return taken;
    }

    /**
     * The noted loan.
     *
     * @return the body, or null; {@link #takeLoan} takes it
     */
    public @Nullable Blocking loan() {
        return loan;
    }

    /**
     * Whether a loan is noted.
     *
     * @return true until {@link #takeLoan}
     */
    public boolean hasLoan() {
        return loan != null;
    }

    /**
     * Whether a switch, a loan, a resumption or a close is noted.
     *
     * @return true if the callback asked for any
     */
    public boolean hasEffect() {
        return next != null || loan != null || resume || close;
    }

    /**
     * Whether a switch is noted.
     *
     * @return true until {@link #takeSwitch}
     */
    public boolean hasSwitch() {
        return next != null;
    }

    /**
     * How many tasks wait.
     *
     * @return tasks accepted and not yet begun
     */
    public int waiting() {
        return waiting;
    }

    /**
     * Takes the noted resumption.
     *
     * @return whether there was one
     */
    public boolean takeResume() {
        boolean taken = resume;
        resume = false;
        return taken;
    }

    /**
     * Whether a close is noted.
     *
     * @return true from {@link #close} on
     */
    public boolean isClosing() {
        return close;
    }

    private @Nullable Task nextTask() {
        Task task = batch;
        if (task == null) {
            Task taken = (Task) TOP.getAndSet(this, null);
            if (taken == SEALED) {
                top = SEALED;
                return null;
            }
            task = reversed(taken);
        }
        if (task != null) {
            batch = task.next;
            WAITING.getAndAdd(this, -1);
        }
        return task;
    }

    private static @Nullable Task reversed(@Nullable Task batch) {
        Task done = null;
        Task t = batch;
        while (t != null) {
            Task following = t.next;
            t.next = done;
            done = t;
            t = following;
        }
        return done;
    }
}
