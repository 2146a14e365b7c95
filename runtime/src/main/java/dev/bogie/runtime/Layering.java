package dev.bogie.runtime;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;

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

    ConnectionHandler serverSide(ConnectionHandler handler) {
        return wrap(handler, LayerContext.Side.SERVER, null);
    }

    ConnectionHandler clientSide(ConnectionHandler handler, SocketAddress target) {
        return wrap(handler, LayerContext.Side.CLIENT, target);
    }

    private ConnectionHandler wrap(
            ConnectionHandler handler, LayerContext.Side side, @Nullable SocketAddress target) {
        if (names.isEmpty()) {
            return handler;
        }
        LayerContext context = new Context(side, Optional.ofNullable(target), surroundings);
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

    private record Context(Side side, Optional<SocketAddress> target, Surroundings surroundings)
            implements LayerContext {
        @Override
        public Settings settings() {
            return surroundings.settings();
        }

        @Override
        public Threads threads() {
            return surroundings.threads();
        }

        @Override
        public BufferPool buffers() {
            return surroundings.buffers();
        }
    }
}
