package dev.bogie.transport.memory;

import dev.bogie.transport.Engine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A clock that stands still until it is told to go on, and what waits for it. Tasks run in the
 * order of their times; the order of those that share a time is drawn from a seed, so that a test
 * sees other orders with other seeds, and the same again with the same one.
 *
 * <p>Alone it is enough to test a machine that has deadlines:
 *
 * {@snippet :
 * VirtualTime time = new VirtualTime(42);
 * time.schedule(Duration.ofSeconds(30).toNanos(), () -> machine.deadline(time.nanoTime()));
 * time.advance(Duration.ofMinutes(1)); // at once
 * }
 *
 * <p>Not thread-safe, but for {@link #nanoTime} and {@link Engine.Timer#cancel}.
 */
public final class VirtualTime {
    private static final int PURGE = 64;

    private final RandomGenerator random;
    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private volatile long now;
    private long added;
    private int purgeAbove = PURGE;

    private static final class Event implements Engine.Timer, Comparable<Event> {
        final long at;
        final long order;
        final long number;
        volatile @Nullable Runnable task; // null: cancelled or begun

        Event(long at, long order, long number, Runnable task) {
            this.at = at;
            this.order = order;
            this.number = number;
            this.task = task;
        }

        @Override
        public void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            int byOrder = byTime != 0 ? byTime : Long.compare(order, other.order);
            return byOrder != 0 ? byOrder : Long.compare(number, other.number);
        }
    }

    /**
     * A clock at zero with nothing to do.
     *
     * @param seed decides the order of what shares a time
     */
    public VirtualTime(long seed) {
        this(new SplittableRandom(seed));
    }

    VirtualTime(RandomGenerator random) {
        this.random = random;
    }

    /**
     * What the clock shows. Any thread.
     *
     * @return nanoseconds since this clock was made
     */
    public long nanoTime() {
        return now;
    }

    /**
     * Lets a task wait for its time.
     *
     * @param delayNanos from now; 0 or less means now, in seeded order among what is due now
     * @param task run by {@link #runNext} or {@link #advance}
     * @return to cancel it; a cancelled task does not make the clock go on
     */
    public Engine.Timer schedule(long delayNanos, Runnable task) {
        long at = now + Math.max(0, delayNanos);
        return at(at < now ? Long.MAX_VALUE : at, task);
    }

    Engine.Timer at(long nanoTime, Runnable task) {
        if (queue.size() > purgeAbove) {
            queue.removeIf(e -> e.task == null);
            purgeAbove = 2 * queue.size() + PURGE;
        }
        Event event = new Event(nanoTime, random.nextLong(), added++, task);
        queue.add(event);
        return event;
    }

    /**
     * When the next task is due.
     *
     * @return its time, maybe in the past; {@link Long#MAX_VALUE} if none waits
     */
    public long nextAt() {
        Event head = queue.peek();
        while (head != null && head.task == null) {
            queue.remove();
            head = queue.peek();
        }
        return head == null ? Long.MAX_VALUE : head.at;
    }

    /**
     * Sets the clock to the time of the next task, if that is later, and runs the task.
     *
     * @return false if none waits
     * @throws RuntimeException what the task throws; it counts as run
     */
    public boolean runNext() {
        while (true) {
            Event event = queue.poll();
            if (event == null) {
                return false;
            }
            Runnable task = event.task;
            if (task != null) {
                event.task = null;
                advanceTo(event.at);
                task.run();
                return true;
            }
        }
    }

    /**
     * Lets time pass: runs all that comes due meanwhile, each at its own time.
     *
     * @param duration how long
     */
    public void advance(Duration duration) {
        long until = now + duration.toNanos();
        while (nextAt() <= until && runNext()) {}
        advanceTo(until);
    }

    int waiting() {
        return queue.size();
    }

    void advanceTo(long nanoTime) {
        if (nanoTime > now) {
            now = nanoTime;
        }
    }
}
