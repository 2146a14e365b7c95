package dev.bogie.transport.support;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Log lines that peers cause: at most one a second, with a count of those that were left out,
 * escaped and of bounded length. So no peer fills a disk, or writes lines that look like ours.
 *
 * {@snippet :
 * private final Complaints complaints = new Complaints(LOG::warn);
 * complaints.say("refused " + peer + ": " + reason);
 * }
 *
 * <p>Thread-safe; nobody waits.
 */
public final class Complaints {
    private static final long SECOND = 1_000_000_000;
    private static final int MAX_LENGTH = 500;

    private final Consumer<String> log;
    private final LongSupplier nanoTime;
    private final AtomicLong saidAt;
    private final AtomicLong unheard = new AtomicLong();

    /**
     * Nothing said yet.
     *
     * @param log writes one line, for example {@code LOG::warn}
     */
    public Complaints(Consumer<String> log) {
        this(log, System::nanoTime);
    }

    Complaints(Consumer<String> log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        this.saidAt = new AtomicLong(nanoTime.getAsLong() - SECOND);
    }

    /**
     * Logs a line, or counts it if one was logged within the last second.
     *
     * @param line for the operator; may hold what the peer sent
     */
    public void say(String line) {
        long now = nanoTime.getAsLong();
        long before = saidAt.get();
        if (now - before < SECOND || !saidAt.compareAndSet(before, now)) {
            unheard.incrementAndGet();
            return;
        }
        long left = unheard.getAndSet(0);
        log.accept(
                escaped(line) + (left == 0 ? "" : " (and " + left + " more that went unlogged)"));
    }

    private static String escaped(String line) {
        StringBuilder safe = new StringBuilder();
        int end = Math.min(line.length(), MAX_LENGTH);
        for (int i = 0; i < end; i++) {
            char c = line.charAt(i);
            if (c >= ' ' && c <= '~') {
                safe.append(c);
            } else {
                safe.append(String.format("\\u%04x", (int) c));
            }
        }
        return end < line.length() ? safe.append("…").toString() : safe.toString();
    }
}
