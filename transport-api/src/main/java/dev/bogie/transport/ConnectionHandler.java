package dev.bogie.transport;

import java.nio.ByteBuffer;

/**
 * One connection's protocol state as the transport sees it (asyncio's <i>protocol</i> object).
 *
 * <p>The legal order of calls, which every transport keeps and every handler may rely on:
 *
 * <pre>{@code
 * opened → (received | writable | deadline | draining | peerEnded)*
 *        → inputEnded? → (writable | deadline | draining)*
 *        → closed
 * }</pre>
 *
 * with {@code turnEnding} before each flush in between.
 *
 * <p><b>Turns.</b> Callbacks, {@linkplain Connection#execute tasks}, deadlines and {@linkplain
 * Connection#lend lent bodies} of one connection run in <i>turns</i> that never overlap, and each
 * sees what the one before it wrote: a handler needs no lock and no volatile field. They may run on
 * different threads. No callback is called from inside a {@link Connection} method.
 *
 * <p><b>Quickness.</b> A callback must not block: on some transports it runs on the loop that
 * serves a thousand others. Code that may block asks for {@link Connection#lend}.
 *
 * <p><b>Failure.</b> What a callback throws ends this connection, and no other, as {@link
 * Closed.Failed}; what {@code closed} throws is logged.
 *
 * <p>The smallest useful handler echoes:
 *
 * {@snippet :
 * final class Echo implements ConnectionHandler {
 *     private Connection connection;
 *
 *     public void opened(Connection connection) {
 *         this.connection = connection;
 *     }
 *
 *     public void received(ByteBuffer in) {
 *         connection.output(in.remaining()).put(in);
 *     }
 * }
 * }
 */
public interface ConnectionHandler {

    /**
     * The connection is there. Always the first call; after {@link Connection#switchTo}, the first
     * of the next handler.
     *
     * @param connection to be kept; valid until {@link #closed} has returned
     * @throws Exception ends the connection
     */
    void opened(Connection connection) throws Exception;

    /**
     * All bytes that are unread. The handler consumes what it can by moving the position. Bytes
     * that it leaves mean <i>I examined all of it and need more</i>: the next call comes with more
     * bytes behind the same ones, or it is {@link #inputEnded}. If nothing is consumed, the buffer
     * is full ({@code transport.max-input}) and no larger {@link Connection#expect} was made, the
     * connection is aborted; so a protocol's own limit of a message belongs below that.
     *
     * <p>What a call leaves that also paused the input, lent the connection or switched it is kept
     * as it is. What one leaves that closed the connection is discarded.
     *
     * <p>After {@link Connection#resumeInput} it is called again though nothing may be new: then
     * the buffer holds what was left, and may be empty. After a loan it is called again if anything
     * is unread.
     *
     * @param in the transport's: valid during the call only; maybe direct, maybe read-only; only
     *     its position may be moved
     * @throws Exception ends the connection
     */
    void received(ByteBuffer in) throws Exception;

    /**
     * The input has ended, and all of it has been delivered. Called once at the most; {@link
     * #received} is not called any more. Wants {@link AfterInput#CLOSE} unless overridden.
     *
     * @param rest what the last {@link #received} left; like its argument. What is left now goes to
     *     the next handler if {@link Connection#switchTo} was called, and is discarded otherwise
     * @param how whether the end was in order
     * @return whether to close
     * @throws Exception ends the connection
     */
    default AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
        return AfterInput.CLOSE;
    }

    /**
     * {@link Connection#isWritable} has become true again after the handler saw it false. Called in
     * a turn of its own. Does nothing unless overridden.
     *
     * @throws Exception ends the connection
     */
    default void writable() throws Exception {}

    /**
     * The time set by {@link Connection#deadline} has come; the deadline is now off. Does nothing
     * unless overridden.
     *
     * @param now {@link Connection#nanoTime}, at or after the time that was set
     * @throws Exception ends the connection
     */
    default void deadline(long now) throws Exception {}

    /**
     * The connection should end soon: finish what was begun, begin nothing new, close. Called once
     * for each handler, again whenever the time is brought forward, and to the next handler right
     * after its {@code opened} if a switch happens while draining. Does nothing unless overridden:
     * the connection then goes on until it ends by itself or is aborted.
     *
     * <p>How much time there is tells how much of a hurry: a process that ends leaves seconds, a
     * transport that is replaced under a running server leaves minutes. Who only waits for the peer
     * may use them to end at a moment that costs the peer nothing.
     *
     * @param until when it will be aborted, on the clock of {@link Connection#nanoTime}; may be
     *     brought forward, never back
     * @throws Exception ends the connection
     */
    default void draining(long until) throws Exception {}

    /**
     * Advice: the peer will send no more. Told as soon as it is seen, even while input is paused
     * and unread bytes wait, so that a handler which only writes learns that its reader has left.
     * {@link #inputEnded} still comes, in its time.
     *
     * @param how whether the end was in order
     */
    default void peerEnded(InputEnd how) {}

    /**
     * The turn is about to flush: where a {@link Layer} wraps what the turn produced. May write;
     * must not do anything else.
     *
     * @throws Exception ends the connection
     */
    default void turnEnding() throws Exception {}

    /**
     * The connection is gone. Exactly once, the last call; not called on a handler that was
     * switched away. {@link Connection} methods that are called from now on do nothing or throw
     * {@link IllegalStateException}. The transport does not hold the handler any longer, not for a
     * deadline that was set either.
     *
     * @param how the cause
     */
    default void closed(Closed how) {}
}
