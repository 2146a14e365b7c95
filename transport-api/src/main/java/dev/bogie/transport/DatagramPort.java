package dev.bogie.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/** A bound address for datagrams. All methods may be called from any thread and never block. */
public interface DatagramPort {

    /**
     * Where it is bound.
     *
     * @return the local address
     */
    SocketAddress address();

    /**
     * Sends one datagram, whole or not at all.
     *
     * @param datagram the bytes, copied or sent before this returns; the position is moved to the
     *     limit if the datagram was taken
     * @param to the receiver
     * @return false if there is no room now; {@link DatagramHandler#writable} will tell
     * @throws IllegalStateException if the port is closed
     */
    boolean send(ByteBuffer datagram, SocketAddress to);

    /** Closes the port. Idempotent. */
    void close();
}
