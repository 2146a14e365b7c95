package dev.bogie.transport;

import java.util.OptionalInt;

/**
 * A protocol that is spoken in datagrams, the server's side. A bound address has one: of several
 * that serve its contract, that of the highest {@link #priority}; two of the highest are an error.
 * Nothing stands below it: layers are for connections, and {@link #alpn} does not count.
 *
 * <p>A protocol that is spoken on connections too is one provider of both kinds, as DNS would be.
 *
 * @param <A> what an application implements; {@link NoApplication} if none is needed
 */
public interface DatagramProtocol<A> extends Protocol<A> {

    /**
     * Makes the handler of one bound address. Called when it is bound, and again when it moves to
     * another transport, or when the protocol is replaced by a new version while it is in service:
     * then the handler before it is told {@code closed} first, on the driver. Must be quick. What a
     * handler knows of its peers goes with it; what is to stay belongs to the application.
     *
     * @param application the application
     * @param context what else the protocol may use
     * @return a new handler; its {@code opened} follows
     * @throws RuntimeException if it cannot serve: the address is not bound, or, where it has been
     *     bound, nobody answers there until the protocol is replaced again
     */
    DatagramHandler serveDatagrams(A application, ProtocolContext context);

    /**
     * Where a server binds an address for this protocol without having been told so, as {@link
     * ConnectionProtocol#port} is where it listens; a provider of both kinds has one port number.
     *
     * @param settings the settings in force, in which the protocol may have its port
     * @return the port, 0 to let the system choose; empty for none
     */
    default OptionalInt port(Settings settings) {
        return OptionalInt.empty();
    }
}
