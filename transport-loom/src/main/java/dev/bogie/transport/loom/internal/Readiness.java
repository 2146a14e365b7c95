package dev.bogie.transport.loom.internal;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.locks.LockSupport;

/**
 * What one thread waits for: its channel, as a {@link Poller} sees it, and a wake from anybody.
 *
 * <p>The whole state is one word of bits. Who sets a bit while the owner is parked, unparks it; so
 * there is one unpark for each park, and none for a thread that runs or that blocks elsewhere.
 *
 * <p><b>Interest.</b> The selector is level-triggered, and changing interest costs a system call,
 * often a wake of the poller too. So interest stays as it is while the owner reads: the readiness
 * is mostly gone before the poller looks again. If it looks again and the owner has not yet taken
 * what was told, the interest is withdrawn, or the selector would spin; {@link #await} sees to it
 * again. Nothing can get lost: interest is withdrawn before the bit is set, and an owner that finds
 * the bit looks at its interest before it parks.
 */
final class Readiness {
    /** Somebody has something for the owner. */
    static final int WAKE = 1 << 8;

    private static final int PARKED = 1 << 9;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Readiness.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Poller poller;
    private final SelectableChannel channel;

    // The owner's, and published by the state: read only by who has seen PARKED.
    private @Nullable Thread owner;

    private @Nullable SelectionKey key; // the owner's; none until it first had to wait

    private volatile int state;

    Readiness(Poller poller, SelectableChannel channel) {
        this.poller = poller;
        this.channel = channel;
    }

    Poller poller() {
        return poller;
    }

    /** Any thread: notes something, and has the owner look. */
    void raise(int bits) {
        int before = (int) STATE.getAndBitwiseOr(this, bits);
        if (before == PARKED) {
            LockSupport.unpark(owner);
        }
    }

    /** The poller: the channel is ready. */
    void ready(SelectionKey selected) {
        int ops = selected.readyOps();
        int again = state & ops;
        if (again != 0) {
            selected.interestOpsAnd(~again);
        }
        raise(ops);
    }

    /** The owner: whether there is anything to take. */
    boolean isRaised() {
        return state != 0;
    }

    /** The owner: takes what was noted: operations, {@link #WAKE}, or 0. */
    int take() {
        return state == 0 ? 0 : (int) STATE.getAndSet(this, 0) & ~PARKED;
    }

    /**
     * The owner: waits until anything is noted, and takes it.
     *
     * @param ops the operations that matter now
     * @return what was noted; 0 if the thread is interrupted, which leaves its interrupt status
     */
    int await(int ops) {
        if (state == 0) {
            if (!watch(ops)) {
                return ops;
            }
            owner = Thread.currentThread();
            if (STATE.compareAndSet(this, 0, PARKED)) {
                while (state == PARKED && !Thread.currentThread().isInterrupted()) {
                    LockSupport.park();
                }
            }
        }
        return take();
    }

    /** What the selector is asked to watch for now. */
    int interest() {
        return key == null ? 0 : key.interestOps();
    }

    /** The owner: wants nothing of the channel any more, which stays open. */
    void release() {
        if (key != null) {
            key.cancel();
        }
    }

    /** Sets the interest; false if the channel is closed: using it will tell. */
    private boolean watch(int ops) {
        try {
            if (key == null) {
                if (ops != 0) {
                    key = poller.register(channel, ops, this);
                }
                return true;
            }
            int before = key.interestOps();
            if (before != ops) {
                key.interestOps(ops);
                if ((ops & ~before) != 0) {
                    poller.poke();
                }
            }
            return true;
        } catch (ClosedChannelException | CancelledKeyException | ClosedSelectorException e) {
            return false;
        }
    }
}
