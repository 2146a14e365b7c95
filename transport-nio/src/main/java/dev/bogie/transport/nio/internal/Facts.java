package dev.bogie.transport.nio.internal;

import dev.bogie.transport.Info;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * What is known about a connection, kept so that it can be told after the channel has been closed.
 *
 * @param remote the peer's address
 * @param local this side's
 * @param listener the listener's, if it was accepted
 */
record Facts(SocketAddress remote, SocketAddress local, @Nullable SocketAddress listener) {

    static Facts of(SocketChannel channel, @Nullable SocketAddress listener) throws IOException {
        return new Facts(channel.getRemoteAddress(), channel.getLocalAddress(), listener);
    }

    <T> Optional<T> info(Info<T> fact) {
        Object known = null;
        if (fact.equals(Info.REMOTE_ADDRESS)) {
            known = remote;
        } else if (fact.equals(Info.LOCAL_ADDRESS)) {
            known = local;
        } else if (fact.equals(Info.LISTENER)) {
            known = listener;
        } else if (fact.equals(Info.TRANSPORT)) {
            known = NioTransport.NAME;
        } else if (fact.equals(Info.CAPABILITIES)) {
            known = NioTransport.CAPABILITIES;
        }
        return Optional.ofNullable(known).map(fact.type()::cast);
    }
}
