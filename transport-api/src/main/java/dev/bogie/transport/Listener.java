package dev.bogie.transport;

import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;

/**
 * A listening address of an {@link Engine}. All methods may be called from any thread, that of a
 * connection's turn included; none of them touches connections that have been accepted.
 */
public interface Listener {

    /**
     * Where it listens; with the port that the system chose, if 0 was asked for.
     *
     * @return the local address
     */
    SocketAddress address();

    /** Stops accepting; the operating system queues newcomers up to the backlog. Idempotent. */
    void pause();

    /** Accepts again after {@link #pause}. Idempotent; does nothing once this is closed. */
    void resume();

    /**
     * Gives the listening channel away with its backlog: this listener is closed, the channel is
     * not, and belongs to the caller, for example to hand it to another engine as {@link
     * ListenTarget.Adopt}. The file of a Unix-domain socket stays, and is the caller's too.
     *
     * @return the channel, open and listening
     * @throws UnsupportedOperationException unless the transport declares {@link
     *     Capability#ADOPT_LISTENER}
     * @throws IllegalStateException if the listener is closed
     */
    NetworkChannel detach();

    /**
     * Stops listening; who waits in the backlog is refused, or reset where the system has answered
     * already; the file of a Unix-domain socket is removed. Idempotent: a second call does nothing,
     * whoever listens on the address by then. The system may need a moment more to free it.
     */
    void close();
}
