package dev.bogie.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;

/**
 * Where to listen.
 *
 * <p><b>Files.</b> To listen on a {@link java.net.UnixDomainSocketAddress} makes a file, which the
 * listener removes when it closes, unless another has been put in its place; a listener that adopts
 * a channel takes that over. A socket that is left there by one who listens no more is replaced;
 * one that is listened on is an {@linkplain java.net.BindException address in use}; a file of any
 * other kind is an error and stays. Who may connect is for {@code unix.access} to say; the system
 * lets an instant pass between making a file and its access, so where even that matters, put it
 * into a directory that others may not enter.
 */
public sealed interface ListenTarget {

    /** The backlog that {@link #bind(SocketAddress)} asks for: 1,024. */
    int BACKLOG = 1_024;

    /**
     * Bind a new listening channel.
     *
     * @param address where; port 0 lets the system choose one that nobody listens on
     * @param backlog how many connections the system may hold before they are accepted, &gt; 0; the
     *     system may lower it
     */
    record Bind(SocketAddress address, int backlog) implements ListenTarget {
        /**
         * Checks the backlog.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Bind {
            if (backlog < 1) {
                throw new IllegalArgumentException("backlog " + backlog + " is not positive");
            }
        }
    }

    /**
     * Adopt a channel that is bound and listens already, with who waits in its backlog. It belongs
     * to the engine once {@link Engine#listen} has returned; if that throws, it is still the
     * caller's to close, or to give to another.
     *
     * @param channel the listening channel
     */
    record Adopt(NetworkChannel channel) implements ListenTarget {}

    /**
     * Bind with the usual backlog.
     *
     * @param address where
     * @return the target
     */
    static Bind bind(SocketAddress address) {
        return new Bind(address, BACKLOG);
    }

    /**
     * Bind to a port of the loopback address.
     *
     * @param port the port; 0 lets the system choose
     * @return the target
     */
    static Bind loopback(int port) {
        return bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
