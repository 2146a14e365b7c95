package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.Threads.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.concurrent.CountDownLatch;

class CountedThreadsTest {
    private final CountedThreads threads = new CountedThreads();

    @ParameterizedTest
    @EnumSource
    void aThreadHasItsKindAndNameAndIsADaemon(Kind kind) throws InterruptedException {
        Thread thread = threads.start(kind, "loop 1", () -> {});
        thread.join();

        assertThat(thread.isVirtual()).isEqualTo(kind == Kind.VIRTUAL);
        assertThat(thread.getName()).isEqualTo("loop 1");
        assertThat(thread.isDaemon()).isTrue();
    }

    @Test
    void liveThreadsAreCounted() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = threads.start(Kind.VIRTUAL, "waits", () -> await(end));
        assertThat(threads.live()).isEqualTo(1);

        end.countDown();
        thread.join();
        assertThat(threads.live()).isZero();
    }

    @Test
    void aThreadThatThrowsHasEnded() throws InterruptedException {
        threads.start(
                        Kind.PLATFORM,
                        "throws",
                        () -> {
                            throw new IllegalStateException("planned");
                        })
                .join();

        assertThat(threads.live()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
