package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.InputEnd;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What leaves, what is refused, how a stream ends; tasks and deadlines. */
class StreamOutputTest extends StreamFixture {
    @Test
    void outputOfATurnLeavesInOneWrite() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        while (in.hasRemaining()) {
                            connection.output(1).put(in.get());
                        }
                    }
                });
        read("abc");
        assertThat(port.sent).hasToString("abc");
        assertThat(port.writes).isEqualTo(1);
    }

    @Test
    void writableIsToldAfterTheLowMarkIsReached() {
        open(new Recorder(""));
        port.capacity = 0;
        task(
                () -> {
                    connection.write(ByteBuffer.allocate(100_000), null);
                    assertThat(connection.isWritable()).isFalse();
                });
        assertThat(port.wantsOutput).isTrue();
        port.capacity = Integer.MAX_VALUE;
        connection.turn(StreamConnection.WRITABLE, SCRATCH);
        assertThat(calls).containsExactly("opened", "writable");
    }

    @Test
    void writableIsOwedEvenIfTheSameTurnDrainsTheQueue() {
        open(new Recorder(""));
        task(
                () -> {
                    connection.write(ByteBuffer.allocate(100_000), null);
                    assertThat(connection.isWritable()).isFalse();
                });
        assertThat(port.wakes).isEqualTo(2);
        connection.turn(0, SCRATCH);
        assertThat(calls).containsExactly("opened", "writable");
    }

    @Test
    void aSlowReaderIsAbortedThoughTheWriteThrows() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        port.capacity = 0;
                        while (true) {
                            connection.write(ByteBuffer.allocate(1 << 20), null);
                        }
                    }
                });
        read("x");
        assertThat(port.closed)
                .isInstanceOfSatisfying(
                        Closed.Aborted.class,
                        how -> assertThat(how.reason()).startsWith("slow reader"));
    }

    @Test
    void whatIsWrittenAfterThePeerVanishedIsReleased() {
        List<String> released = new ArrayList<>();
        open(new Recorder(""));
        port.writeFailure = new IOException("Broken pipe");
        task(
                () -> {
                    connection.write(ByteBuffer.allocateDirect(10_000), () -> released.add("1"));
                    connection.flush();
                    connection.write(ByteBuffer.allocateDirect(10_000), () -> released.add("2"));
                    connection.output(5).put((byte) 1);
                });
        assertThat(released).containsExactly("1", "2");
        assertThat(calls).containsExactly("opened", "closed PeerReset");
    }

    @Test
    void writingAfterCloseIsAnError() {
        open(new Recorder(""));
        task(
                () -> {
                    connection.close();
                    assertThatThrownBy(() -> connection.output(1))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("after end() or close()");
                });
    }

    @Test
    void closeLingersUntilThePeerEnds() {
        open(new Recorder(""));
        task(
                () -> {
                    connection.output(3).put(new byte[] {'b', 'y', 'e'});
                    connection.close();
                });
        assertThat(port.sent).hasToString("bye");
        assertThat(port.log).containsExactly("endOutput");
        read("ignored");
        assertThat(port.closed).isNull();
        end();
        assertThat(calls).containsExactly("opened", "closed Finished");
    }

    @Test
    void closeWaitsForNoInputThatIsIgnored() {
        open(new Recorder(""));
        port.capacity = 0;
        task(
                () -> {
                    connection.output(3).put(new byte[] {'b', 'y', 'e'});
                    connection.ignoreInput();
                    connection.close();
                });
        assertThat(port.closed).isNull();
        port.capacity = 3;
        connection.turn(StreamConnection.WRITABLE, SCRATCH);
        assertThat(port.sent).hasToString("bye");
        assertThat(calls).containsExactly("opened", "closed Finished");
    }

    @Test
    void inputThatIsIgnoredAtTheCloseIsStillReadBefore() {
        open(new Recorder(""));
        task(() -> connection.ignoreInput());
        read("more");
        assertThat(calls).containsExactly("opened", "received more");
    }

    @Test
    void lingeringEndsByTime() {
        open(new Recorder(""));
        task(() -> connection.close());
        assertThat(port.dueAt).isEqualTo(limits.lingerNanos());
        port.now = port.dueAt;
        connection.turn(0, SCRATCH);
        assertThat(port.closed).isEqualTo(Closed.finished());
    }

    @Test
    void lingeringEndsByTimeAlsoIfTheOutputHadEndedBefore() {
        open(new Recorder(""));
        task(() -> connection.end());
        port.now = 7;
        task(() -> connection.close());
        assertThat(port.dueAt).isEqualTo(7 + limits.lingerNanos());
        port.now = port.dueAt;
        connection.turn(0, SCRATCH);
        assertThat(port.closed).isEqualTo(Closed.finished());
    }

    @Test
    void lingeringEndsByAmount() {
        open(new Recorder(""));
        task(() -> connection.close());
        int turns = 0;
        while (port.closed == null && turns++ < 100) {
            port.incoming.add(new byte[64 * 1_024]);
            connection.turn(StreamConnection.READABLE, SCRATCH);
        }
        assertThat(turns).isEqualTo(5);
        assertThat(port.closed).isEqualTo(Closed.finished());
    }

    @Test
    void aCloseThatThePeerDoesNotTakeIsAborted() {
        open(new Recorder(""));
        port.capacity = 0;
        task(
                () -> {
                    connection.output(3).put(new byte[3]);
                    connection.close();
                });
        port.now = port.dueAt;
        connection.turn(0, SCRATCH);
        assertThat(port.closed).isInstanceOf(Closed.Aborted.class);
    }

    @Test
    void halfCloseFinishesWhenBothSidesHaveEnded() {
        open(
                new Recorder("") {
                    @Override
                    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
                        calls.add("inputEnded");
                        return AfterInput.KEEP_OPEN;
                    }
                });
        end();
        assertThat(port.closed).isNull();
        task(
                () -> {
                    connection.output(1).put((byte) 'x');
                    connection.end();
                });
        assertThat(port.sent).hasToString("x");
        assertThat(calls).containsExactly("opened", "peerEnded", "inputEnded", "closed Finished");
    }

    @Test
    void aPortThatClosesLaterTellsWhenItHas() {
        port.closesLater = true;
        open(new Recorder(""));
        end();
        assertThat(calls).doesNotContain("closed Finished");
        connection.turn(0, SCRATCH);
        connection.lost(Closed.finished());
        assertThat(calls).last().isEqualTo("closed Finished");
    }

    @Test
    void anExceptionInACallbackEndsTheConnectionWithItsCause() {
        RuntimeException cause = new RuntimeException("boom");
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        throw cause;
                    }
                });
        read("x");
        assertThat(port.closed).isEqualTo(new Closed.Failed(cause));
        assertThat(port.log).contains("reset");
    }

    @Test
    void anAbortFromElsewhereComesBeforeAllElse() {
        open(new Recorder(""));
        port.put("x");
        connection.abort("because");
        connection.turn(StreamConnection.READABLE, SCRATCH);
        assertThat(calls).containsExactly("opened", "closed Aborted");
        assertThat(connection.execute(() -> {})).isFalse();
    }

    @Test
    void acceptedTasksRunBeforeClosed() {
        open(new Recorder(""));
        connection.execute(() -> calls.add("task"));
        connection.abort("because");
        connection.turn(0, SCRATCH);
        assertThat(calls).containsExactly("opened", "task", "closed Aborted");
    }

    @Test
    void tasksBeyondTheBoundAreRefused() {
        open(new Recorder(""));
        for (int i = 0; i < 1_024; i++) {
            assertThat(connection.execute(() -> {})).isTrue();
        }
        assertThat(connection.execute(() -> {})).isFalse();
        connection.turn(0, SCRATCH);
        assertThat(connection.execute(() -> {})).isTrue();
    }

    @Test
    void outsideATurnOnlyTheAnyThreadMethodsWork() {
        open(new Recorder(""));
        assertThatThrownBy(() -> connection.output(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.close()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.pending()).isInstanceOf(IllegalStateException.class);
        assertThat(connection.isDraining()).isFalse();
    }

    @Test
    void aDeadlineIsToldOnceWhenItHasCome() {
        open(
                new Recorder("") {
                    @Override
                    public void opened(Connection c) {
                        c.deadline(100);
                    }
                });
        assertThat(port.dueAt).isEqualTo(100);
        port.now = 99;
        connection.turn(0, SCRATCH);
        assertThat(calls).isEmpty();
        port.now = 100;
        connection.turn(0, SCRATCH);
        connection.turn(0, SCRATCH);
        assertThat(calls).containsExactly("deadline");
        assertThat(port.dueAt).isEqualTo(Long.MAX_VALUE);
    }
}
