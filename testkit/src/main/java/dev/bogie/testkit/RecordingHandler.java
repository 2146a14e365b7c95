package dev.bogie.testkit;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Blocking;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/**
 * A handler that notes what it is told, checks the order of calls as it goes, and does what a test
 * wants it to do. Unless told otherwise it consumes all input and closes when its peer has ended.
 *
 * <p>What a handler does is set before it is given to an engine; what it was told may be asked for,
 * and waited for, from any thread: {@link #seen}.
 */
public final class RecordingHandler implements ConnectionHandler {

    /** What to do in a turn. */
    @FunctionalInterface
    public interface Act {
        /**
         * Acts as the driver.
         *
         * @param connection the connection
         * @throws Exception to be thrown by the callback
         */
        void on(Connection connection) throws Exception;
    }

    /** What to do with input. */
    @FunctionalInterface
    public interface Take {
        /**
         * Takes what it wants.
         *
         * @param connection the connection
         * @param in what is unread
         * @throws Exception thrown by the callback
         */
        void from(Connection connection, ByteBuffer in) throws Exception;
    }

    private static final Act NOTHING = c -> {};

    private final String name;
    private final CallRecord seen;
    private final Map<Call, Act> acts = new EnumMap<>(Call.class);
    private Act turnEnding = NOTHING;
    private Take received;
    private Take inputEnded;
    private AfterInput afterInput = AfterInput.CLOSE;

    // Written in turns, on purpose without any protection: that turns do not overlap is under test.
    private @Nullable Thread inside;
    private boolean lent;

    private volatile @Nullable Connection connection;

    /**
     * A handler that consumes all, and closes after its peer has ended.
     *
     * @param name for messages
     */
    public RecordingHandler(String name) {
        this.name = name;
        this.seen = new CallRecord(name);
        this.received = (c, in) -> consume(in);
        this.inputEnded = (c, in) -> consume(in);
    }

    // What it does

    /**
     * Acts in a callback other than the two that take input.
     *
     * @param call which
     * @param act what to do
     * @return this
     */
    public RecordingHandler on(Call call, Act act) {
        acts.put(call, act);
        return this;
    }

    /**
     * Takes input in {@code received}, instead of consuming all.
     *
     * @param take what to do; {@link #consume} notes bytes
     * @return this
     */
    public RecordingHandler onReceived(Take take) {
        received = take;
        return this;
    }

    /**
     * Takes the rest in {@code inputEnded}, instead of consuming all.
     *
     * @param take what to do
     * @return this
     */
    public RecordingHandler onInputEnded(Take take) {
        inputEnded = take;
        return this;
    }

    /**
     * Answers {@link AfterInput#KEEP_OPEN} to the end of the input.
     *
     * @return this
     */
    public RecordingHandler keepOpen() {
        afterInput = AfterInput.KEEP_OPEN;
        return this;
    }

    /**
     * Sends back all that it receives.
     *
     * @return this
     */
    public RecordingHandler echoing() {
        received =
                (c, in) -> {
                    c.write(in.duplicate(), null);
                    consume(in);
                };
        return this;
    }

    /**
     * Acts in {@code turnEnding}.
     *
     * @param act what to do
     * @return this
     */
    public RecordingHandler onTurnEnding(Act act) {
        turnEnding = act;
        return this;
    }

    /**
     * Consumes and notes all remaining bytes. In a turn.
     *
     * @param in the bytes
     */
    public void consume(ByteBuffer in) {
        byte[] copy = new byte[in.remaining()];
        in.get(copy);
        seen.bytes(copy);
    }

    // ConnectionHandler

    @Override
    public void opened(Connection connection) throws Exception {
        this.connection = connection;
        call(Call.OPENED);
    }

    @Override
    public void received(ByteBuffer in) throws Exception {
        call(Call.RECEIVED, c -> received.from(c, in));
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd end) throws Exception {
        seen.inputEnd(end);
        call(Call.INPUT_ENDED, c -> inputEnded.from(c, rest));
        return afterInput;
    }

