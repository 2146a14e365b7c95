package dev.bogie.runtime;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.support.PendingConnect;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The layers between a transport and the protocols on it; follows the registry.
 *
 * @param names of the one next to the transport first
 * @param surroundings what they are given
 */
record Layering(List<String> names, Surroundings surroundings) implements Registry.Follower {

    /**
     * The layers of these names.
     *
     * @throws ConfigurationException if there is none of such a name
     */
    static Layering of(List<String> names, Surroundings surroundings) {
        Layering layering = new Layering(names, surroundings);
        layering.layers(surroundings.registry().snapshot());
        return layering;
    }

    /**
     * With one more next to the protocols, unless it is there.
     *
     * @throws ConfigurationException if there is none of such a name
     */
    Layering with(String name) {
        return names.contains(name)
                ? this
                : of(Stream.concat(names.stream(), Stream.of(name)).toList(), surroundings);
    }

    private List<Provider<Layer>> layers(Snapshot snapshot) {
        return names.stream().map(name -> Registry.layer(snapshot, name)).toList();
    }

    @Override
    public void check(Snapshot now, Snapshot next) {
        try {
            layers(now);
        } catch (ConfigurationException e) {
            return;
        }
        layers(next);
    }

    /** The handler below all layers, of a connection that was accepted. */
    ConnectionHandler serverSide(ConnectionHandler handler, List<String> alpn) {
        return names.isEmpty() ? handler : wrap(handler, new Inwards(surroundings, alpn));
    }

    /** Connects through all layers. */
    CompletionStage<Void> connect(
            Engine engine, ConnectTarget target, ConnectionHandler handler, List<String> alpn) {
        if (names.isEmpty()) {
            return engine.connect(target, handler);
        }
        PendingConnect pending = new PendingConnect(handler);
        long openBy = engine.nanoTime() + target.timeout().toNanos();
        ConnectionHandler wrapped =
                wrap(pending, new Outwards(surroundings, alpn, target, openBy, pending));
        CompletionStage<Void> unused =
                engine.connect(target, wrapped)
                        .whenComplete(
                                (done, failure) -> {
                                    if (failure != null) {
                                        pending.failed(failure);
                                    }
                                });
        return pending.stage();
    }

    private ConnectionHandler wrap(ConnectionHandler handler, LayerContext context) {
        Snapshot snapshot = surroundings.registry().snapshot();
        List<Provider<Layer>> layers = layers(snapshot);
        ConnectionHandler wrapped = handler;
        for (Provider<Layer> layer : layers) {
            wrapped = snapshot.contribution(layer).noting(wrapped);
        }
        for (Provider<Layer> layer : layers.reversed()) {
            wrapped = layer.service().wrap(wrapped, context);
        }
        return wrapped;
    }

    /** What both sides are given. */
    private sealed interface Context extends LayerContext {
        Surroundings surroundings();

        List<String> alpn();

        @Override
        default List<String> applicationProtocols() {
            return alpn();
        }

        @Override
        default Settings settings() {
            return surroundings().settings();
        }

        @Override
        default Threads threads() {
            return surroundings().threads();
        }

        @Override
        default BufferPool buffers() {
            return surroundings().buffers();
        }
    }

    private record Inwards(Surroundings surroundings, List<String> alpn) implements Context {
        @Override
        public Side side() {
            return Side.SERVER;
        }

        @Override
        public Optional<SocketAddress> target() {
            return Optional.empty();
        }
    }

    private record Outwards(
            Surroundings surroundings,
            List<String> alpn,
            ConnectTarget to,
            long openBy,
            PendingConnect pending)
            implements Context {
        @Override
        public Side side() {
            return Side.CLIENT;
        }

        @Override
        public Optional<SocketAddress> target() {
            return Optional.of(to.remote());
        }

        @Override
        public void refused(Closed how) {
            pending.refused(how);
        }
    }
}
