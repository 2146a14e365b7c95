package org.example.nio2;

import dev.bogie.transport.Threads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which completion handlers and turns run, in the order in which they were handed
 * in: the executor of the engine's channel group.
 *
 * <p>A group of fixed size would poll on these threads too and save a hop, but it makes its threads
 * itself, and all threads of a transport come from its {@link Threads}. Of this kind of group only
 * the JDK's own thread polls, which runs nothing of ours.
 */
final class Workers extends AbstractExecutorService {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final Runnable END = () -> {};

    // Not bounded by itself: a connection has three entries at the most, a turn and its operations.
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch working;
    private final Runnable ended;
    private volatile boolean shutdown;

    /**
     * Starts the threads.
     *
     * @param count how many
     * @param threads where they come from
     * @param ended run by each when it ends
     */
    Workers(int count, Threads threads, Runnable ended) {
        this.working = new CountDownLatch(count);
        this.ended = ended;
        for (int i = 0; i < count; i++) {
            threads.start(Threads.Kind.PLATFORM, "bogie-nio2-worker-" + i, this::work);
        }
    }

    private void work() {
        try {
            for (Runnable task = next(); task != END; task = next()) {
                run(task);
            }
            queue.add(END); // for the others
        } finally {
            working.countDown();
            ended.run();
        }
    }

    private Runnable next() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                // Means nothing here: was meant for a task that has ended.
            }
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("a task of the transport failed", e);
        }
    }

    /** Runs a task soon. What is handed in after the end is never run. */
    @Override
    public void execute(Runnable task) {
        queue.add(task);
    }

    /** The threads end when all has run that was handed in before. */
    @Override
    public void shutdown() {
        if (!shutdown) {
            shutdown = true;
            queue.add(END);
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return working.getCount() == 0;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return working.await(timeout, unit);
    }
}
