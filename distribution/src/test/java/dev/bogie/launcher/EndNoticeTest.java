package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class EndNoticeTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch told = new CountDownLatch(1);

    @AfterEach
    void letsGoWhatHangs() {
        gate.countDown();
    }

    @Test
    void oneThatDoesNotReturnDoesNotKeepTheNoticeFromTheOthers() throws Exception {
        Map<String, Runnable> words = new LinkedHashMap<>();
        words.put("hangs", this::pass);
        words.put("is told", told::countDown);
        Thread telling = Thread.ofVirtual().start(() -> new EndNotice(LONG).tell(words));

        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();

        gate.countDown();
        telling.join();
    }

    @Test
    void oneThatDoesNotReturnIsWaitedForNoLongerThanTheLimitNorToldMore() throws Exception {
        EndNotice notice = new EndNotice(LONG);

        notice.tell(Map.of("hangs", this::pass), Duration.ofMillis(1));
        notice.tell(Map.of("hangs", this::pass, "is told", told::countDown));

        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneThatFailsIsNoReasonToFail() throws Exception {
        Runnable fails =
                () -> {
                    throw new AssertionError("never");
                };

        new EndNotice(LONG).tell(Map.of("fails", fails, "is told", told::countDown));

        assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** Interrupts do not help. */
    private void pass() {
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                boolean unused = Thread.interrupted();
            }
        }
    }
}
