package dev.bogie.integration.outside;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lines that somebody says, and waits for what they say. Thread-safe. */
final class Transcript {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final List<String> lines = new ArrayList<>(); // guarded by itself
    private boolean ended; // likewise

    void add(String line) {
        synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
        }
    }

    /** Nothing more will be said. */
    void end() {
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
    }

    /** Waits for a line in which a pattern is found, and answers the pattern's first group. */
    String awaitMatch(String regex) {
        return awaitMatch(regex, 1);
    }

    /** Waits for so many of such lines, and answers the pattern's first group in the last. */
    String awaitMatch(String regex, int times) {
        Pattern pattern = Pattern.compile(regex);
        long until = System.nanoTime() + LIMIT.toNanos();
        int next = 0;
        int found = 0;
        synchronized (lines) {
            while (true) {
                for (; next < lines.size(); next++) {
                    Matcher matcher = pattern.matcher(lines.get(next));
                    if (matcher.find() && ++found == times) {
                        return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                    }
                }
                long millis = (until - System.nanoTime()) / 1_000_000;
                if (ended || millis <= 0) {
                    throw new AssertionError(
                            found + " of " + times + " lines have '" + regex + "':\n" + this);
                }
                pause(millis);
            }
        }
    }

    /** Waits until nothing more will be said. */
    void awaitEnd() {
        long until = System.nanoTime() + LIMIT.toNanos();
        synchronized (lines) {
            while (!ended) {
                long millis = (until - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    throw new AssertionError("it goes on:\n" + this);
                }
                pause(millis);
            }
        }
    }

    private void pause(long millis) {
        try {
            lines.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** What was said so far. */
    @Override
    public String toString() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }
}
