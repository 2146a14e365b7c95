package dev.bogie.testkit;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * How long tests wait for what must come: one generous limit for all, never a measure. A test that
 * reaches it has failed; one that passes has not waited for it. The system property {@code
 * dev.bogie.testkit.patience-millis} sets another one, for machines that are very slow, or for
 * tests that are known to fail. What goes wrong is an {@link AssertionError}. Thread-safe.
 */
public final class Patience {
    /** The usual limit: 30 seconds. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String PROPERTY = "dev.bogie.testkit.patience-millis";

    private Patience() {}

    /**
     * The limit in force.
     *
     * @return {@link #LIMIT}, unless the property says otherwise
     */
    public static Duration limit() {
        return Duration.ofMillis(Long.getLong(PROPERTY, LIMIT.toMillis()));
    }

    /**
     * Waits for a value.
     *
     * @param stage what will have it
     * @param <T> its type
     * @return the value
     * @throws AssertionError if the stage fails, with the cause
     */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(limit().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came of " + stage + " in " + limit(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AssertionError error) {
                throw error;
            }
            throw new AssertionError("failed: " + e.getCause(), e.getCause());
        }
    }

    /**
     * Waits for a failure.
     *
     * @param stage what must fail
     * @return what it failed with
     */
    public static Throwable awaitFailure(CompletionStage<?> stage) {
        return outcome(stage)
                .orElseThrow(() -> new AssertionError(stage + " had to fail and did not"));
    }

    /**
     * Waits until it is known how something went.
     *
     * @param stage what will complete or fail
     * @return what it failed with; empty if it did not
     */
    public static Optional<Throwable> outcome(CompletionStage<?> stage) {
        try {
            Object unused =
                    stage.toCompletableFuture().get(limit().toMillis(), TimeUnit.MILLISECONDS);
            return Optional.empty();
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came of " + stage + " in " + limit(), e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            return Optional.of(e.getCause() == null ? e : e.getCause());
        }
    }

    /**
     * Waits for a latch.
     *
     * @param latch what will be counted down
     */
    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(limit().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(latch + " was not counted down in " + limit());
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits for a thread's end.
     *
     * @param thread which
     */
    public static void join(Thread thread) {
        try {
            if (!thread.join(limit())) {
                AssertionError error = new AssertionError(thread + " did not end in " + limit());
                error.setStackTrace(thread.getStackTrace());
                throw error;
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Waits until a condition holds that another thread makes true, telling the monitor.
     *
     * @param monitor held by the caller; whoever changes what the condition asks notifies it
     * @param what is waited for, for the message
     * @param condition what must come
     * @param over whether it can't come any more
     */
    static void await(
            Object monitor, String what, BooleanSupplier condition, BooleanSupplier over) {
        long until = System.nanoTime() + limit().toNanos();
        while (!condition.getAsBoolean()) {
            long millis = (until - System.nanoTime()) / 1_000_000;
            if (millis <= 0 || over.getAsBoolean()) {
                throw new AssertionError("waited in vain for " + what + ": " + monitor);
            }
            try {
                monitor.wait(millis);
            } catch (InterruptedException e) {
                throw interrupted(e);
            }
        }
    }

    static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted while waiting", e);
    }
}
