package dev.bogie.sse.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.sse.machine.Reconnection.State;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Random;

final class ReconnectionTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Backoff EXACT =
            new Backoff(Duration.ofSeconds(3), Duration.ofSeconds(20), 0, 6);

    private final Reconnection client = new Reconnection(EXACT, new Random(1), "");

    /** Loses what there is, waits, and connects again; returns how many seconds it waited. */
    private long failOnce() {
        client.lost(0);
        long delay = client.deadline();
        assertFalse(client.isAttemptDue(delay - 1));
        assertTrue(client.isAttemptDue(delay));
        assertEquals(Reconnection.NEVER, client.deadline());
        return delay / SECOND;
    }

    @Test
    @DisplayName(
            "K4 okhttp#5471: it does not come back at once, and doubles its delay up to the limit")
    void backsOff() {
        assertThat(new long[] {failOnce(), failOnce(), failOnce(), failOnce(), failOnce()})
                .containsExactly(3, 6, 12, 20, 20);
    }

    @Test
    @DisplayName("K4: it gives up after the most attempts in a row")
    void givesUp() {
        for (int i = 0; i < 5; i++) {
            failOnce();
        }
        assertEquals(State.STOPPED, client.lost(0));
        assertThat(client.stopReason()).contains("6 attempts");
        assertFalse(client.isAttemptDue(Long.MAX_VALUE - 1));
    }

    @Test
    @DisplayName("K4: progress makes earlier failures forgotten, an answer alone does not")
    void progressResets() {
        failOnce();
        client.answered(200, true, 0);
        assertEquals(6, failOnce());
        client.answered(200, true, 0);
        client.progressed();
        assertEquals(3, failOnce());
    }

    @Test
    @DisplayName("K4 kotlin-sdk#590: retry is honoured, above the backoff's limit too")
    void honoursRetry() {
        client.retry(30_000);
        assertEquals(30, failOnce());
        assertEquals(30, failOnce());
    }

    @Test
    @DisplayName("K4: a retry of zero is no storm, an endless one no end")
    void boundsRetry() {
        client.retry(0);
        client.lost(0);
        assertEquals(SECOND / 10, client.deadline());
        client.isAttemptDue(SECOND);
        client.retry(Long.MAX_VALUE);
        client.lost(0);
        assertEquals(86_400 * SECOND, client.deadline());
    }

    @Test
    @DisplayName("K4: jitter only adds, and spreads")
    void jitterAdds() {
        Random random = new Random(7);
        long[] delays =
                random.longs(100)
                        .map(
                                seed -> {
                                    Reconnection one =
                                            new Reconnection(
                                                    Backoff.STANDARD, new Random(seed), "");
                                    one.lost(0);
                                    return one.deadline();
                                })
                        .toArray();
        assertThat(delays).doesNotHaveDuplicates();
        assertThat(java.util.Arrays.stream(delays).min().orElseThrow())
                .isBetween(3 * SECOND, 4 * SECOND);
        assertThat(java.util.Arrays.stream(delays).max().orElseThrow())
                .isBetween(4 * SECOND, 9 * SECOND / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 400, 401, 403, 404, 410, 418, 501})
    @DisplayName("K4: 204 stops, as other statuses do")
    void stops(int status) {
        assertEquals(State.STOPPED, client.answered(status, true, 0));
        assertThat(client.stopReason()).contains(Integer.toString(status));
        assertEquals(Reconnection.NEVER, client.deadline());
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void comesBackWhenTheServerIsInTrouble(int status) {
        assertEquals(State.WAITING, client.answered(status, false, 0));
    }

    @Test
    void anotherMediaTypeStops() {
        assertEquals(State.STOPPED, client.answered(200, false, 0));
    }

    @Test
    @DisplayName("K4 EventSource#291: Last-Event-ID is kept, and can't break out of its field")
    void keepsTheId() {
        client.lastEventId("ä7");
        failOnce();
        assertEquals("ä7", client.lastEventId());
        for (String bad : new String[] {"a\r", "a\nb", "\0"}) {
            assertThrows(IllegalArgumentException.class, () -> client.lastEventId(bad));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new Reconnection(EXACT, new Random(1), bad));
        }
    }

    @Test
    void callsOutOfOrderAreRefused() {
        client.answered(200, true, 0);
        assertThrows(IllegalStateException.class, () -> client.answered(200, true, 0));
        client.lost(0);
        assertThrows(IllegalStateException.class, () -> client.lost(0));
        assertThrows(IllegalStateException.class, client::progressed);
    }

    @Test
    void theApplicationMayStopIt() {
        client.lost(0);
        client.stop("closed by the application");
        assertEquals(State.STOPPED, client.state());
        assertFalse(client.isAttemptDue(100 * SECOND));
    }
}
