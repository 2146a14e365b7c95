package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The automaton over a port without a peer: order of calls, effects, loans, the end. */
class StreamConnectionTest {
    private static final ByteBuffer SCRATCH = ByteBuffer.allocateDirect(64 * 1_024);

    private final ScriptedPort port = new ScriptedPort();
    private final ChunkPool pool = new ChunkPool(4);
    private final List<String> calls = new ArrayList<>();
    private StreamLimits limits = StreamLimits.of(Settings.defaults());
    private StreamConnection connection;

    /** Notes each call and consumes what {@code consume} says. */
    private class Recorder implements ConnectionHandler {
        final String name;

        Recorder(String name) {
            this.name = name;
        }

        @Override
        public void opened(Connection c) throws Exception {
            calls.add(name + "opened");
        }

        @Override
        public void received(ByteBuffer in) throws Exception {
            byte[] bytes = new byte[in.remaining()];
            in.duplicate().get(bytes);
            calls.add(name + "received " + new String(bytes, StandardCharsets.ISO_8859_1));
            consume(in);
        }

        void consume(ByteBuffer in) throws Exception {
            in.position(in.limit());
        }

        @Override
        public AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
            calls.add(name + "inputEnded " + rest.remaining() + " " + how);
            return AfterInput.CLOSE;
        }

        @Override
        public void writable() {
            calls.add(name + "writable");
        }

        @Override
        public void deadline(long now) throws Exception {
            calls.add(name + "deadline");
        }

        @Override
        public void draining(long until) {
            calls.add(name + "draining " + until);
        }

        @Override
        public void peerEnded(InputEnd how) {
            calls.add(name + "peerEnded");
        }

        @Override
        public void closed(Closed how) {
            calls.add(name + "closed " + how.getClass().getSimpleName());
        }
    }

    private void open(ConnectionHandler handler) {
        connection = new StreamConnection(port, handler, limits, pool, InputBuffer.of(pool));
        connection.open();
    }

    private void read(String... texts) {
        for (String text : texts) {
            port.put(text);
            connection.turn(StreamConnection.READABLE, SCRATCH);
        }
    }

    private void end() {
        port.inputEnds = true;
        connection.turn(StreamConnection.READABLE, SCRATCH);
    }

    private void task(Runnable task) {
        assertThat(connection.execute(task)).isTrue();
        connection.turn(0, SCRATCH);
    }

    @AfterEach
    void returnsAllBuffers() {
        if (connection != null && connection.isClosed()) {
            assertThat(pool.outstanding()).isZero();
        }
    }

    @Test
    void leftBytesComeAgainWithMore() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        if (in.remaining() >= 3) {
                            in.position(in.position() + 3);
                        }
                    }
                });
        read("ab", "cd", "ef");
        assertThat(calls).containsExactly("opened", "received ab", "received abcd", "received def");
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void theEndIsToldOnceWithTheRestAndThenClosed() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {}
                });
        read("ab");
        end();
        assertThat(calls)
                .containsExactly(
                        "opened",
                        "received ab",
                        "peerEnded",
                        "inputEnded 2 ENDED",
                        "closed Finished");
        assertThat(port.log).containsExactly("endOutput", "close", "close");
    }

    @Test
    void aPauseKeepsBytesAndEndUntilResumed() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        in.get();
                        if (calls.size() < 3) {
                            connection.pauseInput();
                        }
                    }
                });
        read("abc", "d");
        end();
        assertThat(calls).containsExactly("opened", "received abc", "peerEnded");
        task(() -> connection.resumeInput());
        assertThat(calls.subList(3, calls.size()))
                .containsExactly("received bcd", "inputEnded 2 ENDED", "closed Finished");
    }

    @Test
    void resumeInputDeliversAgainThoughNothingIsNew() {
        open(new Recorder(""));
        task(() -> connection.resumeInput());
        assertThat(calls).containsExactly("opened", "received ");
    }

    @Test
    void aSwitchHandsOverUnreadBytesInTheSameTurn() {
        open(
                new Recorder("a.") {
                    @Override
                    void consume(ByteBuffer in) {
                        in.get();
                        connection.deadline(5);
                        connection.switchTo(new Recorder("b."));
                    }
                });
        read("xyz");
        assertThat(calls)
                .containsExactly("a.opened", "a.received xyz", "b.opened", "b.received yz");
        port.now = 10;
        connection.turn(0, SCRATCH);
        assertThat(calls).hasSize(4);
        end();
        assertThat(calls).last().isEqualTo("b.closed Finished");
        assertThat(calls).doesNotContain("a.closed Finished");
    }

    @Test
    void aSwitchAtTheEndHandsOverTheRestAndTheEnd() {
        open(
                new Recorder("a.") {
                    @Override
                    void consume(ByteBuffer in) {}

                    @Override
                    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
                        connection.switchTo(new Recorder("b."));
                        return AfterInput.CLOSE;
                    }
                });
        read("xy");
        end();
        assertThat(calls)
                .containsExactly(
                        "a.opened",
                        "a.received xy",
                        "a.peerEnded",
                        "b.opened",
                        "b.peerEnded",
                        "b.received xy",
                        "b.inputEnded 0 ENDED",
                        "b.closed Finished");
    }

    @Test
    void aSwitchWhileDrainingTellsTheNextHandlerToo() {
        open(new Recorder("a."));
        connection.drain(7);
        connection.turn(0, SCRATCH);
        task(() -> connection.switchTo(new Recorder("b.")));
        assertThat(calls).containsExactly("a.opened", "a.draining 7", "b.opened", "b.draining 7");
    }

    @Test
    void expectHoldsTheNextDeliveryBack() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        if (in.remaining() < 4) {
                            connection.expect(4);
                        } else {
                            in.position(in.limit());
                        }
                    }
                });
        read("a", "b", "c", "d");
        assertThat(calls).containsExactly("opened", "received a", "received abcd");
    }

    @Test
    void nothingConsumedAndFullIsAborted() {
        limits = limitsWithMaxInput(4);
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {}
                });
        read("abcd");
        assertThat(port.closed)
                .isInstanceOfSatisfying(
                        Closed.Aborted.class,
                        how -> assertThat(how.reason()).contains("transport.max-input", "expect"));
    }

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
    void lingeringEndsByTime() {
        open(new Recorder(""));
        task(() -> connection.close());
        assertThat(port.dueAt).isEqualTo(limits.lingerNanos());
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

    // Loans

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

    private static StreamLimits limitsWithMaxInput(int bytes) {
        StreamLimits l = StreamLimits.of(Settings.defaults());
        return new StreamLimits(
                bytes,
                l.maxExpect(),
                l.highMark(),
                l.lowMark(),
                l.maxPending(),
                l.maxTasks(),
                l.maxLoanNanos(),
                l.waitNanos(),
                l.lingerNanos(),
                l.lingerBytes());
    }
}
