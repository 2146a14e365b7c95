package dev.bogie.transport.loom.internal;

import dev.bogie.transport.support.DeadlineWheel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches channels and the time for the threads that drive connections, itself a virtual thread:
 * those that it unparks run on the same carrier as soon as it yields, so that a busy poller wakes
 * no thread of the operating system. It runs no code of users.
 */
final class Poller implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
    private static final long BREATH = TimeUnit.MILLISECONDS.toNanos(10);

    private final Selector selector;
    private final LongSupplier clock;
    private final Runnable ended;
    private final DeadlineWheel wheel;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicLong rounds = new AtomicLong();
    private final Consumer<SelectionKey> tell = Poller::tell;

    private volatile boolean asleep; // or about to be: a change of interest must wake it
    private volatile boolean stopped;
    private volatile boolean over;

    /**
     * A poller, not yet running.
     *
     * @param clock the engine's
     * @param ended run last, by this poller
     */
    Poller(LongSupplier clock, Runnable ended) throws IOException {
        this.selector = Selector.open();
        this.clock = clock;
        this.ended = ended;
        this.wheel = new DeadlineWheel(clock.getAsLong());
    }

    /** Any thread: has a channel watched. */
    SelectionKey register(SelectableChannel channel, int ops, Readiness readiness)
            throws ClosedChannelException {
        SelectionKey key = channel.register(selector, ops, readiness);
        poke();
        return key;
    }

    /**
     * Any thread, after interest was added or a registered channel closed: the selector, which
     * alone acts on the first and frees the descriptor of the second, must not sleep over it.
     */
    void poke() {
        if (asleep) {
            selector.wakeup();
        }
    }

    /** Any thread: runs something quick on this poller. */
    void execute(Runnable task) {
        tasks.add(task);
        poke();
        if (over) {
            runTasks();
        }
    }

    /** Whether it has ended, and its deadlines with it. */
    boolean isOver() {
        return over;
    }

    /** How often it has looked. */
    long rounds() {
        return rounds.get();
    }

    /** This poller: its deadlines. */
    DeadlineWheel wheel() {
        return wheel;
    }

    /** This poller: lets go of channels whose keys were cancelled. */
    void deregister() {
        try {
            selector.selectNow(tell);
        } catch (ClosedSelectorException e) {
            // Closing it has done that.
        } catch (IOException e) {
            LOG.error("cannot select", e);
        }
    }

    /** Any thread: ends it. */
    void stop() {
        stopped = true;
        selector.wakeup();
    }

    @Override
    public void run() {
        boolean busy = false;
        while (!stopped) {
            try {
                busy = round(busy);
            } catch (Throwable e) {
                LOG.error("a poller failed and goes on", e);
                LockSupport.parkNanos(BREATH); // whatever it is must not eat the processor
            }
        }
        close();
        over = true;
        runTasks();
        ended.run();
    }

    void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("cannot close a selector", e);
        }
    }

    private boolean round(boolean busy) throws IOException {
        int selected;
        if (busy) {
            selected = selector.selectNow(tell);
        } else {
            boolean unused =
                    Thread.interrupted(); // would keep the selector awake for ever; means nothing
            // here
            asleep = true; // from here on whoever adds something wakes the selector
            try {
                selected = tasks.isEmpty() ? sleep() : selector.selectNow(tell);
            } finally {
                asleep = false;
            }
        }
        rounds.lazySet(rounds.get() + 1); // nobody else writes it
        runTasks();
        wheel.advance(clock.getAsLong());
        if (selected > 0) {
            yieldCarrier(); // to those that this round has unparked
        }
        return selected > 0;
    }

    /**
     * Lets other virtual threads have the carrier: there is no preemption, and who goes on and on
     * would keep it.
     */
    // Not a hint to a scheduler: a virtual thread that yields goes to the end of the carrier's
    // queue
    @SuppressWarnings("ThreadPriorityCheck")
    static void yieldCarrier() {
        Thread.yield();
    }

    /**
     * The same for certain. Who yields goes back into the queue that carriers look at first, and
     * two that do so for ever keep the others from being looked at; a park comes back by another
     * way.
     */
    static void leaveCarrier() {
        LockSupport.parkNanos(1);
    }

    private int sleep() throws IOException {
        long at = wheel.nextAt();
        if (at == Long.MAX_VALUE) {
            return selector.select(tell);
        }
        long nanos = at - clock.getAsLong();
        return nanos <= 0
                ? selector.selectNow(tell)
                : selector.select(tell, TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
    }

    /** This poller: what it was given to run. */
    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.run();
            } catch (Throwable e) {
                LOG.error("a task of a poller failed", e);
            }
        }
    }

    private static void tell(SelectionKey key) {
        try {
            ((Readiness) key.attachment()).ready(key);
        } catch (CancelledKeyException e) {
            // Closed since it was selected: whoever closed it has told the owner.
        } catch (Throwable e) {
            LOG.error("cannot tell that a channel is ready", e);
        }
    }
}
