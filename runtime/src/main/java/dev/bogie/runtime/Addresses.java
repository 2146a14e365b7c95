package dev.bogie.runtime;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine.Drained;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Where a server listens, and the engines that it does so on. Thread-safe. */
final class Addresses {
    private final Engines engines;
    private final String host;
    private final List<ListeningAddress> listening = new CopyOnWriteArrayList<>();

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
        return listening.stream().map(ListeningAddress::address).toList();
    }

    ListeningAddress listen(int port, ServedContract<?> served) {
        return listen(InetSocketAddress.createUnresolved(host, port), served);
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
        changing.lock();
        try {
            ListeningAddress bound =
                    ListeningAddress.bind(engines.current().engine(), address, handlers);
            listening.add(bound);
            return bound;
        } finally {
            changing.unlock();
        }
    }

    void close(ListeningAddress address) {
        changing.lock();
        try {
            listening.remove(address);
            address.close();
        } finally {
            changing.unlock();
        }
    }

    CompletionStage<Drained> swap(String transport, Duration grace) {
        changing.lock();
        try {
            return engines.leave(TransportSwap.run(transport, engines, listening, grace), grace);
        } finally {
            changing.unlock();
        }
    }
}
