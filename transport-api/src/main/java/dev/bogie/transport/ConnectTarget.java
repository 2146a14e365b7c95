package dev.bogie.transport;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * Whom to connect to.
 *
 * @param remote the peer; an unresolved {@link InetSocketAddress} is resolved by the engine
 * @param local the local address to bind first, or null to let the system choose
 * @param timeout how long resolving and connecting may take together; positive. There is no most:
 *     one that is longer than the clock can tell does not end
 */
public record ConnectTarget(SocketAddress remote, @Nullable SocketAddress local, Duration timeout) {

    /** The time-out that {@link #to} sets: 10 seconds. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    /**
     * Checks the time-out.
     *
     * @throws IllegalArgumentException if it is zero or negative
     */
    public ConnectTarget {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("connect time-out " + timeout + " is not positive");
        }
    }

    /**
     * Connect to an address with the usual time-out.
     *
     * @param remote the peer
     * @return the target
     */
    public static ConnectTarget to(SocketAddress remote) {
        return new ConnectTarget(remote, null, TIMEOUT);
    }

    /**
     * Connect to a host by name or literal address with the usual time-out.
     *
     * @param host the name or address
     * @param port the port
     * @return the target
     */
    public static ConnectTarget to(String host, int port) {
        return to(InetSocketAddress.createUnresolved(host, port));
    }

    /**
     * The same with another time-out.
     *
     * @param timeout the time-out
     * @return the target
     */
    public ConnectTarget withTimeout(Duration timeout) {
        return new ConnectTarget(remote, local, timeout);
    }
}
