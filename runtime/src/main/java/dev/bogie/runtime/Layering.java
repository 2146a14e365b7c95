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
 * The layers between a transport and the protocols on it.
 *
 * @param layers the one next to the transport first
 * @param surroundings what they are given
 */
record Layering(List<Layer> layers, Surroundings surroundings) {

    static Layering of(List<String> names, Surroundings surroundings) {
        return new Layering(
                names.stream().map(surroundings.registry()::layer).toList(), surroundings);
    }

    ConnectionHandler serverSide(ConnectionHandler handler) {
        return wrap(handler, LayerContext.Side.SERVER, null);
    }

    ConnectionHandler clientSide(ConnectionHandler handler, SocketAddress target) {
        return wrap(handler, LayerContext.Side.CLIENT, target);
    }

    private ConnectionHandler wrap(
            ConnectionHandler handler, LayerContext.Side side, @Nullable SocketAddress target) {
        if (layers.isEmpty()) {
            return handler;
        }
        LayerContext context = new Context(side, Optional.ofNullable(target), surroundings);
        ConnectionHandler wrapped = handler;
        for (Layer layer : layers.reversed()) {
            wrapped = layer.wrap(wrapped, context);
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
