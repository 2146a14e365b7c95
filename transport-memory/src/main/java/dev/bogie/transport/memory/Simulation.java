package dev.bogie.transport.memory;

import dev.bogie.transport.Engine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One thread of control over a network: whoever holds the <i>baton</i> runs events, one at a time,
 * and only the holder touches ports, pipes and time. A lent body runs while the holder waits for
 * it. Calls from elsewhere wait in an inbox, in the order of their arrival.
 *
 * <p>Time passes in one of two ways. <i>Virtual</i>: it jumps to the next event when nothing is due
 * now. <i>Real</i>: it follows the clock of the machine, for engines that other threads use as if
 * they were sockets.
 */
final class Simulation {
    private static final Logger LOG = LoggerFactory.getLogger(Network.class);

    /** How long a body may block outside the simulation before it is let go, in real time. */
    private static final long BLOCKED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** The same where time is real, and nothing is lost by letting go. */
    private static final long BLOCKED_NANOS_REAL = TimeUnit.MILLISECONDS.toNanos(1);

    private final RandomGenerator random;
    private final VirtualTime time;
    private final boolean real;
    private final long origin = System.nanoTime();

    private final ReentrantLock baton = new ReentrantLock(true);
    private final ReentrantLock inboxLock = new ReentrantLock();
    private final Condition arrived = inboxLock.newCondition();
    private final Condition seatChanged = inboxLock.newCondition();
    private boolean seatTaken;
    private ArrayDeque<Runnable> inbox = new ArrayDeque<>();
    private ArrayDeque<Runnable> taken = new ArrayDeque<>();
    private long signals;

    private final AtomicInteger loose = new AtomicInteger();
    private int givenUp; // how many of them need not be waited for any more
    private volatile boolean deterministic = true;
    private volatile Conditions conditions = Conditions.PERFECT;
    private volatile @Nullable Consumer<String> observer;
    private volatile long patienceNanos = TimeUnit.SECONDS.toNanos(10);

    Simulation(long seed, boolean real) {
        this.random = new SplittableRandom(seed);
        this.time = new VirtualTime(random);
        this.real = real;
    }

    // Any thread

    long now() {
        return real ? System.nanoTime() - origin : time.nanoTime();
    }

    /** When so many nanoseconds are over; never, if the clock cannot show that. */
    long later(long nanos) {
        long now = now();
        long at = now + Math.max(0, nanos);
        return at < now ? Long.MAX_VALUE : at;
    }

    boolean isReal() {
        return real;
    }

    Conditions conditions() {
        return conditions;
    }

    void conditions(Conditions changed) {
        conditions = changed;
    }

    void observer(Consumer<String> line) {
        observer = line;
    }

    void patience(long nanos) {
        patienceNanos = nanos;
        post(() -> givenUp = 0); // new patience, also with those that were given up
    }

    boolean isDeterministic() {
        return deterministic && !real;
    }

    /** Has whoever holds the baton run a command before the next event. */
    void post(Runnable command) {
        inboxLock.lock();
        try {
            inbox.add(command);
            signals++;
            arrived.signalAll();
        } finally {
            inboxLock.unlock();
        }
    }

    /** Something has changed that an idle holder should see, or one who waits for the seat. */
    void signal() {
        inboxLock.lock();
        try {
            signals++;
            arrived.signalAll();
            seatChanged.signalAll();
        } finally {
            inboxLock.unlock();
        }
    }

    // The holder of the baton, or a body that it waits for

    RandomGenerator random() {
        return random;
    }

    Engine.Timer at(long nanoTime, Runnable task) {
        return time.at(nanoTime, task);
    }

    void soon(Runnable task) {
        time.at(now(), task);
    }

