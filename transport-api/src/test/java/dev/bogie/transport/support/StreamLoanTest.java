package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionTimeoutException;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;

/** Code that waits as the driver. */
class StreamLoanTest extends StreamFixture {

    private void lendAndRun(dev.bogie.transport.Blocking body) {
        task(() -> connection.lend(body));
        assertThat(port.log).contains("lend");
        assertThat(connection.isLent()).isTrue();
        connection.runLoan();
        assertThat(connection.isLent()).isFalse();
    }

    @Test
    void aLoanReadsWhatIsUnreadAndWhatComes() {
        AtomicReference<String> seen = new AtomicReference<>("");
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        if (seen.get().isEmpty()) {
                            connection.lend(
                                    c -> {
                                        port.onAwait = () -> port.put("cd");
                                        assertThat(c.awaitInput(Long.MAX_VALUE)).isTrue();
                                        byte[] two = new byte[3];
                                        c.input().get(two);
                                        seen.set(new String(two, StandardCharsets.ISO_8859_1));
                                    });
                        } else {
                            in.position(in.limit());
                        }
                    }
                });
        read("ab");
        connection.runLoan();
        assertThat(seen).hasValue("abc");
        assertThat(calls).containsExactly("opened", "received ab", "received d");
    }

    @Test
    void aWaitBeyondItsDeadlineTimesOutAndTheConnectionLivesOn() {
        open(new Recorder(""));
        port.onAwait = () -> port.now += 10;
        lendAndRun(
                c ->
                        assertThatThrownBy(() -> c.awaitInput(c.nanoTime() + 15))
                                .isInstanceOf(ConnectionTimeoutException.class));
        assertThat(port.closed).isNull();
        read("x");
        assertThat(calls).containsExactly("opened", "received x");
    }

    @Test
    void anAbortEndsAWait() {
        open(new Recorder(""));
        port.onAwait = () -> connection.abort("because");
        lendAndRun(
                c ->
                        assertThatThrownBy(() -> c.awaitInput(Long.MAX_VALUE))
                                .isInstanceOf(ConnectionAbortedException.class)
                                .hasMessage("because"));
        assertThat(calls).containsExactly("opened", "closed Aborted");
    }

    @Test
    void anAbortIsWhatIsToldThoughItInterruptsTheWait() {
        open(new Recorder(""));
        port.onAwait = () -> connection.abort("because");
        port.interrupts = true;
        lendAndRun(
                c ->
                        assertThatThrownBy(() -> c.awaitInput(Long.MAX_VALUE))
                                .isInstanceOf(ConnectionAbortedException.class)
                                .hasMessage("because"));
    }

    @Test
    void tasksAndDrainingRunInsideWaits() {
        open(new Recorder(""));
        port.onAwait =
                () -> {
                    connection.execute(() -> calls.add("task"));
                    connection.drain(9);
                    port.onAwait = () -> port.inputEnds = true;
                };
        lendAndRun(
                c -> {
                    assertThat(c.awaitInput(Long.MAX_VALUE)).isFalse();
                    calls.add("body");
                });
        assertThat(calls)
                .containsExactly(
                        "opened",
                        "task",
                        "draining 9",
                        "peerEnded",
                        "body",
                        "inputEnded 0 ENDED",
                        "closed Finished");
    }

    @Test
    void aDeadlineThatPassedIsToldRightAfterTheLoan() {
        open(new Recorder(""));
        lendAndRun(
                c -> {
                    c.deadline(50);
                    port.now = 60;
                    calls.add("body");
                });
        assertThat(calls).containsExactly("opened", "body", "deadline");
    }

    @Test
    void closeInALoanTakesEffectAfterIt() {
        open(new Recorder(""));
        lendAndRun(
                c -> {
                    c.output(1).put((byte) 'x');
                    c.close();
                    calls.add("body");
                });
        assertThat(port.sent).hasToString("x");
        end();
        assertThat(calls).containsExactly("opened", "body", "closed Finished");
    }

    @Test
    void aLoanThatThrowsEndsTheConnectionWithItsCause() {
        Exception cause = new Exception("boom");
        open(new Recorder(""));
        lendAndRun(
                c -> {
                    throw cause;
                });
        assertThat(port.closed).isEqualTo(new Closed.Failed(cause));
    }

    @Test
    void aLoanIsDeadAfterItsBody() {
        AtomicReference<BlockingConnection> kept = new AtomicReference<>();
        open(new Recorder(""));
        lendAndRun(kept::set);
        assertThatThrownBy(() -> kept.get().input()).isInstanceOf(IllegalStateException.class);
        assertThat(kept.get().execute(() -> {})).isFalse();
    }

    @Test
    void loansDoNotNest() {
        open(new Recorder(""));
        lendAndRun(
                c ->
                        assertThatThrownBy(() -> c.lend(d -> {}))
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessageContaining("nest"));
    }

    @Test
    void aLoanBeyondItsLimitIsAborted() {
        open(new Recorder(""));
        task(() -> connection.lend(c -> port.now = connection.dueAt()));
        assertThat(port.dueAt).isEqualTo(limits.maxLoanNanos());
        port.now = port.dueAt;
        connection.turn(0, SCRATCH);
        connection.runLoan();
        assertThat(port.closed)
                .isInstanceOfSatisfying(
                        Closed.Aborted.class,
                        how -> assertThat(how.reason()).contains("transport.max-loan"));
    }

    @Test
    void checkingALoanAbortsItAtItsLimitAndTakesNoTurn() {
        open(new Recorder(""));
        task(() -> connection.lend(c -> {}));
        port.now = port.dueAt - 1;
        connection.checkLoan();
        assertThat(port.log).doesNotContain("reset");
        port.now++;
        connection.checkLoan();
        assertThat(port.log).contains("reset");
        assertThat(calls).containsExactly("opened");
        connection.runLoan();
        assertThat(calls).containsExactly("opened", "closed Aborted");
    }

    @Test
    void checkingWhatIsNotLentDoesNothing() {
        open(new Recorder(""));
        lendAndRun(c -> {});
        port.now = limits.maxLoanNanos();
        connection.checkLoan();
        read("x");
        assertThat(calls).containsExactly("opened", "received x");
    }

    @Test
    void theStreamsOfALoanReadAndWrite() {
        open(new Recorder(""));
        port.put("hello");
        lendAndRun(
                c -> {
                    byte[] in = c.inputStream().readNBytes(5);
                    c.outputStream().write(in);
                    c.outputStream().flush();
                });
        assertThat(port.sent).hasToString("hello");
    }
}
