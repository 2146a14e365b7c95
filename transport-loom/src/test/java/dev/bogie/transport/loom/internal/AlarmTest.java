package dev.bogie.transport.loom.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** On a poller that does not run: this thread is the poller, and the time is what the test says. */
class AlarmTest {
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);

    private final AtomicLong dueAt = new AtomicLong(Alarm.NEVER);
    private final AtomicLong told = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);
    private Poller poller;
    private Alarm alarm;

    @BeforeEach
    void start() throws IOException {
        poller = new Poller(() -> 0, over::countDown);
        alarm =
                new Alarm(
                        poller,
                        new Alarm.Owner() {
                            @Override
                            public long dueAt() {
                                return dueAt.get();
                            }

                            @Override
                            public void due() {
                                told.incrementAndGet();
                                dueAt.set(Alarm.NEVER);
                            }
                        });
    }

    @AfterEach
    void stop() {
        poller.close();
    }

    private void move(long at) {
        dueAt.set(at);
        alarm.moved(at);
        poller.runTasks();
    }

    @Test
    void itIsToldAtItsTime() {
        move(5 * TICK);
        poller.wheel().advance(4 * TICK);
        assertThat(told).hasValue(0);
        poller.wheel().advance(6 * TICK);
        assertThat(told).hasValue(1);
        assertThat(poller.wheel().size()).isZero();
    }

    @Test
    void aTimeThatMovedLaterIsKeptWithoutTellingThePoller() {
        move(5 * TICK);
        dueAt.set(50 * TICK);
        alarm.moved(50 * TICK);
        poller.wheel().advance(6 * TICK);
        assertThat(told).hasValue(0);
        poller.wheel().advance(51 * TICK);
        assertThat(told).hasValue(1);
    }

    @Test
    void aTimeThatMovedEarlierComesFirst() {
        move(50 * TICK);
        move(5 * TICK);
        poller.wheel().advance(6 * TICK);
        assertThat(told).hasValue(1);
    }

    @Test
    void aTimeThatMovedEarlierAfterItMovedLaterComesFirst() {
        move(5 * TICK);
        move(50 * TICK);
        poller.wheel().advance(6 * TICK);
        move(10 * TICK);
        poller.wheel().advance(11 * TICK);
        assertThat(told).hasValue(1);
    }

    @Test
    void aCancelledOneLeavesTheWheelAtOnce() {
        move(50 * TICK);
        dueAt.set(Alarm.NEVER);
        alarm.cancel();
        poller.runTasks();
        assertThat(poller.wheel().size()).isZero();
    }

    @Test
    void itCanBeSetAgainAfterItWasTold() {
        move(5 * TICK);
        poller.wheel().advance(6 * TICK);
        move(10 * TICK);
        poller.wheel().advance(11 * TICK);
        assertThat(told).hasValue(2);
    }
}
