package dev.bogie.launcher;

import dev.bogie.runtime.LimitedStart;
import dev.bogie.runtime.OneLine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Tells applications that they end, as a rule with their server. One that fails then, or does not
 * return, is no reason to cut off what others have open, nor to go on for ever: all are told at
 * once, and waited for together. One that did not return is not told the next word.
 */
final class EndNotice {
    private static final Logger LOG = LoggerFactory.getLogger(EndNotice.class);

    private final Duration limit;
    private final Set<String> hung = ConcurrentHashMap.newKeySet();

    /**
     * A notice.
     *
     * @param limit how long they are waited for at a word
     */
    EndNotice(Duration limit) {
        this.limit = limit;
    }

    /** Tells each its word, by its name. */
    void tell(Map<String, Runnable> words) {
        tell(words, limit);
    }

    /** The same where there may be less time. */
    void tell(Map<String, Runnable> words, Duration atMost) {
        Duration within = atMost.compareTo(limit) < 0 ? atMost : limit;
        List<Thread> telling =
                words.entrySet().stream()
                        .filter(each -> !hung.contains(each.getKey()))
                        .map(each -> telling(each.getKey(), each.getValue(), within))
                        .toList();
        try {
            for (Thread each : telling) {
                each.join();
            }
        } catch (InterruptedException e) {
            telling.forEach(Thread::interrupt);
            Thread.currentThread().interrupt();
        }
    }

    private Thread telling(String application, Runnable word, Duration within) {
        return Thread.ofVirtual()
                .name("bogie-end")
                .inheritInheritableThreadLocals(false)
                .start(() -> tell(application, word, within));
    }

    private void tell(String application, Runnable word, Duration within) {
        try {
            var unused =
                    LimitedStart.run(
                            "bogie-end-" + application,
                            within,
                            () -> {
                                word.run();
                                return application;
                            },
                            late -> {});
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            LOG.warn("{} failed as it was to end: {}", application, OneLine.of(cause));
        } catch (TimeoutException e) {
            hung.add(application);
            LOG.warn(
                    "{} holds up the end, last seen at {}: not waited for any more",
                    application,
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
