package dev.bogie.runtime;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Engine.Drained;

import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Where a server listens or receives, and the engines that it does so on. Thread-safe. */
final class Addresses {
    private final Engines engines;
    private final String host;
    private final List<BoundAddress> bound = new CopyOnWriteArrayList<>();

    // One change at a time: what began to listen while a swap moves addresses would stay behind.
    private final ReentrantLock changing = new ReentrantLock();

    /**
     * No address yet.
     *
     * @param running carries the server
     * @param host of addresses that are given by their port
     */
    Addresses(Running running, String host) {
        this.engines = new Engines(running);
        this.host = host;
    }

    Engines engines() {
        return engines;
    }

    /** All that are listened on, in the order in which they were asked for. */
    List<SocketAddress> all() {
        return addresses(ListeningAddress.class);
    }

    /** All that datagrams are received at, in the order in which they were asked for. */
    List<SocketAddress> datagrams() {
        return addresses(DatagramAddress.class);
    }

    private List<SocketAddress> addresses(Class<? extends BoundAddress> kind) {
        return bound.stream().filter(kind::isInstance).map(BoundAddress::address).toList();
    }

    ListeningAddress listen(int port, ServedContract<?> served) {
        return listen(BoundAddress.of(host, port), served);
    }

    ListeningAddress listen(SocketAddress address, ServedContract<?> served) {
        Layering layering = engines.current().layering();
        return listen(address, () -> served.newHandler(layering));
    }

    /**
     * Listens at one more address.
     *
     * @throws ConfigurationException if it cannot be had
     */
    ListeningAddress listen(SocketAddress address, Supplier<ConnectionHandler> handlers) {
        return add(engine -> ListeningAddress.bind(engine, address, handlers));
    }

    /**
     * Listens at one more address for as long as the server runs.
     *
     * @throws ConfigurationException if it cannot be had, or the protocol not be decided
     */
    SocketAddress serve(SocketAddress address, ServedContract<?> served) {
        decide(served);
        return follow(served, listen(address, served));
    }

    /**
     * Listens at a channel that listens already, for as long as the server runs.
     *
     * @throws ConfigurationException if the engine does not take it, or the protocol cannot be
     *     decided
     */
    SocketAddress serve(NetworkChannel channel, ServedContract<?> served) {
        decide(served);
        return follow(served, adopt(channel, served));
    }

    /** What cannot be decided is told before anybody can connect. */
    private static void decide(ServedContract<?> served) {
        var unused = served.choose(served.surroundings().registry().snapshot());
    }

    private SocketAddress follow(ServedContract<?> served, ListeningAddress at) {
        engines.current().follow(served);
        return at.address();
    }

    private ListeningAddress adopt(NetworkChannel channel, ServedContract<?> served) {
        Layering layering = engines.current().layering();
        return add(
                engine ->
                        ListeningAddress.adopt(engine, channel, () -> served.newHandler(layering)));
    }

    private <B extends BoundAddress> B add(Function<Engine, B> make) {
        changing.lock();
        try {
            B made = make.apply(engines.current().engine());
            bound.add(made);
            return made;
        } finally {
            changing.unlock();
        }
    }

    DatagramAddress bind(int port, Supplier<? extends DatagramHandler> handlers) {
        return bind(BoundAddress.of(host, port), handlers);
    }

    /**
     * Receives datagrams at one more address.
     *
     * @throws ConfigurationException if it cannot be had, or nobody can handle what comes
     */
    DatagramAddress bind(SocketAddress address, Supplier<? extends DatagramHandler> handlers) {
        return add(engine -> DatagramAddress.bind(engine, address, handlers));
    }

    void close(BoundAddress address) {
        changing.lock();
        try {
            bound.remove(address);
            address.close();
        } finally {
            changing.unlock();
        }
    }

    CompletionStage<Drained> swap(String transport, Duration grace) {
        Running to = TransportSwap.start(transport, engines, !bound.isEmpty());
        changing.lock();
        try {
            return engines.leave(TransportSwap.run(to, engines, bound, grace), grace);
        } finally {
            changing.unlock();
        }
    }
}