    /** How long the next message takes. */
    long latency() {
        Conditions c = conditions;
        return c.leastLatency() == c.mostLatency()
                ? c.leastLatency()
                : random.nextLong(c.leastLatency(), c.mostLatency() + 1);
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    void note(Object who, String what) {
        Consumer<String> line = observer;
        if (line != null) {
            line.accept(now() + " " + who + " " + what);
        }
    }

    // The baton

    void lock() {
        baton.lock();
    }

    void unlock() {
        baton.unlock();
    }

    long blockedNanos() {
        return real ? BLOCKED_NANOS_REAL : BLOCKED_NANOS;
    }

    void letGo(Object who) {
        loose.incrementAndGet();
        if (deterministic && !real) {
            deterministic = false;
            LOG.info(
                    "{} blocks outside the simulation and is let go: this run is not deterministic",
                    who);
        }
    }

    void caught() {
        loose.decrementAndGet();
    }

    /**
     * Runs events until a condition holds, or none is left up to a time.
     *
     * @param patient whether another thread may be about to bring something, when nothing is left
     * @return whether the condition holds
     */
    boolean run(BooleanSupplier done, long until, boolean patient) throws InterruptedException {
        if (baton.isHeldByCurrentThread()) {
            throw new IllegalStateException("the network runs already, and this is part of it");
        }
        baton.lock();
        try {
            while (!done.getAsBoolean()) {
                long seen = signals();
                if (!step(until) && !awaitOutside(seen, until, patient)) {
                    return done.getAsBoolean();
                }
                if (baton.hasQueuedThreads()) {
                    giveWay(); // a body that was let go comes back
                }
            }
            return true;
        } finally {
            baton.unlock();
        }
    }

    /**
     * Runs events until something is over. Of several threads that are in here, the first does; the
     * others wait for its seat.
     */
    void drive(BooleanSupplier over) throws InterruptedException {
        if (takeSeat(over)) {
            try {
                var unused = run(over, Long.MAX_VALUE, true);
            } finally {
                leaveSeat();
            }
        }
    }

    private boolean takeSeat(BooleanSupplier over) throws InterruptedException {
        inboxLock.lock();
        try {
            while (seatTaken && !over.getAsBoolean()) {
                seatChanged.await();
            }
            if (over.getAsBoolean()) {
                return false;
            }
            seatTaken = true;
            return true;
        } finally {
            inboxLock.unlock();
        }
    }

    private void leaveSeat() {
        inboxLock.lock();
        try {
            seatTaken = false;
            seatChanged.signalAll();
        } finally {
            inboxLock.unlock();
        }
    }

    private void giveWay() {
        baton.unlock();
        baton.lock();
    }

    private boolean step(long until) throws InterruptedException {
        runInbox();
        long at = time.nextAt();
        if (at > (real ? Math.min(until, now()) : until) || at == Long.MAX_VALUE) {
            return false;
        }
        if (at > time.nanoTime() && !real && awaitLoose(signals())) {
            return true; // before the clock jumps, a body had a chance to come back
        }
        guarded(time::runNext);
        return true;
    }

    /** What a command posts belongs to the same instant: the clock must not jump before it ran. */
    private void runInbox() {
        while (takeInbox()) {
            for (Runnable r = taken.poll(); r != null; r = taken.poll()) {
                guarded(r);
            }
        }
    }

    private boolean takeInbox() {
        inboxLock.lock();
        try {
            ArrayDeque<Runnable> empty = taken;
            taken = inbox;
            inbox = empty;
            return !taken.isEmpty();
        } finally {
            inboxLock.unlock();
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.warn("a task of the engine threw", e);
        }
    }

    /** Nothing is left to do: perhaps another thread has something. */
    private boolean awaitOutside(long seen, long until, boolean patient)
            throws InterruptedException {
        if (real) {
            awaitSignal(seen, Math.min(time.nextAt(), until) - now());
            return true;
        }
        return awaitLoose(seen) || (patient && awaitSignal(seen, patienceNanos));
    }

    /** Waits for bodies that were let go, but once for each only. */
    private boolean awaitLoose(long seen) throws InterruptedException {
        int waitingFor = loose.get();
        givenUp = Math.min(givenUp, waitingFor);
        if (waitingFor == givenUp) {
            return false;
        }
        boolean signalled = awaitSignal(seen, patienceNanos);
        if (!signalled) {
            givenUp = waitingFor;
        }
        return signalled;
    }

    private long signals() {
        inboxLock.lock();
        try {
            return signals;
        } finally {
            inboxLock.unlock();
        }
    }

    /** Waits, without the baton, until there was a signal since. */
    private boolean awaitSignal(long seen, long nanos) throws InterruptedException {
        baton.unlock();
        try {
            return awaitUnheld(seen, nanos);
        } finally {
            baton.lock();
        }
    }

    private boolean awaitUnheld(long seen, long nanos) throws InterruptedException {
        inboxLock.lock();
        try {
            long left = nanos;
            while (signals == seen && left > 0) {
                left = arrived.awaitNanos(left);
            }
            return signals != seen;
        } finally {
            inboxLock.unlock();
        }
    }

    void advanceTo(long nanoTime) {
        baton.lock();
        try {
            time.advanceTo(nanoTime);
        } finally {
            baton.unlock();
        }
    }
}
