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
 *
 * <p>There is no clock here, and no end that a peer tells: what a handler keeps of a peer it limits
 * by number. One that must do something later has a thread of {@link ProtocolContext#threads} that
 * sleeps, comes back by {@link DatagramPort#execute}, and ends when {@code closed} is told.
 *
 * <p>This answers each with what it sent:
 *
 * {@snippet :
 * final class Echo implements DatagramHandler {
 *     private DatagramPort port;
 *
 *     public void opened(DatagramPort port) {
 *         this.port = port;
 *     }
 *
 *     public void received(ByteBuffer datagram, SocketAddress from) {
 *         port.send(datagram, from); // false: there is no room, and this one is lost
 *     }
 * }
 * }
 */
public interface DatagramHandler {

    /**
     * The port is bound. Always the first call.
     *
     * @param port to be kept; what is sent after {@link #closed} is not taken
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
     * {@link DatagramPort#send} takes datagrams again after it refused one, maybe on another
     * thread. Does nothing unless overridden: what was refused is lost then.
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
     * The port is gone, or goes on with the handler of another version of the protocol. Exactly
     * once, last, on the driver; what it throws is logged.
     *
     * @param how {@link Closed.Finished} after a close, a detach, a replacement or the engine's
     *     end; {@link Closed.Failed} if {@link #opened} threw or the system took the port away
     */
    default void closed(Closed how) {}
}
