package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.InputEnd;

import org.junit.jupiter.api.Test;

/** What a layer's port needs, which waits in and hears from a connection below. */
class StreamLayerTest extends StreamFixture {

    @Test
    void whatWaitsBelowCountsAgainstTheMarks() {
        open(new Recorder(""));
        port.below = limits.highMark() + 1;
        task(() -> assertThat(connection.isWritable()).isFalse());
        port.below = limits.lowMark() + 1;
        connection.turn(StreamConnection.WRITABLE, SCRATCH);
        assertThat(calls).doesNotContain("writable");
        port.below = limits.lowMark();
        connection.turn(StreamConnection.WRITABLE, SCRATCH);
        assertThat(calls).contains("writable");
    }

    @Test
    void theAdviceFromBelowIsATurn() {
        open(
                new Recorder("") {
                    @Override
                    public void peerEnded(InputEnd how) {
                        calls.add("peerEnded");
                        connection.close();
                    }
                });
        connection.peerEnded(InputEnd.ENDED);
        assertThat(calls).containsExactly("opened", "peerEnded");
        assertThat(port.log).containsExactly("endOutput");
    }

    @Test
    void aCloseInTheAdviceTakesEffectThoughInputIsPaused() {
        open(
                new Recorder("") {
                    @Override
                    public void peerEnded(InputEnd how) {
                        connection.close();
                    }
                });
        task(() -> connection.pauseInput());
        end();
        assertThat(port.closed).isEqualTo(Closed.finished());
    }

    @Test
    void aFlushIsPassedOnFromTurnsAndLoans() {
        open(new Recorder(""));
        task(() -> connection.flush());
        task(() -> connection.lend(c -> c.flush()));
        connection.runLoan();
        assertThat(port.log).containsExactly("flush", "lend", "flush", "loanEnded");
    }

    @Test
    void aBorrowerThatWaitsBelowRunsTasksByATurn() {
        open(new Recorder(""));
        port.onAwait =
                () -> {
                    connection.execute(() -> calls.add("task"));
                    connection.turn(0, SCRATCH);
                    calls.add("waited");
                    port.inputEnds = true;
                };
        task(() -> connection.lend(c -> c.awaitInput(Long.MAX_VALUE)));
        connection.runLoan();
        assertThat(calls).startsWith("opened", "task", "waited");
    }

    @Test
    void aTaskThatThrowsInAWaitEndsTheWaitBelow() {
        open(new Recorder(""));
        port.onAwait =
                () -> {
                    connection.execute(
                            () -> {
                                throw new IllegalArgumentException("boom");
                            });
                    connection.turn(0, SCRATCH);
                    assertThat(port.log).contains("reset");
                };
        task(
                () ->
                        connection.lend(
                                c ->
                                        assertThatThrownBy(() -> c.awaitInput(Long.MAX_VALUE))
                                                .isInstanceOf(ConnectionAbortedException.class)));
        connection.runLoan();
        assertThat(port.closed).isInstanceOf(Closed.Failed.class);
    }
}
