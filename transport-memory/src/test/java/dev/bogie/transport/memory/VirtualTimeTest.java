package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.Engine;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class VirtualTimeTest {

    @Test
    void runsTasksAtTheirTimesInTheirOrder() {
        VirtualTime time = new VirtualTime(1);
        List<String> ran = new ArrayList<>();
        time.schedule(30, () -> ran.add("c at " + time.nanoTime()));
        time.schedule(10, () -> ran.add("a at " + time.nanoTime()));
        time.schedule(20, () -> ran.add("b at " + time.nanoTime()));

        time.advance(Duration.ofNanos(25));

        assertThat(ran).containsExactly("a at 10", "b at 20");
        assertThat(time.nanoTime()).isEqualTo(25);
        assertThat(time.nextAt()).isEqualTo(30);
    }

    @Test
    void drawsTheOrderOfWhatSharesATimeFromTheSeed() {
        assertThat(order(1)).isEqualTo(order(1));
        assertThat(order(1)).isNotEqualTo(order(2));
    }

    private static List<Integer> order(long seed) {
        VirtualTime time = new VirtualTime(seed);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            time.schedule(5, () -> ran.add(number));
        }
        time.advance(Duration.ofNanos(5));
        assertThat(ran).hasSize(20);
        return ran;
    }

    @Test
    void doesNotGoOnForACancelledTask() {
        VirtualTime time = new VirtualTime(1);
        Engine.Timer timer = time.schedule(10, () -> {});

        timer.cancel();

        assertThat(time.nextAt()).isEqualTo(Long.MAX_VALUE);
        assertThat(time.runNext()).isFalse();
        assertThat(time.nanoTime()).isZero();
    }

    @Test
    void forgetsCancelledTasksBeforeTheirTime() {
        VirtualTime time = new VirtualTime(1);
        for (int i = 0; i < 100_000; i++) {
            time.schedule(Duration.ofHours(1).toNanos(), () -> {}).cancel();
        }

        assertThat(time.waiting()).isLessThan(1_000);
    }

    @Test
    void neverComesForADelayBeyondTheEndOfTime() {
        VirtualTime time = new VirtualTime(1);
        time.advance(Duration.ofSeconds(1));
        time.schedule(Long.MAX_VALUE, () -> {});

        assertThat(time.nextAt()).isEqualTo(Long.MAX_VALUE);
    }
}
