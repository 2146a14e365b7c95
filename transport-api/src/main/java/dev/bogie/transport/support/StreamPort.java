package dev.bogie.transport.support;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Info;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a transport (or a layer) supplies for one stream; {@link StreamConnection} makes a {@link
 * dev.bogie.transport.Connection} of it. All that moves bytes is non-blocking and called by the
 * driver, in a turn, but for the methods that say <i>any thread</i>.
 */
public interface StreamPort {

    /**
     * Reads what is there.
     *
     * @param dst where to; has room
     * @return how many bytes; 0 if there is nothing now; −1 if the input has ended
     * @throws IOException if the peer or the network broke the stream off
     */
    int read(ByteBuffer dst) throws IOException;

    /**
     * Writes what the peer takes now.
     *
     * @param src the bytes; the position is moved over what was written
     * @return how many bytes, maybe 0
     * @throws IOException if the peer or the network broke the stream off
     */
    int write(ByteBuffer src) throws IOException;

    /**
     * Writes what the peer takes now, from several buffers in order.
     *
     * @param srcs the buffers; the positions are moved over what was written
     * @param offset the first
     * @param length how many
     * @return how many bytes, maybe 0
     * @throws IOException if the peer or the network broke the stream off
     */
    long write(ByteBuffer[] srcs, int offset, int length) throws IOException;

    /**
     * Whether bytes on the heap reach {@link #write} through a direct chunk of the pool, slice by
     * slice: better for a channel, for which the JDK would copy them into a cache of the thread's.
     * Constant.
     *
     * @return false if this port reads them as well where they are, as one that encrypts does
     */
    default boolean prefersDirect() {
        return true;
    }

    /**
     * The handler has asked for a flush: for a layer to pass on. At the end of a turn nobody needs
     * to ask.
     */
    default void flush() {}

    /**
     * Bytes that {@link #write} has taken and that have not left yet, where a port can tell. A port
     * that keeps bytes of its own has {@link #endOutput} and {@link #close} take effect behind
     * them, and tells of an error that it meets too late to throw by {@link StreamConnection#lost}.
     *
     * @return bytes; 0 where the operating system has them
     */
    default long pending() {
        return 0;
    }

    /**
     * Tells the peer that no more will come. Called once at the most, when {@link #write} has taken
     * everything.
     *
     * @throws IOException if the peer or the network broke the stream off
     */
    void endOutput() throws IOException;

    /**
     * Closes in order, without waiting. Idempotent.
     *
     * @return true if that is all; false if the port will call {@link StreamConnection#lost} with
     *     {@link Closed#finished} when it is closed: as a layer does, which waits for what is below
     */
    boolean close();

    /**
     * Breaks the stream off so that the peer sees a reset at once. Any thread; idempotent; must not
     * wait. {@link #wake} follows.
     *
     * @param reason why, for a layer to pass on
     */
    void reset(String reason);

    /**
     * A turn, or a part of a loan, has ended: what the port should watch for. Called by the driver;
     * cheap when nothing has changed.
     *
     * @param input whether readiness to read matters
     * @param output whether readiness to write matters
     * @param dueAt when {@link StreamConnection#turn} must be called at the latest, on the clock of
     *     {@link #nanoTime}; {@link Long#MAX_VALUE} for never
     */
    void turnEnded(boolean input, boolean output, long dueAt);

    /**
     * Have a virtual thread call {@link StreamConnection#runLoan}, once the present turn has
     * returned. Until that returns, the port takes no turn; it only sees to the loan's limit, by
     * {@link StreamConnection#checkLoan} at {@link StreamConnection#dueAt}. A thread that drives
     * turns too finds its interrupt status cleared when {@code runLoan} has returned, but for an
     * abort that comes at that very moment.
     */
    void lend();

    /**
     * Waits, on the borrower's thread in a loan, until the stream may be ready to read (or to
     * write), until {@link #wake}, or until the deadline. May return early: the caller looks again,
     * at its tasks too.
     *
     * @param output whether to wait for readiness to write too, besides that to read
     * @param input whether to wait for readiness to read
     * @param deadline on the clock of {@link #nanoTime}; {@link Long#MAX_VALUE} for none
     * @throws IOException if the stream is lost
     * @throws InterruptedException if the thread is interrupted
     */
    void await(boolean input, boolean output, long deadline)
            throws IOException, InterruptedException;

    /**
     * A lent body has returned and another follows it at once: may the little that was written
     * until now stay, to leave together with what the next body writes? Called by the driver, in a
     * loan.
     *
     * @return true if the port will call {@link StreamConnection#flushHeld} within some
     *     milliseconds, as the next body may do something else for long; otherwise it leaves now
     */
    default boolean hold() {
        return false;
    }

    /** The loan is over and its thread has let the turn go: watch the stream again. */
    void loanEnded();

    /**
     * Something waits for the driver: take a turn soon, or in a loan end a wait. Any thread.
     *
     * <p>A wake that arrives while a turn runs must lead to another turn.
     */
    void wake();

    /**
     * The handler has been told that the connection is closed: free what is left. Called once,
     * last.
     *
     * @param how the cause
     */
    void closed(Closed how);

    /**
     * A fact about the stream. Any thread.
     *
     * @param key which
     * @param <T> its type
     * @return the fact, if known
     */
    <T> Optional<T> info(Info<T> key);

    /**
     * The engine's clock. Any thread.
     *
     * @return nanoseconds
     */
    long nanoTime();
}
