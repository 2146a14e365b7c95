package dev.bogie.launcher.stranger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Numbered lines, of which the oldest go. It knows nothing of HTTP. Thread-safe: handlers are
 * called by many threads at once.
 */
final class Board {
    private final int most;
    private final Deque<String> lines = new ArrayDeque<>();
    private long last; // the number of the newest line; the first has 1
    private boolean ended;

    /** An empty board that keeps so many lines. */
    Board(int most) {
        this.most = most;
    }

    /** Adds a line, and answers its number. */
    synchronized long add(String line) {
        if (lines.size() == most) {
            lines.removeFirst();
        }
        lines.addLast(line);
        last++;
        notifyAll();
        return last;
    }

    /** Those that are kept, the oldest first. */
    synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Waits for a line that has not come yet; empty if it is gone, or does not come in time. */
    synchronized Optional<String> await(long number, Duration within) throws InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        long left = within.toNanos();
        while (number > last && !ended && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = until - System.nanoTime();
        }
        long oldest = last - lines.size() + 1;
        return number >= oldest && number <= last
                ? lines.stream().skip(number - oldest).findFirst()
                : Optional.empty();
    }

    /** Nobody waits any longer. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }
}
