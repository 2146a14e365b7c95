package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

class DeadlineTest {

    @Test
    void isSoMuchLater() {
        assertThat(Deadline.after(100, 23)).isEqualTo(123);
        assertThat(Deadline.after(-100, Duration.ofNanos(23))).isEqualTo(-77);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void isNowForLessThanNothing(long nanos) {
        assertThat(Deadline.after(100, nanos)).isEqualTo(100);
        assertThat(Deadline.after(100, Duration.ofNanos(nanos))).isEqualTo(100);
    }

    /** Times of a clock are compared by their difference, which must not overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE})
    void isInTheFutureHoweverFarAway(long now) {
        assertThat(Deadline.after(now, Long.MAX_VALUE) - now).isPositive();
        assertThat(Deadline.after(now, ChronoUnit.FOREVER.getDuration()) - now).isPositive();
        assertThat(Deadline.after(now, Duration.ofDays(365)) - now)
                .isEqualTo(Duration.ofDays(365).toNanos());
    }
}
