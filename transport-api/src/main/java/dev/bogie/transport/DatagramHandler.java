package dev.bogie.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Receives the datagrams of a {@link DatagramPort}. The legal order of calls is
 *
 * <pre>{@code
 * opened → (received | writable | dropped)* → closed
 * }</pre>
 *
 * <p>As for connections, calls and {@linkplain DatagramPort#execute tasks} come in turns that never
 * overlap, whatever thread they come on, and each sees what the one before wrote: nothing in a
 * handler needs a lock. None of them may block: one handler answers for all peers of a port.
 *
 * <p>A turn tells of so many datagrams as have come, up to {@code udp.batch}, then others have
 * their turn.
 */
public interface DatagramHandler {

    /**
     * The port is bound.
     *
     * @param port to be kept
     * @throws Exception closes the port; {@link #closed} tells the cause
     */
    void opened(DatagramPort port) throws Exception;

    /**
     * A whole datagram, maybe an empty one. Datagrams that are larger than {@code udp.max-datagram}
     * don't come in part: they are {@linkplain #dropped dropped}.
     *
     * @param datagram the transport's, maybe read-only; valid during the call only. What is not
     *     read does not come again
     * @param from its sender, as the datagram claims
     * @throws Exception is logged; the port lives on
     */
    void received(ByteBuffer datagram, SocketAddress from) throws Exception;

    /**
     * {@link DatagramPort#send} takes datagrams again after it refused one.
     *
     * @throws Exception is logged; the port lives on
     */
    default void writable() throws Exception {}

    /**
     * Datagrams were lost on this side: too large to be received whole, for lack of room where the
     * transport knows of it, or refused by the system when sent. What an operating system throws
     * away when its receive buffer is full ({@code udp.receive-buffer}) it does not tell.
     *
     * @param count how many since the last call, &gt; 0
     */
    default void dropped(long count) {}

    /**
     * The port is gone. Exactly once, last.
     *
     * @param how {@link Closed.Finished} after a close, a detach or the engine's end; {@link
     *     Closed.Failed} if {@link #opened} threw or the system took the port away
     */
    default void closed(Closed how) {}
}
