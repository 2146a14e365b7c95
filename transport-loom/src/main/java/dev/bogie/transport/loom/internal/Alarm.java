package dev.bogie.transport.loom.internal;

import dev.bogie.transport.support.DeadlineWheel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One time in a poller's wheel, whose owner moves it from another thread: later for the price of
 * reading a field, earlier for a task of the poller.
 *
 * <p>A wheel rather than {@code parkNanos}: that is a task in the JDK's scheduler, queued and
 * cancelled at each park, while a deadline mostly moves later and never comes.
 */
final class Alarm extends DeadlineWheel.Entry implements Runnable {
    /** Never. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);
    private static final long ASKING = Long.MIN_VALUE;
    private static final VarHandle LISTED;

    static {
        try {
            LISTED = MethodHandles.lookup().findVarHandle(Alarm.class, "listed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Whose time it is; asked and told by the poller. */
    interface Owner {
        /** When to be told at the latest; {@link #NEVER} for never. */
        long dueAt();

        /** The time has come. Quick. */
        void due();
    }

    private final Poller poller;
    private final Owner owner;

    // Written by the poller: when the wheel will ask; ASKING while it does, so that an owner which
    // moves its time meanwhile has the poller ask once more.
    private volatile long armedAt = NEVER;
    private volatile boolean listed; // among the poller's tasks

    Alarm(Poller poller, Owner owner) {
        this.poller = poller;
        this.owner = owner;
    }

    /** Any thread, after {@link Owner#dueAt} has changed to this. */
    void moved(long dueAt) {
        long armed = armedAt;
        if (dueAt < armed || armed == ASKING) {
            list();
        }
    }

    /** Any thread, after {@link Owner#dueAt} has changed to {@link #NEVER}, for good. */
    void cancel() {
        if (armedAt != NEVER) {
            list();
        }
    }

    private void list() {
        if (!listed && LISTED.compareAndSet(this, false, true)) {
            poller.execute(this);
        }
    }

    /** The poller: puts itself where it belongs. */
    @Override
    public void run() {
        listed = false;
        if (poller.isOver()) {
            return;
        }
        long at = dueAt();
        DeadlineWheel wheel = poller.wheel();
        if (at == NEVER) {
            wheel.remove(this);
        } else {
            wheel.add(this, at);
        }
    }

    @Override
    protected long dueAt() {
        armedAt = ASKING;
        long at = owner.dueAt();
        armedAt = at;
        return at;
    }

    @Override
    protected void due(long now) {
        armedAt = NEVER;
        try {
            owner.due();
        } catch (Throwable e) {
            LOG.error("what was due failed", e);
        }
    }
}
