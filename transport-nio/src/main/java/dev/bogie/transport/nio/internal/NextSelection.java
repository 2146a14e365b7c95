package dev.bogie.transport.nio.internal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a loop to have begun and ended a selection, by which its selector forgets cancelled
 * keys and gives descriptors back.
 */
final class NextSelection extends Inbox.Mail {
    private final Loop loop;
    private final CountDownLatch over = new CountDownLatch(1);
    private boolean seen; // the mail of one round is read after its selection: twice is between two

    NextSelection(Loop loop) {
        this.loop = loop;
        if (!loop.post(this)) {
            returned();
        }
    }

    @Override
    void delivered() {
        if (seen || !loop.post(this)) {
            over.countDown();
        }
        seen = true;
    }

    @Override
    void returned() {
        over.countDown();
    }

    /** False if the loop does not answer. The thread's interrupt status is kept. */
    boolean await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return over.await(1, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
