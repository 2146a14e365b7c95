package dev.bogie.launcher;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Something that is done every so often as long as something else lasts. */
final class Meanwhile implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    private Meanwhile(Duration time, Runnable what) {
        thread = Thread.ofVirtual().name("bogie-meanwhile").start(() -> repeat(time, what));
    }

    /**
     * Begins to wait.
     *
     * @param time how long, before the first time and after each
     * @param what done then, on a virtual thread
     */
    static Meanwhile every(Duration time, Runnable what) {
        return new Meanwhile(time, what);
    }

    private void repeat(Duration time, Runnable what) {
        try {
            while (!over.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                what.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops; it is not being done when this returns. */
    @Override
    public void close() {
        over.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
