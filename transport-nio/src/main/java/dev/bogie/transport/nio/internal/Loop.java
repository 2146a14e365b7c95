package dev.bogie.transport.nio.internal;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Engine.Drained;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.DeadlineWheel;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One thread that waits for many channels. Round after round: what is ready, then the mail, then
 * what is due. Each round does a bounded amount for each, and no failure of one ends it.
 *
 * <p>A thread that leaves mail wakes the selector only if the loop sleeps or is about to: the loop
 * says so <i>before</i> it looks into its inbox for the last time.
 */
final class Loop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final VarHandle ASLEEP;
    private static final long NEVER = Long.MAX_VALUE;
    private static final int LONG_BURST = 64; // busy rounds before others run for certain
    private static final long AFTER_FAILURE = 10_000_000; // a selector that fails must not spin

    /** How long bodies that wait through the connection may take to return after an abort. */
    private static final long LAST_WORDS = 1_000_000_000;

    static {
        try {
            ASLEEP = MethodHandles.lookup().findVarHandle(Loop.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What a key is attached to. */
    interface Selectable {
        /** Runs on the loop. */
        void ready(int ops);
    }

    private final TransportContext context;
    private final Selector selector;
    private final boolean yielding;
    private final Consumer<Loop> ended;
    private final Consumer<SelectionKey> ready = this::ready;
    private final Inbox inbox = new Inbox();
    private final OpenStreams streams = new OpenStreams();
    private final DeadlineWheel wheel = new DeadlineWheel(System.nanoTime());
    private final GraceOver graceOver = new GraceOver();
    private final ByteBuffer scratch;
    private final AtomicInteger expected = new AtomicInteger();
    private final AtomicLong rounds = new AtomicLong(); // these three are read by tests
    private final AtomicLong wakeups = new AtomicLong();
    private final AtomicLong interestChanges = new AtomicLong();
    private long wheelAt = NEVER; // not later than the wheel's nextAt
    private boolean busy; // the last round did something
    private int busyRounds; // in a row, since others got the carrier for certain
    private volatile boolean asleep;
    private volatile @Nullable Thread thread;

    /**
     * A loop that does not run yet.
     *
     * @param context where the read buffer and the threads of loans come from
     * @param readBuffer bytes read in one turn at the most
     * @param yielding whether it will run on a virtual thread and lets others run between rounds
     * @param ended told, as the last thing, when it has ended after a drain
     */
    Loop(TransportContext context, int readBuffer, boolean yielding, Consumer<Loop> ended)
            throws IOException {
        this.context = context;
        this.yielding = yielding;
        this.ended = ended;
        this.selector = Selector.open();
        this.scratch = context.buffers().take(readBuffer);
    }

    // Any thread

    /** Leaves mail; false if the loop has ended. */
    boolean post(Inbox.Mail mail) {
        boolean left = inbox.leave(mail);
        if (left) {
            wakeUp();
        }
        return left;
    }

    /** Leaves mail that is read whenever the loop wakes next. */
    void postLazily(Inbox.Mail mail) {
        inbox.leave(mail);
    }

    /** Ends a sleep, so that changes of keys and mail are seen. */
    void wakeUp() {
        if (asleep && ASLEEP.compareAndSet(this, true, false)) {
            wakeups.incrementAndGet();
            selector.wakeup();
        }
    }

    boolean runsOn(Thread other) {
        return thread == other;
    }

    boolean isCurrent() {
        return thread == Thread.currentThread();
    }

    /** A stream will be started here: a drain waits for it. */
    void expect() {
        expected.incrementAndGet();
    }

    /** It has been started, or will not be. */
    void expectNoMore() {
        expected.decrementAndGet();
        wakeUp();
    }

    Selector selector() {
        return selector;
    }

    /** From now on what ends is counted. To be told to all loops before any drains. */
    void count() {
        streams.count();
    }

    /** Asks all streams to end, and aborts what has not ended in time; then the loop ends. */
    void drain(long until) {
        post(
                new Inbox.Mail() {
                    @Override
                    void delivered() {
                        streams.drain(until);
                        graceOver.rearm();
                    }

                    @Override
                    void returned() {}
                });
    }

    OpenStreams streams() {
        return streams;
    }

    void interestChanged() {
        interestChanges.incrementAndGet();
    }

    long rounds() {
        return rounds.get();
    }

    long wakeups() {
        return wakeups.get();
    }

    long interestChanges() {
        return interestChanges.get();
    }

    Thread lend(String name, Runnable loan) {
        return context.threads().start(Threads.Kind.VIRTUAL, name, loan);
    }

    // On the loop

    ByteBuffer scratch() {
        return scratch;
    }

    SelectionKey register(SelectableChannel channel, int ops, Selectable attachment)
            throws ClosedChannelException {
        return channel.register(selector, ops, attachment);
    }

    /** Has an entry told at a time, or earlier if it is armed for earlier already. */
    void arm(DeadlineWheel.Entry entry, long at) {
        wheel.add(entry, at);
        if (at < wheelAt) {
            wheelAt = wheel.nextAt();
        }
    }

    void disarm(DeadlineWheel.Entry entry) {
        wheel.remove(entry);
    }

    void opened(NioStream stream) {
        streams.add(stream);
    }

    void closed(NioStream stream, Closed how) {
        streams.remove(stream, how);
    }

    /** What became of the streams since the drain began; to be asked when the loop has ended. */
    Drained drained() {
        return streams.drained();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!isDrained()) {
            try {
                busy = round();
                if (yielding) {
                    giveWay();
                }
            } catch (Throwable e) {
                failed("a loop failed and goes on", e);
                LockSupport.parkNanos(AFTER_FAILURE);
            }
        }
        end();
    }

    /**
     * Lets those run whom a busy round has made ready on this carrier. Who yields goes back into
     * the queue that carriers look at first, and two that do so for ever keep the others from being
     * looked at; a park comes back by another way.
     */
    @SuppressWarnings("ThreadPriorityCheck") // there is no preemption: it is no hint here
    private void giveWay() {
        busyRounds = busy ? busyRounds + 1 : 0;
        if (busyRounds == LONG_BURST) {
            busyRounds = 0;
            LockSupport.parkNanos(1);
        } else if (busy) {
            Thread.yield();
        }
    }

    private boolean isDrained() {
        return streams.isDrained() && expected.get() == 0;
    }

    private boolean round() throws IOException {
        rounds.setRelease(rounds.getPlain() + 1); // nobody else writes it
        int selected = select();
        boolean mail = deliverMail();
        if (wheelAt != NEVER) {
            long now = System.nanoTime();
            if (now - wheelAt >= 0) {
                advance(now);
            }
        }
        return selected > 0 || mail;
    }

    private void advance(long now) {
        wheelAt = NEVER;
        try {
            wheel.advance(now);
        } finally {
            wheelAt = wheel.nextAt();
        }
    }

    private int select() throws IOException {
        if (yielding && busy) {
            return selector.selectNow(ready);
        }
        long millis = 0; // for ever
        if (wheelAt != NEVER) {
            millis = (wheelAt - System.nanoTime() + 999_999) / 1_000_000;
            if (millis <= 0) {
                return selector.selectNow(ready);
            }
        }
        asleep = true;
        try {
            return inbox.isEmpty() && !isDrained()
                    ? selector.select(ready, millis)
                    : selector.selectNow(ready);
        } finally {
            asleep = false;
        }
    }

    private void ready(SelectionKey key) {
        if (asleep) {
            asleep = false;
        }
        try {
            int ops = key.readyOps();
            if (key.attachment() instanceof Selectable attachment) {
                attachment.ready(ops);
            }
        } catch (CancelledKeyException e) {
            // Closed from another thread since the selection: what is to be told comes as mail.
        } catch (Throwable e) {
            failed("what is ready failed", e);
        }
    }

    private boolean deliverMail() {
        Inbox.Mail mail = inbox.takeAll();
        if (mail == null) {
            return false;
        }
        while (mail != null) {
            Inbox.Mail next = mail.taken();
            try {
                mail.delivered();
            } catch (Throwable e) {
                failed("what was left for a loop failed", e);
            }
            mail = next;
        }
        return true;
    }

    private void end() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("a selector failed to close", e);
        }
        Inbox.Mail mail = inbox.seal();
        while (mail != null) {
            Inbox.Mail next = mail.taken();
            mail.returned();
            mail = next;
        }
        context.buffers().give(scratch);
        ended.accept(this);
    }

    /** The loop was never started: gives back what it holds. */
    void discard() throws IOException {
        selector.close();
        context.buffers().give(scratch);
    }

    private static void failed(String what, Throwable e) {
        try {
            LOG.error(what, e);
        } catch (Throwable worse) {
            // Out of memory, most likely. The loop serves others and must go on.
        }
    }

    /** When the grace of a drain is over, and once more when the last words have been said. */
    private final class GraceOver extends DeadlineWheel.Entry {
        private boolean aborted;

        void rearm() {
            long now = System.nanoTime();
            if (aborted) {
                return;
            }
            if (now - streams.until() >= 0) {
                disarm(this);
                due(now);
            } else {
                arm(this, streams.until());
            }
        }

        @Override
        protected long dueAt() {
            return aborted ? streams.until() + LAST_WORDS : streams.until();
        }

        @Override
        protected void due(long now) {
            if (aborted) {
                streams.giveUp();
            } else {
                aborted = true;
                streams.abort();
                arm(this, now + LAST_WORDS);
            }
        }
    }
}
