package dev.bogie.runtime;

import dev.bogie.transport.DatagramHandler;

import java.net.SocketAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a server receives datagrams, which are no connections: layers don't stand below them, and a
 * drain does not wait for them. They move with the server in a {@linkplain Server#swap(String)
 * swap}, with what waits for them.
 *
 * {@snippet :
 * SocketAddress at = server.datagrams().bind(address, Zone.class, zone);
 * }
 *
 * <p>Thread-safe.
 */
public final class Datagrams {
    private final Addresses addresses;
    private final Surroundings surroundings;

    Datagrams(Addresses addresses, Surroundings surroundings) {
        this.addresses = addresses;
        this.surroundings = surroundings;
    }

    /**
     * Binds one more address for a protocol: the best that serves the application's contract, and
     * from its next version on that one.
     *
     * @param address where; port 0 lets the system choose
     * @param contract what the application implements
     * @param application the application
     * @param protocols the names of the protocols of which one is to be taken; none means all
     * @param <A> the application contract
     * @return the address, with the port that was chosen
     * @throws ConfigurationException if the address cannot be had, if there is no such protocol, or
     *     two of the same rank
     * @throws IllegalStateException after {@link Server#drain} or {@link Server#close}
     */
    public <A> SocketAddress bind(
            SocketAddress address, Class<A> contract, A application, String... protocols) {
        ServedDatagrams<A> served =
                new ServedDatagrams<>(contract, application, List.of(protocols), surroundings);
        SocketAddress bound = addresses.bind(address, served).address();
        addresses.engines().current().follow(served);
        served.changed(); // maybe since it was chosen
        return bound;
    }

    /**
     * Binds one more address with handlers of one's own.
     *
     * @param address where; port 0 lets the system choose
     * @param handlers a new handler at each call: now, and when the address moves to another
     *     transport
     * @return the address, with the port that was chosen
     * @throws ConfigurationException if the address cannot be had
     * @throws IllegalStateException after {@link Server#drain} or {@link Server#close}
     */
    public SocketAddress bind(SocketAddress address, Supplier<? extends DatagramHandler> handlers) {
        return addresses.bind(address, handlers).address();
    }

    /**
     * All addresses.
     *
     * @return in the order in which they were asked for
     */
    public List<SocketAddress> addresses() {
        return addresses.datagrams();
    }
}
