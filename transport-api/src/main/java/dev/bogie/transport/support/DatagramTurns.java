package dev.bogie.transport.support;

import dev.bogie.transport.Closed;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The order of calls of a {@link DatagramHandler}, the same on every transport: tasks and losses
 * between datagrams, {@code closed} once and last, and what is thrown ends nothing. Methods belong
 * to the driver, but for {@link #execute} and {@link #drop}.
 */
public final class DatagramTurns {
    private static final Logger LOG = LoggerFactory.getLogger(DatagramTurns.class);

    private final DatagramHandler handler;
    private final int maxTasks;
    private final Runnable wake;
    private final Complaints complaints = new Complaints(LOG::warn);
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong drops = new AtomicLong();
    private volatile boolean over;

    /**
     * A handler that has not been opened.
     *
     * @param handler whom to tell
     * @param maxTasks how many tasks may wait
     * @param wake asks for a turn; any thread
     */
    public DatagramTurns(DatagramHandler handler, int maxTasks, Runnable wake) {
        this.handler = handler;
        this.maxTasks = maxTasks;
        this.wake = wake;
    }

    /**
     * Opens the handler.
     *
     * @param port what it gets
     * @return what it threw, the cause of the end that is to follow; null if it is open
     */
    public @Nullable Throwable open(DatagramPort port) {
        try {
            handler.opened(port);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    /**
     * Passes a datagram on.
     *
     * @param datagram whole
     * @param from its sender
     */
    public void received(ByteBuffer datagram, SocketAddress from) {
        try {
            handler.received(datagram, from);
        } catch (Throwable e) {
            complain("a datagram of " + from + " was not handled", e);
        }
    }

    /** There is room again after a send was refused. */
    public void writable() {
        try {
            handler.writable();
        } catch (Throwable e) {
            complain("a handler of datagrams failed to go on sending", e);
        }
    }

    /** Counts a datagram that was lost here; the handler is told at the {@link #endTurn}. */
    public void drop() {
        drops.incrementAndGet();
    }

    /**
     * Has a task run between datagrams. Any thread.
     *
     * @param task what
     * @return false if it will not
     */
    public boolean execute(Runnable task) {
        if (over) {
            return false;
        }
        if (waiting.incrementAndGet() > maxTasks) {
            waiting.decrementAndGet();
            return false;
        }
        tasks.add(task);
        wake.run();
        return true;
    }

    /** Runs the tasks that wait by now, then tells of losses. */
    public void endTurn() {
        runTasks();
        tellDrops();
    }

    /**
     * Runs the tasks that wait by now. To be called before each datagram too, once it is there: so
     * what was accepted before it was sent runs before it is told.
     */
    public void runTasks() {
        for (int left = waiting.get(); left > 0; left--) {
            Runnable task = tasks.poll();
            if (task == null) {
                break; // counted, and about to be added: whoever adds it wakes
            }
            waiting.decrementAndGet();
            try {
                task.run();
            } catch (Throwable e) {
                complain("a task of a datagram port failed", e);
            }
        }
    }

    private void tellDrops() {
        long count = drops.getAndSet(0);
        if (count > 0) {
            try {
                handler.dropped(count);
            } catch (Throwable e) {
                complain("a handler of datagrams failed to hear of losses", e);
            }
        }
    }

    /**
     * The end.
     *
     * @param how told as the cause, the first time
     */
    public void over(Closed how) {
        if (over) {
            return;
        }
        tellDrops();
        over = true;
        try {
            handler.closed(how);
        } catch (Throwable e) {
            complain("a handler of datagrams failed to hear of its end", e);
        }
    }

    /**
     * Whether the handler has been told of the end.
     *
     * @return true if there will be no further call
     */
    public boolean isOver() {
        return over;
    }

    private void complain(String what, Throwable e) {
        complaints.say(what + ": " + ErrorText.of(e));
        LOG.debug("{}", what, e);
    }
}
