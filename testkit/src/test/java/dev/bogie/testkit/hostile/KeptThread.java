package dev.bogie.testkit.hostile;

import dev.bogie.transport.Threads;

import java.util.concurrent.CountDownLatch;

/** A thread that does not end by itself: what nobody may leave behind. */
final class KeptThread {
    private KeptThread() {}

    static void start(Threads threads) {
        CountDownLatch never = new CountDownLatch(1);
        Thread unused =
                threads.start(
                        Threads.Kind.VIRTUAL,
                        "kept",
                        () -> {
                            try {
                                never.await();
                            } catch (InterruptedException expected) {
                                return;
                            }
                        });
    }
}
