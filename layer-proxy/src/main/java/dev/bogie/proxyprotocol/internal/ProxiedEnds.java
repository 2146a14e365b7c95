package dev.bogie.proxyprotocol.internal;

import dev.bogie.proxyprotocol.ProxyProtocol;
import dev.bogie.proxyprotocol.machine.Endpoint;
import dev.bogie.proxyprotocol.machine.ProxyHeader;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Info;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * What a header said instead of the connection's own addresses.
 *
 * @param remote the client
 * @param local where it connected to
 * @param proxy the connection's own peer
 */
record ProxiedEnds(SocketAddress remote, SocketAddress local, Optional<SocketAddress> proxy) {

    /** {@return empty if the header left the connection's own addresses} */
    static Optional<ProxiedEnds> of(ProxyHeader header, Connection connection) {
        Optional<SocketAddress> proxy = connection.info(Info.REMOTE_ADDRESS);
        return switch (header) {
            case ProxyHeader.Local _ -> Optional.empty();
            case ProxyHeader.Internet(Endpoint source, Endpoint destination) ->
                    Optional.of(new ProxiedEnds(address(source), address(destination), proxy));
            case ProxyHeader.Unix(String source, String destination) ->
                    Optional.of(
                            new ProxiedEnds(
                                    UnixDomainSocketAddress.of(source),
                                    UnixDomainSocketAddress.of(destination),
                                    proxy));
        };
    }

    /** {@return the fact if the header decides it, or empty to ask below} */
    <T> Optional<T> info(Info<T> key) {
        if (key.equals(Info.REMOTE_ADDRESS)) {
            return Optional.of(key.type().cast(remote));
        }
        if (key.equals(Info.LOCAL_ADDRESS)) {
            return Optional.of(key.type().cast(local));
        }
        return key.equals(ProxyProtocol.PROXY_ADDRESS)
                ? proxy.map(key.type()::cast)
                : Optional.empty();
    }

    private static SocketAddress address(Endpoint endpoint) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(endpoint.address()), endpoint.port());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /** {@return empty if the address is not of the internet} */
    static Optional<Endpoint> endpoint(SocketAddress address) {
        return address instanceof InetSocketAddress inet && !inet.isUnresolved()
                ? Optional.of(Endpoint.of(inet.getAddress().getAddress(), inet.getPort()))
                : Optional.empty();
    }
}
