package org.example.echo;

import dev.bogie.transport.Closed;

import java.net.SocketAddress;

/**
 * The application contract of an echo: what an application does, which is to look on. Any protocol
 * may serve it; it knows no transport.
 *
 * <p>Called for many connections at once, each time on the thread that drives the connection: be
 * quick.
 */
public interface EchoListener {
    /**
     * Somebody has connected.
     *
     * @param peer where from
     */
    void connected(SocketAddress peer);

    /**
     * Bytes have been sent back.
     *
     * @param peer to whom
     * @param bytes how many
     */
    default void echoed(SocketAddress peer, int bytes) {}

    /**
     * The connection is gone.
     *
     * @param peer whose it was
     * @param how why
     */
    void lost(SocketAddress peer, Closed how);
}
