package dev.bogie.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * A connection whose driver may wait; handed out by {@link Connection#lend} and dead when the lent
 * body has returned (then every method throws {@link IllegalStateException}). To hold one is the
 * permission to wait, so no other type has methods that do.
 *
 * <p>Only the thread that runs the body may call it, but for the methods that {@link Connection}
 * allows to any thread. Input is not delivered to the handler during the loan: it is read here.
 *
 * <p><b>Waits</b> end with a subtype of {@link IOException} that tells why: {@link
 * ConnectionTimeoutException} (the deadline given has passed; the connection is as before), {@link
 * ConnectionResetException} (the peer), {@link ConnectionAbortedException} (this side, {@code
 * transport.max-loan} included). An interrupt is an {@link InterruptedException} as everywhere; the
 * two streams throw {@link java.io.InterruptedIOException} for it and leave the interrupt status
 * set. Tasks, {@code draining} and {@code peerEnded} run inside waits, on this thread. A deadline
 * given to a wait is a time of {@link #nanoTime}; {@link Long#MAX_VALUE} waits as long as the loan
 * may last.
 */
public interface BlockingConnection extends Connection {

    /**
     * What is unread now; consume by moving the position.
     *
     * @return the transport's buffer, maybe empty, maybe read-only; valid until the next {@link
     *     #awaitInput}
     */
    ByteBuffer input();

    /**
     * Waits for more input than {@link #input} held when this was called.
     *
     * @param deadline when to give up
     * @return true if there is at least one byte more; false if the input has ended
     * @throws IOException if the wait is in vain, or more is unread than {@code
     *     transport.max-input} (or a larger {@link #expect}) allows
     * @throws InterruptedException if the thread is interrupted
     */
    boolean awaitInput(long deadline) throws IOException, InterruptedException;

    /**
     * Sends what is queued and waits until {@link #isWritable}.
     *
     * @param deadline when to give up
     * @throws IOException if the wait is in vain
     * @throws InterruptedException if the thread is interrupted
     */
    void awaitWritable(long deadline) throws IOException, InterruptedException;

    /**
     * Sends what is queued and waits until nothing is {@link #pending}.
     *
     * @param deadline when to give up
     * @throws IOException if the wait is in vain
     * @throws InterruptedException if the thread is interrupted
     */
    void awaitFlushed(long deadline) throws IOException, InterruptedException;

    /**
     * The input as a stream. A read waits {@code transport.wait-timeout} at the most. Closing it
     * does nothing.
     *
     * @return a stream over {@link #input}; the same at each call
     */
    InputStream inputStream();

    /**
     * The output as a stream. A write is queued and waits, {@code transport.wait-timeout} at the
     * most, only while the connection is not writable; {@code flush} sends what is queued. Closing
     * it flushes, no more.
     *
     * @return a stream over {@link #write}; the same at each call
     */
    OutputStream outputStream();
}
