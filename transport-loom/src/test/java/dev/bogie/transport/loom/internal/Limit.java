package dev.bogie.transport.loom.internal;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The one generous limit of all waits. */
final class Limit {
    static final int SECONDS = 30;
    static final int MILLIS = SECONDS * 1_000;

    private Limit() {}

    static <T> T await(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }

    static Throwable awaitFailure(CompletionStage<?> stage) throws Exception {
        try {
            throw new AssertionError("completed with " + await(stage));
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("not counted down: " + latch);
        }
    }

    static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(SECONDS, TimeUnit.SECONDS);
        if (taken == null) {
            throw new AssertionError("nothing came");
        }
        return taken;
    }

    /** For what tells nobody: looks until it is so. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it did not become so");
            }
            Thread.yield();
        }
    }
}
