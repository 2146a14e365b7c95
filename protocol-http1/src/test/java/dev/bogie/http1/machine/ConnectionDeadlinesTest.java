package dev.bogie.http1.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http1.machine.ConnectionDeadlines.Phase;
import dev.bogie.http1.machine.ConnectionDeadlines.Times;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionDeadlinesTest {
    private static final long SECOND = 1_000_000_000L;

    private final ConnectionDeadlines deadlines =
            new ConnectionDeadlines(new Times(60 * SECOND, 10 * SECOND, 5 * SECOND, 100));

    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MAX_VALUE - SECOND})
    void nothingRunsWhileTheApplicationHasItsTurn(long now) {
        deadlines.head(now);
        deadlines.none();

        assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(deadlines.expired(now + 100 * SECOND)).isEqualTo(Phase.NONE);
    }

    // J1 CVE-2018-12122, CVE-2019-5737, CVE-2020-8251: the whole head has one time
    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MAX_VALUE - SECOND})
    void moreBytesOfAHeadGiveItNoMoreTime(long now) {
        deadlines.head(now);
        deadlines.head(now + 9 * SECOND);

        assertThat(deadlines.next()).isEqualTo(now + 10 * SECOND);
        assertThat(deadlines.expired(now + 10 * SECOND - 1)).isEqualTo(Phase.NONE);
        assertThat(deadlines.expired(now + 10 * SECOND)).isEqualTo(Phase.HEAD);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MAX_VALUE - SECOND})
    void theNextRequestHasItsOwnTime(long now) {
        deadlines.idle(now);
        assertThat(deadlines.expired(now + 59 * SECOND)).isEqualTo(Phase.NONE);
        assertThat(deadlines.expired(now + 60 * SECOND)).isEqualTo(Phase.IDLE);
        deadlines.head(now + 59 * SECOND);

        assertThat(deadlines.next()).isEqualTo(now + 69 * SECOND);
    }

    // J2: one byte every ten seconds
    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MAX_VALUE - SECOND})
    void contentThatComesTooSlowlyIsGivenUp(long now) {
        deadlines.body(now);
        deadlines.received(1);
        assertThat(deadlines.expired(now + 5 * SECOND)).isEqualTo(Phase.NONE);
        assertThat(deadlines.expired(now + 6 * SECOND)).isEqualTo(Phase.BODY);
        deadlines.received(1000);

        assertThat(deadlines.expired(now + 15 * SECOND)).isEqualTo(Phase.NONE);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MAX_VALUE - SECOND})
    void timeInWhichNobodyReadsDoesNotCount(long now) {
        deadlines.body(now);
        deadlines.pause(now + SECOND);
        deadlines.pause(now + 2 * SECOND);
        assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
        assertThat(deadlines.expired(now + 90 * SECOND)).isEqualTo(Phase.NONE);
        deadlines.resume(now + 91 * SECOND);

        assertThat(deadlines.next()).isEqualTo(now + 95 * SECOND);
    }
}
