package dev.bogie.runtime;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.Layer;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one owner brings: loaded and constructed, and in service from {@link Registry#replace} on.
 * Thread-safe.
 *
 * <p>The open connections of what a module layer brought are known, so that they can be drained
 * when it goes: those whose protocol or layer is of the contribution, and what is {@linkplain
 * #noting noted}.
 */
public final class Contribution {
    private final ProviderLoader loader;
    private final boolean overrides;
    private final Found<Transport> transports;
    private final Found<Protocol<?>> protocols;
    private final Found<Layer> layers;
    private final @Nullable OpenConnections connections;

    private Contribution(
            ProviderLoader loader, boolean overrides, @Nullable OpenConnections connections) {
        this.loader = loader;
        this.overrides = overrides;
        this.transports = loader.load(Transport.class);
        this.protocols = loader.load(protocolClass());
        this.layers = loader.load(Layer.class);
        this.connections = connections;
    }

    @SuppressWarnings("unchecked") // a class literal has no type arguments
    private static Class<Protocol<?>> protocolClass() {
        return (Class<Protocol<?>>) (Class<?>) Protocol.class;
    }

    /**
     * What the modules of a layer provide: those of the layer itself, not of its parents. Their
     * constructors run in this call.
     *
     * @param owner who brings it
     * @param layer the layer
     * @return the contribution, not yet in service
     */
    public static Contribution of(String owner, ModuleLayer layer) {
        return new Contribution(ProviderLoader.of(owner, layer), false, new OpenConnections());
    }

    static Contribution load(ProviderLoader loader, boolean overrides) {
        return new Contribution(loader, overrides, null);
    }

    /**
     * Who brings it.
     *
     * @return the owner
     */
    public String owner() {
        return loader.owner();
    }

    /**
     * Its transports.
     *
     * @return those that work
     */
    public List<Provider<Transport>> transports() {
        return transports.providers();
    }

    /**
     * Its protocols of all kinds.
     *
     * @return those that work
     */
    public List<Provider<Protocol<?>>> protocols() {
        return protocols.providers();
    }

    /**
     * Its layers.
     *
     * @return those that work
     */
    public List<Provider<Layer>> layers() {
        return layers.providers();
    }

    /**
     * Its providers of an extension point. Searched for, and constructed, at each call.
     *
     * @param service the service, public and exported by its module
     * @param <S> the service
     * @return what there is of it
     */
    public <S> Found<S> find(Class<S> service) {
        return loader.load(service);
    }

    /**
     * The transports, protocols and layers that failed.
     *
     * @return one problem for each
     */
    public List<ProviderProblem> problems() {
        List<ProviderProblem> all = new ArrayList<>(transports.problems());
        all.addAll(protocols.problems());
        all.addAll(layers.problems());
        return all;
    }

    /**
     * How many connections that run what it brought are open; a port whose datagrams it handles is
     * one.
     *
     * @return connections; 0 if it was not brought by a module layer
     */
    public int connections() {
        return connections == null ? 0 : connections.count();
    }

    /**
     * Asks the open connections that run what it brought to end what they have begun.
     *
     * @param grace how long they are told that they have
     */
    public void drain(Duration grace) {
        if (connections != null) {
            connections.drain(grace);
        }
    }

    /**
     * Breaks off the open connections that run what it brought.
     *
     * @param reason why, in a sentence
     */
    public void abort(String reason) {
        if (connections != null) {
            connections.abort(reason);
        }
    }

    boolean overrides() {
        return overrides;
    }

    /** The protocol, with its connections noted if that is done here. */
    <A> ConnectionProtocol<A> noting(ConnectionProtocol<A> protocol) {
        return connections == null ? protocol : connections.noting(protocol);
    }

    /** The handler of datagrams, counted while it is open. */
    DatagramHandler noting(DatagramHandler handler) {
        return connections == null ? handler : connections.noting(handler);
    }

    /**
     * Counts the connection that a handler will get among those that run what was brought. The
     * registry does so where protocols and layers are chosen; this is for who hands a connection
     * over in another way, such as an upgrade.
     *
     * @param handler what the connection is for
     * @return what to hand over to instead
     */
    public ConnectionHandler noting(ConnectionHandler handler) {
        return connections == null ? handler : connections.noting(handler);
    }
}
