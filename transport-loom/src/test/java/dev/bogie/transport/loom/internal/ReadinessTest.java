package dev.bogie.transport.loom.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

class ReadinessTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private Poller poller;
    private Pipe pipe;
    private Readiness readiness;

    @BeforeEach
    void start() throws IOException {
        poller = new Poller(System::nanoTime, over::countDown);
        pipe = Pipe.open();
        pipe.source().configureBlocking(false);
        readiness = new Readiness(poller, pipe.source());
        Thread.startVirtualThread(poller);
    }

    @AfterEach
    void stop() throws Exception {
        poller.stop();
        Limit.await(over);
        pipe.source().close();
        pipe.sink().close();
    }

    private void put() throws IOException {
        pipe.sink().write(ByteBuffer.wrap(new byte[1]));
    }

    @Test
    void awaitReturnsWhatBecameReady() throws Exception {
        put();
        assertThat(readiness.await(SelectionKey.OP_READ)).isEqualTo(SelectionKey.OP_READ);
    }

    @Test
    void awaitReturnsAWakeThatCameBeforeIt() {
        readiness.raise(Readiness.WAKE);
        assertThat(readiness.await(SelectionKey.OP_READ)).isEqualTo(Readiness.WAKE);
        assertThat(readiness.isRaised()).isFalse();
    }

    @Test
    void awaitReturnsNothingToAThreadThatIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(readiness.await(SelectionKey.OP_READ)).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anUnparkThatMeansNothingDoesNotEndAWait() throws Exception {
        BlockingQueue<Integer> noted = new LinkedBlockingQueue<>();
        Thread waiting =
                Thread.startVirtualThread(() -> noted.add(readiness.await(SelectionKey.OP_READ)));
        Limit.until(() -> waiting.getState() == Thread.State.WAITING);
        LockSupport.unpark(waiting);
        put();
        assertThat(Limit.take(noted)).isEqualTo(SelectionKey.OP_READ);
    }

    @Test
    void aSelectorDoesNotSpinOverWhatNobodyTakes() throws Exception {
        put();
        readiness.await(SelectionKey.OP_READ); // told, not read: told again maybe, then no more
        Limit.until(() -> readiness.interest() == 0);

        // Interest is back as soon as somebody waits again, and nothing was lost.
        assertThat(readiness.await(SelectionKey.OP_READ)).isEqualTo(SelectionKey.OP_READ);
        assertThat(readiness.await(SelectionKey.OP_READ)).isEqualTo(SelectionKey.OP_READ);
    }
}
