package dev.bogie.transport;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * An ordered byte stream as its handler sees it (asyncio's <i>transport</i> object).
 *
 * <p><b>Threads.</b> {@link #execute}, {@link #abort}, {@link #drain}, {@link #isDraining}, {@link
 * #isClosed}, {@link #info} and {@link #nanoTime} may be called from any thread. Everything else
 * belongs to the one driver that holds the connection's turn: from a callback, a task or a lent
 * body; elsewhere it throws {@link IllegalStateException}.
 *
 * <p><b>Effects.</b> {@link #switchTo}, {@link #lend}, {@link #resumeInput} and {@link #close} are
 * noted and take effect when the present callback (task, lent body) has returned; of several, an
 * abort comes before the switch, before the loan, before the resumption, before the close. After
 * {@code close} or {@code abort} the handler is only told {@link ConnectionHandler#closed}.
 *
 * <p><b>Output.</b> What a turn writes leaves in one write at its end. After {@link #end} or {@link
 * #close} writing is a programming error ({@link IllegalStateException}); after the peer has
 * vanished it is dropped, until {@code closed} tells.
 */
public interface Connection {

    /**
     * Room to encode in place: put bytes at the buffer's position; they leave at the end of the
     * turn, in order with everything else that is written.
     *
     * @param atLeast how many bytes must fit, &gt; 0; at most the setting {@code
     *     transport.max-pending}
     * @return the transport's buffer with {@code remaining() ≥ atLeast}; only its position may be
     *     moved, forward, and only until the next call of a method of this connection
     * @throws IllegalStateException after {@code end} or {@code close}, outside a turn, or when so
     *     much is pending that the connection is aborted as a slow reader
     */
    ByteBuffer output(int atLeast);

    /**
     * Writes all remaining bytes of a buffer: small ones are copied, large ones taken by reference.
     *
     * @param src the bytes; its position is moved to its limit. When {@code released} is given, the
     *     bytes must not change until it has run; a duplicate or a read-only view may be written to
     *     many connections at once
     * @param released run exactly once when the transport has done with the bytes (sent, copied or
     *     dropped), maybe before this method returns, on any driver, so it must be quick; or null,
     *     and then the bytes are always copied
     * @throws IllegalStateException as for {@link #output}; {@code released} has then been run
     */
    void write(ByteBuffer src, @Nullable Runnable released);

    /**
     * Writes a region of a file.
     *
     * @param file open for reading until {@code released} has run
     * @param position where the region begins, in bytes
     * @param count its length, in bytes
     * @param released run exactly once when the transport has done with the file, or null
     * @throws UnsupportedOperationException unless {@link Capability#FILE_TRANSFER} is among {@link
     *     Info#CAPABILITIES}
     * @throws IllegalStateException as for {@link #output}
     */
    default void transfer(
            FileChannel file, long position, long count, @Nullable Runnable released) {
        throw new UnsupportedOperationException(
                "this connection has no " + Capability.FILE_TRANSFER + ": read the file and write");
    }

    /**
     * Sends what is queued now, as far as the peer takes it, without waiting for the turn's end.
     */
    void flush();

    /**
     * How many bytes are queued here and not yet taken by the operating system.
     *
     * @return bytes
     */
    long pending();

    /**
     * Whether little enough is queued to go on writing. Becomes false when {@link #pending} exceeds
     * the setting {@code transport.high-mark}, and true again, with a call of {@link
     * ConnectionHandler#writable}, when it has fallen to {@code transport.low-mark}. Advice:
     * writing goes on to be accepted up to {@code transport.max-pending}, above which the
     * connection is aborted.
     *
     * @return false if the handler should stop writing and wait
     */
    boolean isWritable();

    /**
     * For the next delivery only: wait until so many bytes are unread together, and make room for
     * them. Not needed for what fits into the setting {@code transport.max-input}.
     *
     * @param bytes &gt; 0, at most the setting {@code transport.max-expect}
     * @throws IllegalArgumentException if it is not in that range
     */
    void expect(int bytes);

    /**
     * Stops {@link ConnectionHandler#received} and {@link ConnectionHandler#inputEnded}. The
     * transport reads on up to {@code transport.max-input} so as to see the peer's end, and then
     * leaves the rest to the peer's flow control. What the present callback leaves unread is kept.
     * Idempotent, not counted.
     */
    void pauseInput();

    /**
     * Ends a pause and asks for {@link ConnectionHandler#received} once more, with all that is
     * unread, even when nothing is new and even when there was no pause. A handler that resumes
     * whenever it receives is called again and again, but not in one turn for ever.
     */
    void resumeInput();

    /**
     * Ends the output: what is queued is sent, then the peer is told that no more will come. Input
     * goes on. Idempotent.
     *
     * @throws UnsupportedOperationException unless {@link Capability#HALF_CLOSE} is among {@link
     *     Info#CAPABILITIES}
     */
    void end();

    /**
     * Closes in order: what is queued is sent, the output is ended, a bounded amount of further
     * input is discarded so that the peer can read our last words (RFC 9112 §9.6), then the channel
     * is closed: a peer that goes on sending finds it reset. The handler is told {@link
     * Closed.Finished}, or what prevented it. Idempotent.
     */
    void close();

    /**
     * Says that the peer has said its last word, which a layer may know from the bytes before they
     * end: {@link #close} then discards no input and waits for none, and the channel is closed as
     * soon as what is queued has been sent. Changes nothing else; a hint, which a connection need
     * not take. Idempotent.
     */
    default void ignoreInput() {}

    /**
     * Breaks the connection off at once, from any thread: the channel is closed so that the peer
     * sees a reset, waits end with {@link ConnectionAbortedException}, a lent thread that blocks
     * elsewhere is interrupted, and {@link ConnectionHandler#closed} follows as soon as the driver
     * is free. Only the first reason counts. No effect on a connection that is closed.
     *
     * @param reason why, in a sentence
     */
    void abort(String reason);

    /**
     * Hands the connection over. After the present callback {@code next} is {@code opened}, then,
     * if bytes are left or the input has ended, it receives them, all in the same turn. The old
     * handler is not called again, {@code closed} included. Its deadline, pause and {@code expect}
     * are reset; queued output keeps its order.
     *
     * @param next the handler from now on
     * @throws IllegalStateException if another switch is waiting to take effect
     */
    void switchTo(ConnectionHandler next);

    /**
     * Sets the one deadline of this connection, in place of the one before. Cheap: moving it is
     * writing a field.
     *
     * @param nanoTime when {@link ConnectionHandler#deadline} is to be called, on the clock of
     *     {@link #nanoTime}; {@link Long#MAX_VALUE} for never
     */
    void deadline(long nanoTime);

    /**
     * Lets code that may block be the driver: after the present callback {@code body} runs on a
     * virtual thread and holds the turn until it returns. Meanwhile no callback runs; {@linkplain
     * #execute tasks}, {@code draining} and {@code peerEnded} run where the body waits through its
     * {@link BlockingConnection}, or after it; what is unread then is delivered again; a deadline
     * that is set and has passed is delivered right after it.
     *
     * <p>Its end flushes as that of a turn does; but where another loan follows at once, a little
     * output may be left for that one to send, for some milliseconds at the most.
     *
     * @param body what to run
     * @throws IllegalStateException from within a loan, and if another loan is waiting to begin
     */
    void lend(Blocking body);

    /**
     * Runs a task as the driver, in a turn of its own, after what has been accepted before. Never
     * blocks; any thread.
     *
     * @param task the task; what it throws ends the connection as {@link Closed.Failed}
     * @return true if it will run, before {@code closed}; false if the connection is closed or the
     *     setting {@code transport.max-tasks} is reached: it will not run
     */
    boolean execute(Runnable task);

    /**
     * Asks the present handler to end soon, through {@link ConnectionHandler#draining}. Any thread;
     * of several calls the earliest time counts, one that is no earlier has no effect. Does not by
     * itself abort at {@code until}: the engine's {@link Engine#close} does.
     *
     * @param until on the clock of {@link #nanoTime}
     */
    void drain(long until);

    /**
     * Whether {@link #drain} was called. Any thread.
     *
     * @return true once it was
     */
    boolean isDraining();

    /**
     * Whether the handler has been told {@code closed}, or is being told. Any thread.
     *
     * @return true at the end, and never false again
     */
    boolean isClosed();

    /**
     * A fact about this connection. Any thread; also after {@code closed}.
     *
     * @param key which fact
     * @param <T> its type
     * @return the fact, or empty if nobody below knows it
     */
    <T> Optional<T> info(Info<T> key);

    /**
     * The engine's clock, see {@link Engine#nanoTime}. Any thread.
     *
     * @return nanoseconds
     */
    long nanoTime();
}
