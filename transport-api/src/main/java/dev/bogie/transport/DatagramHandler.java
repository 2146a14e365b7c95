package dev.bogie.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * Receives the datagrams of a {@link DatagramPort}. The legal order of calls is {@code opened →
 * (received | writable | dropped)* → closed}; they never overlap, and must not block.
 */
public interface DatagramHandler {

    /**
     * The port is bound.
     *
     * @param port to be kept
     * @throws Exception closes the port
     */
    void opened(DatagramPort port) throws Exception;

    /**
     * A whole datagram.
     *
     * @param datagram the transport's; valid during the call only
     * @param from its sender
     * @throws Exception is logged; the port lives on
     */
    void received(ByteBuffer datagram, SocketAddress from) throws Exception;

    /**
     * {@link DatagramPort#send} accepts again after it refused.
     *
     * @throws Exception is logged; the port lives on
     */
    default void writable() throws Exception {}

    /**
     * Datagrams were lost on this side, for lack of room or because they were truncated.
     *
     * @param count how many since the last call, &gt; 0
     */
    default void dropped(long count) {}

    /**
     * The port is gone. Exactly once, last.
     *
     * @param how the cause
     */
    default void closed(Closed how) {}
}
