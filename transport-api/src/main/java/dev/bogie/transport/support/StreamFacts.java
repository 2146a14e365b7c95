package dev.bogie.transport.support;

import dev.bogie.transport.Capability;
import dev.bogie.transport.Info;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Set;

/**
 * What is known about a stream, kept so that it can be told after its channel has been closed.
 * Immutable.
 *
 * @param remote the peer's address
 * @param local this side's
 * @param listener the listener's, or null if the connection was not accepted
 * @param transport what all connections of the transport have in common
 */
public record StreamFacts(
        SocketAddress remote,
        SocketAddress local,
        @Nullable SocketAddress listener,
        OfTransport transport) {
    /**
     * What all connections of a transport have in common.
     *
     * @param name the transport's name
     * @param capabilities what its connections can do
     */
    public record OfTransport(String name, Set<Capability> capabilities) {}

    /**
     * Asks a channel of TCP or of the Unix domain.
     *
     * @param channel connected
     * @param listener the address of the listener that accepted it, or null
     * @param transport what all connections of the transport have in common
     * @return the facts
     * @throws IOException if the channel is closed already
     */
    public static StreamFacts of(
            SocketChannel channel, @Nullable SocketAddress listener, OfTransport transport)
            throws IOException {
        return new StreamFacts(
                channel.getRemoteAddress(), channel.getLocalAddress(), listener, transport);
    }

    /**
     * Answers {@link StreamPort#info}.
     *
     * @param key which fact
     * @param <T> its type
     * @return the fact, if it is one of these
     */
    public <T> Optional<T> info(Info<T> key) {
        return Optional.ofNullable(fact(key)).map(key.type()::cast);
    }

    private @Nullable Object fact(Info<?> key) {
        if (key.equals(Info.REMOTE_ADDRESS)) {
            return remote;
        }
        if (key.equals(Info.LOCAL_ADDRESS)) {
            return local;
        }
        if (key.equals(Info.LISTENER)) {
            return listener;
        }
        if (key.equals(Info.TRANSPORT)) {
            return transport.name();
        }
        return key.equals(Info.CAPABILITIES) ? transport.capabilities() : null;
    }
}
