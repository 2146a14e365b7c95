package dev.bogie.runtime;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.Locale;
import java.util.function.Supplier;

/** An address of a server: what answers there, and the listener that has it at the moment. */
final class ListeningAddress {
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
            ListenTarget target = ListenTarget.bind(resolved(address));
            return new ListeningAddress(handlers, engine.listen(target, handlers));
        } catch (IOException | UnsupportedOperationException e) {
            throw new ConfigurationException(refused(address, e), e);
        }
    }

    /** Where; also while it is being moved. */
    SocketAddress address() {
        return listener.address();
    }

    /** Takes the channel, with its backlog, from the engine that has it. */
    NetworkChannel detach() {
        return listener.detach();
    }

    /** Gives the channel to an engine; if that throws, the channel is still the caller's. */
    void adopt(NetworkChannel channel, Engine engine) throws IOException {
        listener = engine.listen(new ListenTarget.Adopt(channel), handlers);
    }

    void close() {
        listener.close();
    }

    @Override
    public String toString() {
        return text(address());
    }

    private static SocketAddress resolved(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            InetSocketAddress found = new InetSocketAddress(inet.getHostString(), inet.getPort());
            if (found.isUnresolved()) {
                throw new ConfigurationException(
                        "cannot listen on " + text(address) + ": the host is not known");
            }
            return found;
        }
        return address;
    }

    private static String refused(SocketAddress address, Exception e) {
        String message = String.valueOf(e.getMessage());
        boolean inUse = message.toLowerCase(Locale.ROOT).contains("in use");
        return "cannot listen on "
                + text(address)
                + ": "
                + (inUse
                        ? "the address is in use; choose another port (0 for any that is free), or"
                                + " end what listens there"
                        : message.replaceFirst("^cannot listen on \\S+: ", ""));
    }

    private static String text(SocketAddress address) {
        return address instanceof InetSocketAddress inet
                ? inet.getHostString() + ":" + inet.getPort()
                : address.toString();
    }
}
