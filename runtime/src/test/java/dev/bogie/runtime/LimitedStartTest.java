package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.testkit.Patience;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

class LimitedStartTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final CompletableFuture<String> discarded = new CompletableFuture<>();

    @Test
    void whatStartsInTimeIsTheResult() throws Exception {
        assertThat(run(Patience.limit(), () -> "made")).isEqualTo("made");
        assertThat(discarded).isNotDone();
    }

    @Test
    void whatStartsTooLateIsDiscarded() {
        assertThatThrownBy(() -> run(SHORT, this::afterTheGate))
                .isInstanceOf(TimeoutException.class);
        assertThat(discarded).isNotDone();

        gate.countDown();

        assertThat(Patience.await(discarded)).isEqualTo("made");
    }

    @Test
    void whatIsDiscardedIsNotInterrupted() {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Callable<String> late =
                () -> {
                    String made = afterTheGate();
                    Thread.currentThread().interrupt(); // as if that for being late came just now
                    return made;
                };
        assertThatThrownBy(
                        () ->
                                LimitedStart.run(
                                        "test-start",
                                        SHORT,
                                        late,
                                        made ->
                                                interrupted.complete(
                                                        Thread.currentThread().isInterrupted())))
                .isInstanceOf(TimeoutException.class);

        gate.countDown();

        assertThat(Patience.await(interrupted)).isFalse();
    }

    @Test
    void aThreadThatIsInterruptedWaitsNoMoreAndWhatStartsIsDiscarded() {
        CompletableFuture<Throwable> seen = new CompletableFuture<>();
        Thread waiting =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        var unused = run(Patience.limit(), this::afterTheGate);
                                    } catch (Exception e) {
                                        seen.complete(e);
                                    }
                                });
        waiting.interrupt();
        assertThat(Patience.await(seen)).isInstanceOf(InterruptedException.class);

        gate.countDown();

        assertThat(Patience.await(discarded)).isEqualTo("made");
    }

    @Test
    void aFailureIsTheCauseOfTheError() {
        IOException failure = new IOException("no luck");

        assertThatThrownBy(
                        () ->
                                run(
                                        Patience.limit(),
                                        () -> {
                                            throw failure;
                                        }))
                .isInstanceOf(ExecutionException.class)
                .hasCause(failure);
    }

    private String run(Duration limit, Callable<String> start) throws Exception {
        return LimitedStart.run("test-start", limit, start, discarded::complete);
    }

    /** Interrupts do not help. */
    private String afterTheGate() {
        boolean passed = false;
        while (!passed) {
            try {
                gate.await();
                passed = true;
            } catch (InterruptedException e) {
                boolean unused = Thread.interrupted();
            }
        }
        return "made";
    }
}
