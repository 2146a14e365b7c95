package dev.bogie.transport;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;

/**
 * A bound address for datagrams, as its {@link DatagramHandler} and everybody to whom that passes
 * it on sees it. All methods may be called from any thread, none of them blocks, and none calls the
 * handler before it has returned.
 *
 * <p>A datagram is sent whole or not at all, and what is sent may be lost, doubled or overtaken on
 * its way. That nobody receives where it goes is not told: an ICMP <i>port unreachable</i> says no
 * more than silence does. Groups (multicast) and broadcast are not for this type.
 */
public interface DatagramPort {

    /** The most that a datagram of UDP over IPv4 can carry: 65,507 bytes. */
    int MAX_DATAGRAM = 65_507;

    /**
     * Where it is bound; with the port that the system chose, if 0 was asked for.
     *
     * @return the local address
     */
    SocketAddress address();

    /**
     * Sends one datagram. There is no queue but the system's, of the size that {@code
     * udp.send-buffer} says: while that is full, nothing is taken.
     *
     * @param datagram the bytes, maybe none; direct is best; sent or copied before this returns;
     *     the position is moved to the limit if the datagram was taken
     * @param to the receiver, resolved
     * @return true if it was taken; what the system then refuses to carry to that receiver (no
     *     route, no permission) counts as {@linkplain DatagramHandler#dropped dropped}. False if
     *     there is no room now, and {@link DatagramHandler#writable} will tell; or if the port is
     *     closed
     * @throws IllegalArgumentException if the datagram has more than {@link #MAX_DATAGRAM} bytes,
     *     or if the address is not resolved, or of another kind than the port's
     */
    boolean send(ByteBuffer datagram, SocketAddress to);

    /**
     * Runs a task as the driver: between the calls of the handler, never beside one, and before any
     * datagram is told that is sent after this has returned.
     *
     * @param task must not block; what it throws is logged
     * @return true if it will run, unless the port is closed first; false if it will not: the port
     *     is closed, or {@code transport.max-tasks} wait
     */
    boolean execute(Runnable task);

    /**
     * Gives the channel away, with the datagrams that wait in it: the handler is told {@code
     * closed} before this returns, unless it is called in a turn, the channel stays open and
     * belongs to the caller, for example to hand it to another engine as {@link
     * ListenTarget.Adopt}.
     *
     * @return the channel, open and bound
     * @throws UnsupportedOperationException unless the transport declares {@link
     *     Capability#ADOPT_LISTENER}
     * @throws IllegalStateException if the port is closed
     */
    default NetworkChannel detach() {
        throw new UnsupportedOperationException(
                "this transport has no "
                        + Capability.ADOPT_LISTENER
                        + ": there is no channel to give away");
    }

    /**
     * Closes the port: nothing is received or taken any more, and what the system had taken is
     * sent. Idempotent. The system may need a moment more to free the address.
     */
    void close();
}
