package dev.bogie.runtime;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.Objects;
import java.util.function.Supplier;

/** Where a server listens: what answers there, and the listener that has it at the moment. */
final class ListeningAddress implements BoundAddress {
    private static final String WHAT = "cannot listen on";

    private final Supplier<ConnectionHandler> handlers;
    private volatile Listener listener;

    private ListeningAddress(Supplier<ConnectionHandler> handlers, Listener listener) {
        this.handlers = handlers;
        this.listener = listener;
    }

    /**
     * Listens.
     *
     * @throws ConfigurationException if the address cannot be had
     */
    static ListeningAddress bind(
            Engine engine, SocketAddress address, Supplier<ConnectionHandler> handlers) {
        try {
            ListenTarget target = ListenTarget.bind(BoundAddress.resolved(address, WHAT));
            return new ListeningAddress(handlers, engine.listen(target, handlers));
        } catch (IOException | UnsupportedOperationException e) {
            throw BoundAddress.refused(address, WHAT, e);
        }
    }

    /**
     * Listens at a channel that listens already.
     *
     * @throws ConfigurationException if the engine does not take it: it is the caller's then
     */
    static ListeningAddress adopt(
            Engine engine, NetworkChannel channel, Supplier<ConnectionHandler> handlers) {
        try {
            return new ListeningAddress(
                    handlers, engine.listen(new ListenTarget.Adopt(channel), handlers));
        } catch (IOException | UnsupportedOperationException e) {
            throw new ConfigurationException(
                    "cannot take over " + channel + ": " + e.getMessage(), e);
        }
    }

    @Override
    public SocketAddress address() {
        return listener.address();
    }

    @Override
    public NetworkChannel detach() {
        return listener.detach();
    }

    @Override
    public void adopt(NetworkChannel channel, Engine engine) throws IOException {
        listener =
                Objects.requireNonNull(
                        engine.listen(new ListenTarget.Adopt(channel), handlers), "no listener");
    }

    @Override
    public void close() {
        listener.close();
    }

    @Override
    public String toString() {
        return BoundAddress.text(address());
    }
}
