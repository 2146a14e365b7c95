package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class StallClockTest {
    private final StallClock clock = new StallClock(Duration.ofNanos(100));

    @Test
    void itRunsWhileSomethingWaits() {
        assertThat(clock.deadline()).isEqualTo(Long.MAX_VALUE);
        clock.waiting(5, 1_000);
        assertThat(clock.isRunning()).isTrue();
        assertThat(clock.deadline()).isEqualTo(1_100);
        assertThat(clock.isStalled(1_099)).isFalse();
        assertThat(clock.isStalled(1_100)).isTrue();
    }

    @Test
    void itBeginsAnewWhenSomeIsTaken() {
        clock.waiting(5, 1_000);
        clock.waiting(4, 1_050);
        assertThat(clock.deadline()).isEqualTo(1_150);
    }

    @Test
    void whatIsAddedDoesNotPutItBack() {
        clock.waiting(5, 1_000);
        clock.waiting(50, 1_050);
        clock.waiting(6, 1_060);
        assertThat(clock.deadline()).isEqualTo(1_100);
    }

    @Test
    void itStopsWhenThereIsRoom() {
        clock.waiting(5, 1_000);
        clock.waiting(0, 1_050);
        assertThat(clock.isRunning()).isFalse();
        assertThat(clock.isStalled(9_999)).isFalse();
        clock.waiting(50, 2_000);
        assertThat(clock.deadline()).isEqualTo(2_100);
    }

    @Test
    void withoutATimeOutItNeverRuns() {
        StallClock never = new StallClock(Duration.ZERO);
        never.waiting(5, 1_000);
        assertThat(never.isRunning()).isFalse();
        assertThat(never.isStalled(Long.MAX_VALUE)).isFalse();
        assertThat(never.deadline()).isEqualTo(Long.MAX_VALUE);
    }
}