    @Override
    public void writable() throws Exception {
        call(Call.WRITABLE);
    }

    @Override
    public void deadline(long now) throws Exception {
        call(Call.DEADLINE);
    }

    @Override
    public void draining(long until) throws Exception {
        call(Call.DRAINING);
    }

    @Override
    public void peerEnded(InputEnd end) {
        unchecked(c -> call(Call.PEER_ENDED));
    }

    @Override
    public void turnEnding() throws Exception {
        turnEnding.on(connection());
    }

    @Override
    public void closed(Closed how) {
        try {
            unchecked(c -> call(Call.CLOSED));
        } finally {
            seen.end(how);
        }
    }

    private void call(Call call) throws Exception {
        call(call, acts.getOrDefault(call, NOTHING));
    }

    private void call(Call call, Act act) throws Exception {
        enter(call);
        try {
            act.on(connection());
        } finally {
            leave();
            seen.end(call); // not before: who waits for a call sees what it did
        }
    }

    private void enter(Call call) {
        enter(call.toString(), lent && (call == Call.DRAINING || call == Call.PEER_ENDED));
        seen.begin(call);
    }

    private void enter(String what, boolean inWait) {
        Thread me = Thread.currentThread();
        Thread other = inside;
        if (other != null && !(inWait && other == me)) {
            seen.violation(what + " on " + me + " while a turn runs on " + other);
        }
        inside = me;
    }

    private void leave() {
        if (!lent) {
            inside = null;
        }
    }

    private void unchecked(Act act) {
        try {
            act.on(connection());
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // Turns of a test's own

    /**
     * A task that is checked like a callback.
     *
     * @param act what it does; what it throws, the task throws
     * @return for {@link Connection#execute}
     */
    public Runnable task(Act act) {
        return () -> {
            enter("a task", lent);
            try {
                unchecked(act);
            } finally {
                leave();
            }
        };
    }

    /**
     * A body that is checked like a callback.
     *
     * @param body what it does
     * @return for {@link Connection#lend}
     */
    public Blocking body(Blocking body) {
        return c -> {
            enter("a loan", false);
            lent = true;
            try {
                body.run(c);
            } finally {
                lent = false;
                leave();
            }
        };
    }

    /**
     * Has something run in a turn, checked like a callback.
     *
     * @param act what to do; what it throws ends the connection
     * @return whether it was accepted
     */
    public boolean tell(Act act) {
        return connection().execute(task(act));
    }

    /**
     * Runs something in a turn and waits for what comes of it.
     *
     * @param act what to run
     */
    public void inTurn(Act act) {
        Callable<Boolean> question =
                () -> {
                    act.on(connection());
                    return true;
                };
        boolean unused = ask(question);
    }

    /**
     * Asks something in a turn and waits for the answer.
     *
     * @param question what to ask
     * @param <T> the type of the answer
     * @return the answer
     */
    public <T> T ask(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        seen.awaitCall(Call.OPENED);
        boolean accepted =
                tell(
                        c -> {
                            try {
                                answer.complete(question.call());
                            } catch (Throwable e) {
                                answer.completeExceptionally(e);
                            }
                        });
        if (!accepted) {
            throw new AssertionError(this + " refused a task");
        }
        return Patience.await(answer);
    }

    /**
     * Writes text in a turn of its own.
     *
     * @param text ISO-8859-1
     */
    public void send(String text) {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Writes bytes in a turn of its own.
     *
     * @param what the bytes
     */
    public void send(byte[] what) {
        inTurn(c -> c.write(ByteBuffer.wrap(what), null));
    }

    /**
     * What it was told.
     *
     * @return the record
     */
    public CallRecord seen() {
        return seen;
    }

    /**
     * The connection.
     *
     * @return what {@code opened} was given; an error before that
     */
    public Connection connection() {
        Connection c = connection;
        if (c == null) {
            throw new AssertionError(name + " was called before it was opened");
        }
        return c;
    }

    @Override
    public String toString() {
        return seen.toString();
    }
}
