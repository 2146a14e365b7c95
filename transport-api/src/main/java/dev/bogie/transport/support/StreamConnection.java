package dev.bogie.transport.support;

import dev.bogie.transport.Blocking;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.RestingConnection;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * The whole contract of {@link Connection} over a {@link StreamPort}: what is the same on every
 * transport and for every layer. The other side of this class is for whoever owns the port:
 *
 * <ol>
 *   <li>{@link #open} once, as the first turn;
 *   <li>{@link #turn} whenever the port is ready, {@link StreamPort#wake} was called, or the time
 *       given to {@link StreamPort#turnEnded} has come;
 *   <li>{@link #runLoan} on a thread that may block, after {@link StreamPort#lend};
 *   <li>{@link #lost} when the stream has ended in a way that reading or writing cannot tell.
 * </ol>
 *
 * <p>Between two turns the port may be {@linkplain #moveTo exchanged} for another.
 *
 * <p>None of these may overlap another; {@link #drain} and {@link #abort} may come at any time,
 * also before {@link #open}. While {@link #isLent}, {@code turn} does nothing but to see to the
 * loan's limit, and may overlap the loan; but when the borrower itself calls it, from inside {@link
 * StreamPort#await}, it runs what runs in the waits of a loan: tasks and {@code draining}. A port
 * whose {@code await} lasts as long as another connection's (a layer's) needs that; one that
 * returns when it is woken does not.
 */
public final class StreamConnection implements Connection {
    /** For {@link #turn}: the port may have bytes to read, or its end. */
    public static final int READABLE = 1;

    /** For {@link #turn}: the port may take bytes. */
    public static final int WRITABLE = 2;

    private final StreamAutomaton automaton;
    private final StreamParts parts;
    private final StreamLimits limits;
    private final DriverTurn turn;
    private final ClosingSequence closing;
    private final OutputQueue output;

    /**
     * A connection that is not open yet.
     *
     * @param port what moves the bytes
     * @param handler the first handler
     * @param limits the limits in force
     * @param pool where output chunks come from
     * @param input where unread bytes are kept
     */
    public StreamConnection(
            StreamPort port,
            ConnectionHandler handler,
            StreamLimits limits,
            BufferPool pool,
            InputBuffer input) {
        StreamParts parts = new StreamParts(port, limits);
        this.parts = parts;
        this.limits = limits;
        this.turn = parts.turn();
        this.closing = parts.closing();
        this.output = new OutputQueue(pool, limits.highMark(), limits.lowMark());
        this.automaton = new StreamAutomaton(this, handler, parts, input, output);
    }

    /**
     * For {@link dev.bogie.transport.Engine#adopt}: what can be given another port.
     *
     * @param resting what is to be adopted
     * @return its connection
     * @throws UnsupportedOperationException if that is of another kind
     */
    public static StreamConnection of(RestingConnection resting) {
        if (resting.connection() instanceof StreamConnection connection) {
            return connection;
        }
        throw new UnsupportedOperationException(
                "only a StreamConnection can be given another port, not "
                        + resting.connection().getClass());
    }

    // For the owner of the port

    /**
     * The first turn: the handler is {@code opened}.
     *
     * @return what {@code opened} threw, or null; the connection is then closed already
     */
    public @Nullable Throwable open() {
        return automaton.open();
    }

    /**
     * One turn: reads once, delivers, runs tasks and what is due, flushes once.
     *
     * @param ready {@link #READABLE} and {@link #WRITABLE}, or 0
     * @param scratch a buffer to read into, cleared by this method, with room for what one turn may
     *     read; content is not kept in it, so connections of one thread share it. Not used unless
     *     {@code ready} says {@link #READABLE}
     * @return true if the read filled the buffer, so that more is probably there
     */
    public boolean turn(int ready, ByteBuffer scratch) {
        return automaton.turn(ready, scratch);
    }

    /** Runs the loan that {@link StreamPort#lend} announced, and what follows it, to its end. */
    public void runLoan() {
        automaton.loans().run();
    }

    /**
     * Whether a borrower holds the turn. Any thread.
     *
     * @return true from just before {@link StreamPort#lend} until just before {@link
     *     StreamPort#loanEnded}
     */
    public boolean isLent() {
        return automaton.loans().isLent();
    }

    /**
     * Aborts the connection if a borrower has held it for too long, and does nothing else: for a
     * port whose timer runs on a thread that must not take turns. Any thread.
     */
    public void checkLoan() {
        if (isLent()) {
            automaton.loans().checkLimit();
        }
    }

    /**
     * Sends what a loan has left for the next one to send, if that has not been done. To be called
     * within some milliseconds of {@link StreamPort#hold}. Any thread; waits for nothing.
     */
    public void flushHeld() {
        automaton.output().flushHeld();
    }

    /**
     * When {@link #turn} is due at the latest, as last given to {@link StreamPort#turnEnded}. Any
     * thread: a timer that fires asks again, since a deadline moves without telling it.
     *
     * @return a time of {@link #nanoTime}, or {@link Long#MAX_VALUE}
     */
    public long dueAt() {
        return automaton.dueAt();
    }

    /**
     * Tells that the stream is gone. In a turn of its own, or inside one.
     *
     * @param how the cause; an earlier one counts
     */
    public void lost(Closed how) {
        automaton.lost(how);
    }

    /**
     * Tells that the peer will send no more although that cannot be read yet: for a layer whose
     * input is paused below. In a turn of its own, or inside one.
     *
     * @param how whether the end was in order
     */
    public void peerEnded(InputEnd how) {
        automaton.peerEnded(how);
    }

    /**
     * Says how the input ended, before {@link StreamPort#read} returns −1: for a layer that knows
     * better than {@link InputEnd#ENDED}.
     *
     * @param how how it will have ended
     */
    public void inputEndsAs(InputEnd how) {
        automaton.input().endsAs(how);
    }

    /**
     * Whether nothing is under way that the present port has a part in: it is open, its end has not
     * begun, no loan runs, and all that was written has left. To be asked by the owner of the port
     * between two turns; then it stays so until the next.
     *
     * @return true if {@link #moveTo} is allowed
     */
    public boolean isAtRest() {
        return !isLent() // first: all else is the borrower's
                && !automaton.isClosed()
                && !automaton.over()
                && !closing.refusesOutput()
                && !turn.isClosing()
                && !turn.hasLoan()
                && automaton.output().pending() == 0;
    }

    /**
     * Exchanges what is beneath, as from one engine to another; of all this the handler notices
     * nothing. To be called by the owner of the present port, between two turns, while {@link
     * #isAtRest}. Its last word: it takes no further turn, and the owner of the next takes the next
     * one, at once, whether or not anything is ready, since {@link StreamPort#wake} may have been
     * called on the present port until now. {@code wake}, {@link StreamPort#reset}, {@link
     * StreamPort#info} and {@link StreamPort#nanoTime} may come on it even later, from those who
     * had just looked.
     *
     * <p>What is kept goes along: the handler, its deadline, tasks, unread input, whether it is
     * paused, an input that has ended, an end that was asked for. So do the limits, on which the
     * handler may rely. Unread input is copied into memory of the next pool, and nothing stays in
     * that of the present one.
     *
     * @param next what moves the same bytes from now on, with a clock of the same origin
     * @param pool where chunks come from, and unread bytes are kept, from now on
     * @throws IllegalStateException if the connection is not at rest
     */
    public void moveTo(StreamPort next, BufferPool pool) {
        if (!isAtRest()) {
            throw new IllegalStateException("something is under way on this connection");
        }
        automaton.input().moveTo(pool); // first: it may throw, and then nothing was done
        output.moveTo(pool);
        parts.port(next);
    }

    // Connection

    @Override
    public ByteBuffer output(int atLeast) {
        automaton.output().check(atLeast);
        return output.output(atLeast);
    }

    @Override
    public void write(ByteBuffer src, @Nullable Runnable released) {
        try {
            automaton.output().check(src.remaining());
        } catch (IllegalStateException | IllegalArgumentException e) {
            if (released != null) {
                released.run();
            }
            throw e;
        }
        if (automaton.over()) {
            src.position(src.limit());
            if (released != null) {
                released.run();
            }
            return;
        }
        output.write(src, released);
    }

    @Override
    public void flush() {
        turn.check();
        automaton.output().flush();
        parts.port().flush();
    }

    @Override
    public long pending() {
        turn.check();
        return automaton.output().pending();
    }

    @Override
    public boolean isWritable() {
        turn.check();
        return automaton.output().isWritable();
    }

    @Override
    public void expect(int bytes) {
        turn.check();
        if (bytes < 1 || bytes > limits.maxExpect()) {
            throw new IllegalArgumentException(
                    "expect("
                            + bytes
                            + ") is not from 1 to "
                            + StreamLimits.MAX_EXPECT
                            + " = "
                            + limits.maxExpect());
        }
        automaton.input().expect(bytes);
    }

    @Override
    public void pauseInput() {
        turn.check();
        automaton.input().pause();
    }

    @Override
    public void resumeInput() {
        turn.check();
        turn.resume();
    }

    @Override
    public void end() {
        turn.check();
        if (!info(Info.CAPABILITIES).orElse(Set.of()).contains(Capability.HALF_CLOSE)) {
            throw new UnsupportedOperationException(
                    "this connection has no " + Capability.HALF_CLOSE + ": use close()");
        }
        automaton.end();
    }

    @Override
    public void close() {
        turn.check();
        turn.close();
    }

    @Override
    public void ignoreInput() {
        turn.check();
        closing.ignoreInput();
    }

    @Override
    public void abort(String reason) {
        automaton.abort(reason);
    }

    @Override
    public void switchTo(ConnectionHandler next) {
        turn.check();
        turn.switchTo(next);
    }

    @Override
    public void deadline(long nanoTime) {
        turn.check();
        automaton.deadline(nanoTime);
    }

    @Override
    public void lend(Blocking body) {
        turn.check();
        automaton.loans().check();
        turn.lend(body);
    }

    @Override
    public boolean execute(Runnable task) {
        return switch (turn.execute(task)) {
            case NO -> false;
            case YES -> true;
            case FIRST -> {
                parts.port().wake();
                yield true;
            }
        };
    }

    @Override
    public void drain(long until) {
        if (parts.drain().ask(until)) {
            parts.port().wake();
        }
    }

    @Override
    public boolean isDraining() {
        return parts.drain().isAsked();
    }

    @Override
    public boolean isClosed() {
        return automaton.isClosed();
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return parts.port().info(key);
    }

    @Override
    public long nanoTime() {
        return parts.port().nanoTime();
    }
}
