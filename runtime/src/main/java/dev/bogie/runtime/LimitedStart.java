package dev.bogie.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A start of somebody else's code, which may throw, or not return: it runs on a thread of its own
 * and is waited for no longer than a limit. What it makes after that is discarded at once, so
 * nothing is left running that nobody knows of.
 *
 * @param <T> what is made
 */
public final class LimitedStart<T> {
    private static final Logger LOG = LoggerFactory.getLogger(LimitedStart.class);

    private final Callable<T> start;
    private final Consumer<? super T> discard;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** While it is set an interrupt is for the start, and not for what follows. Guarded by this. */
    private boolean starting = true;

    private LimitedStart(Callable<T> start, Consumer<? super T> discard) {
        this.start = start;
        this.discard = discard;
    }

    /**
     * Starts, and waits for the end of that.
     *
     * @param thread the name of its thread
     * @param limit how long to wait; then the thread is interrupted
     * @param start what may throw or hang
     * @param discard given what was made when nobody waited for it any more, on the thread that
     *     made it, which is not interrupted then; should not throw, which is logged
     * @param <T> what is made
     * @return what was made
     * @throws ExecutionException if it threw, with that as its cause
     * @throws TimeoutException if it did not return; the message is where it was last seen
     * @throws InterruptedException if this thread was interrupted, while it waited
     */
    public static <T> T run(
            String thread, Duration limit, Callable<T> start, Consumer<? super T> discard)
            throws ExecutionException, TimeoutException, InterruptedException {
        LimitedStart<T> limited = new LimitedStart<>(start, discard);
        Thread runner =
                Thread.ofPlatform()
                        .daemon(true)
                        .inheritInheritableThreadLocals(false)
                        .name(thread)
                        .start(limited::complete);
        return limited.await(runner, limit);
    }

    private T await(Thread runner, Duration limit)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String frame = frame(runner);
            if (!result.cancel(false)) {
                return result.get(); // it came just now
            }
            interrupt(runner);
            throw new TimeoutException(frame);
        } catch (InterruptedException e) {
            if (result.cancel(false)) {
                interrupt(runner);
            } else {
                var unused = result.thenAccept(this::discarded);
            }
            throw e;
        }
    }

    private synchronized void interrupt(Thread runner) {
        if (starting) {
            runner.interrupt();
        }
    }

    private void complete() {
        try {
            T made = called();
            if (!result.complete(made)) {
                discarded(made);
            }
        } catch (Throwable e) { // told to who waits
            if (!result.completeExceptionally(e)) {
                LOG.debug("a start that nobody waited for any more failed", e);
            }
        }
    }

    /** Once it has returned, an interrupt that was meant for the start reaches nothing else. */
    private T called() throws Exception {
        try {
            return start.call();
        } finally {
            synchronized (this) {
                starting = false;
            }
            boolean unused = Thread.interrupted();
        }
    }

    private void discarded(T made) {
        try {
            discard.accept(made);
        } catch (Throwable e) { // whatever it is: nobody waits to be told
            LOG.warn("closing what started too late: {}", OneLine.of(e));
        }
    }

    /** Where a thread is: the topmost frame that is not the JDK's. */
    private static String frame(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(f -> !String.valueOf(f.getModuleName()).startsWith("java."))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("an unknown place");
    }
}
