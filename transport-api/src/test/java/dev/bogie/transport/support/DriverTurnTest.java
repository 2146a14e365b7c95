package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

class DriverTurnTest {
    private final DriverTurn turn = new DriverTurn(1_000_000);

    @Test
    void onlyTheThreadThatEnteredIsTheDriver() throws InterruptedException {
        assertThat(turn.isMine()).isFalse();
        turn.enter();
        assertThat(turn.isMine()).isTrue();
        List<Boolean> elsewhere = new ArrayList<>();
        Thread other = Thread.ofPlatform().start(() -> elsewhere.add(turn.isMine()));
        other.join();
        assertThat(elsewhere).containsExactly(false);
        turn.leave();
        assertThatThrownBy(turn::check)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("outside a turn");
    }

    @Test
    void onlyTheFirstTaskAsksForAWake() {
        assertThat(turn.execute(() -> {})).isEqualTo(DriverTurn.Accepted.FIRST);
        assertThat(turn.execute(() -> {})).isEqualTo(DriverTurn.Accepted.YES);
        assertThat(turn.runTask()).isTrue();
        assertThat(turn.execute(() -> {})).isEqualTo(DriverTurn.Accepted.FIRST);
        assertThat(turn.waiting()).isEqualTo(2);
    }

    @Test
    void tasksRunInTheirOrderAlsoBehindOneThatThrows() {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int n = i;
            turn.execute(
                    () -> {
                        ran.add(n);
                        if (n == 1) {
                            throw new IllegalArgumentException("task");
                        }
                    });
        }
        assertThat(turn.runTask()).isTrue();
        assertThatThrownBy(turn::runTask).hasMessage("task");
        turn.execute(() -> ran.add(5));
        while (turn.runTask()) {}
        assertThat(ran).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void sealingRunsWhatWaitsAndRefusesTheRest() {
        List<Throwable> failures = new ArrayList<>();
        List<String> ran = new ArrayList<>();
        turn.execute(() -> ran.add("a"));
        turn.execute(() -> ran.add("b"));
        turn.runTask();
        turn.execute(
                () -> {
                    throw new IllegalStateException("late");
                });
        turn.sealTasks(failures::add);
        assertThat(ran).containsExactly("a", "b");
        assertThat(failures).hasSize(1);
        assertThat(turn.execute(() -> {})).isEqualTo(DriverTurn.Accepted.NO);
        assertThat(turn.runTask()).isFalse();
        assertThat(turn.execute(() -> {})).isEqualTo(DriverTurn.Accepted.NO);
        assertThat(turn.waiting()).isZero();
    }

    @Test
    void tasksFromManyThreadsAllRunOnceInTheOrderOfEachThread() throws InterruptedException {
        int threads = 4;
        int each = 20_000;
        int[] last = new int[threads];
        AtomicInteger outOfOrder = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            int id = t;
            Thread.ofPlatform()
                    .start(
                            () -> {
                                for (int i = 1; i <= each; i++) {
                                    int n = i;
                                    turn.execute(
                                            () -> {
                                                if (last[id] != n - 1) {
                                                    outOfOrder.incrementAndGet();
                                                }
                                                last[id] = n;
                                            });
                                }
                                done.countDown();
                            });
        }
        int ran = 0;
        while (ran < threads * each) {
            if (turn.runTask()) {
                ran++;
            } else {
                Thread.onSpinWait();
            }
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(outOfOrder).hasValue(0);
        assertThat(turn.hasTasks()).isFalse();
    }

    @Test
    void onlyTheFirstAbortCounts() {
        assertThat(turn.abort("one")).isTrue();
        assertThat(turn.abort("two")).isFalse();
        assertThat(turn.abortReason()).isEqualTo("one");
    }

    @Test
    void oneLoanPerCallback() {
        turn.lend(c -> {});
        assertThatThrownBy(() -> turn.lend(c -> {})).isInstanceOf(IllegalStateException.class);
        assertThat(turn.takeLoan()).isNotNull();
        assertThat(turn.hasEffect()).isFalse();
    }
}
