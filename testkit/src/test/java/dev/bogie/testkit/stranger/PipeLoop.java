package dev.bogie.testkit.stranger;

import dev.bogie.transport.Engine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The engine's one thread, its clock, and the one queue in which everything waits for its time:
 * turns of connections, timers, what other threads ask for. All methods may be called from any
 * thread, but for {@link #stop}.
 */
final class PipeLoop implements Runnable {
    /** Never. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Logger LOG = LoggerFactory.getLogger(PipeLoop.class);

    private final long origin = System.nanoTime(); // times begin small, and compare as numbers do
    private final AtomicLong count = new AtomicLong();
    private final DelayQueue<Entry> queue = new DelayQueue<>();
    private boolean stopped; // the loop's

    long nanoTime() {
        return System.nanoTime() - origin;
    }

    /** Runs a task as soon as possible, after what has been asked for before. */
    void soon(Runnable task) {
        queue.add(new Entry(nanoTime(), task));
    }

    /** Runs a task at a time of {@link #nanoTime}. */
    Engine.Timer at(long nanoTime, Runnable task) {
        Entry entry = new Entry(nanoTime, task);
        queue.add(entry);
        return entry;
    }

    /** From a task: the last one. What waits is forgotten. */
    void stop() {
        stopped = true;
    }

    /** The thread. Survives whatever a task throws, errors too: they are not its own. */
    @Override
    public void run() {
        while (!stopped) {
            try {
                queue.take().task.run();
            } catch (InterruptedException e) {
                LOG.debug("an interrupt means nothing here", e);
            } catch (Throwable e) {
                LOG.warn("a task threw", e);
            }
        }
        queue.clear();
    }

    private final class Entry implements Delayed, Engine.Timer {
        private final long at;
        private final long number = count.incrementAndGet();
        private final Runnable task;

        Entry(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Entry that = (Entry) other;
            int byTime = Long.compare(at, that.at);
            return byTime != 0 ? byTime : Long.compare(number, that.number);
        }

        /** Takes it out, lest what is cancelled is held until its time. */
        @Override
        public void cancel() {
            boolean unused = queue.remove(this);
        }
    }
}
