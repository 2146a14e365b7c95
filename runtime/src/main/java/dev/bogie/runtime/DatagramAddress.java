package dev.bogie.runtime;

import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.Objects;
import java.util.function.Supplier;

/** Where a server receives datagrams: who handles them, and the port that has it at the moment. */
final class DatagramAddress implements BoundAddress {
    private static final String WHAT = "cannot bind";

    private final Supplier<? extends DatagramHandler> handlers;
    private volatile DatagramPort port;

    private DatagramAddress(Supplier<? extends DatagramHandler> handlers, DatagramPort port) {
        this.handlers = handlers;
        this.port = port;
    }

    /**
     * Binds.
     *
     * @throws ConfigurationException if the address cannot be had, or nobody can handle what comes
     */
    static DatagramAddress bind(
            Engine engine, SocketAddress address, Supplier<? extends DatagramHandler> handlers) {
        try {
            ListenTarget target = ListenTarget.bind(BoundAddress.resolved(address, WHAT));
            return new DatagramAddress(handlers, engine.bind(target, handlers.get()));
        } catch (IOException | UnsupportedOperationException e) {
            throw BoundAddress.refused(address, WHAT, e);
        }
    }

    @Override
    public SocketAddress address() {
        return port.address();
    }

    @Override
    public NetworkChannel detach() {
        return port.detach();
    }

    @Override
    public void adopt(NetworkChannel channel, Engine engine) throws IOException {
        port =
                Objects.requireNonNull(
                        engine.bind(new ListenTarget.Adopt(channel), handlers.get()), "no port");
    }

    @Override
    public void changed() {
        if (handlers instanceof Registry.Follower follower) {
            follower.changed();
        }
    }

    @Override
    public void close() {
        port.close();
    }

    @Override
    public String toString() {
        return BoundAddress.text(address()) + " (datagrams)";
    }
}
