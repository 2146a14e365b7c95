package dev.bogie.runtime;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.LayerContext.Side;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.support.Complaints;
import dev.bogie.transport.support.Deadline;
import dev.bogie.transport.support.PendingConnect;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The layers between a transport and the protocols on it; follows the registry.
 *
 * @param names of the one next to the transport first
 * @param side which side of connections this is
 * @param surroundings what they are given
 */
record Layering(List<String> names, Side side, Surroundings surroundings)
        implements Registry.Follower {
    private static final Logger LOG = LoggerFactory.getLogger(Layering.class);
    private static final Complaints REFUSED = new Complaints(LOG::info);

    /**
     * The layers of these names, prepared. May block for a moment.
     *
     * @throws ConfigurationException if there is none of such a name, or one cannot work
     */
    static Layering of(List<String> names, Side side, Surroundings surroundings) {
        Layering layering = new Layering(names, side, surroundings);
        layering.prepare(layering.layers(surroundings.registry().snapshot()));
        return layering;
    }

    /**
     * With one more next to the protocols, unless it is there. May block for a moment.
     *
     * @throws ConfigurationException if there is none of such a name, or one cannot work
     */
    Layering with(String name) {
        return names.contains(name)
                ? this
                : of(Stream.concat(names.stream(), Stream.of(name)).toList(), side, surroundings);
    }

    private List<Provider<Layer>> layers(Snapshot snapshot) {
        return names.stream().map(name -> Registry.layer(snapshot, name)).toList();
    }

    private void prepare(List<Provider<Layer>> layers) {
        for (Provider<Layer> layer : layers) {
            try {
                layer.service().prepare(side, surroundings);
            } catch (Exception | LinkageError e) {
                throw new ConfigurationException(
                        "layer " + layer.name() + ": " + OneLine.told(e), e);
            }
        }
    }

    @Override
    public void check(Snapshot now, Snapshot next) {
        try {
            layers(now);
        } catch (ConfigurationException e) {
            return;
        }
        prepareLimited(layers(next));
    }

    /** One of a plugin may hang: nothing else is to wait for it for ever. */
    private void prepareLimited(List<Provider<Layer>> layers) {
        if (!layers.isEmpty()) {
            Callable<List<Provider<Layer>>> preparing =
                    () -> {
                        prepare(layers);
                        return layers;
                    };
            var unused = surroundings.limited("layers are not ready", preparing, late -> {});
        }
    }

    /** What was put into the registry unchecked is prepared here, not on a driver. */
    @Override
    public void changed() {
        try {
            prepareLimited(layers(surroundings.registry().snapshot()));
        } catch (ConfigurationException e) {
            LOG.warn("new connections will be refused: {}", e.getMessage());
        }
    }

    /** The handler below all layers, of a connection that was accepted. */
    ConnectionHandler serverSide(ConnectionHandler handler, List<String> alpn) {
        return names.isEmpty() ? handler : wrap(handler, new Inwards(names, surroundings, alpn));
    }

    /** Connects through all layers. */
    CompletionStage<Void> connect(
            Engine engine, ConnectTarget target, ConnectionHandler handler, List<String> alpn) {
        if (names.isEmpty()) {
            return engine.connect(target, handler);
        }
        PendingConnect pending = new PendingConnect(handler);
        long openBy = Deadline.after(engine.nanoTime(), target.timeout());
        ConnectionHandler wrapped;
        try {
            wrapped = wrap(pending, new Outwards(surroundings, alpn, target, openBy, pending));
        } catch (RuntimeException | LinkageError e) { // it is gone, or a plugin's own mistake
            return CompletableFuture.failedStage(e);
        }
        return pending.after(engine.connect(target, wrapped));
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

    private record Inwards(List<String> names, Surroundings surroundings, List<String> alpn)
            implements Context {
        @Override
        public Side side() {
            return Side.SERVER;
        }

        @Override
        public Optional<SocketAddress> target() {
            return Optional.empty();
        }

        @Override
        public void refused(Connection below, Closed how) {
            if (how instanceof Closed.Finished) {
                return; // who only looks whether somebody listens, as health checks do
            }
            String peer = below.info(Info.REMOTE_ADDRESS).map(Object::toString).orElse("a peer");
            REFUSED.say(
                    "a connection from %s did not get past layer %s: %s"
                            .formatted(peer, String.join(", ", names), why(how)));
        }

        private static String why(Closed how) {
            return switch (how) {
                case Closed.Finished() -> "it ended";
                case Closed.Aborted(String reason) -> reason;
                case Closed.PeerReset(IOException cause) -> OneLine.told(cause);
                case Closed.Failed(Throwable cause) -> OneLine.told(cause);
            };
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
        public void refused(Connection below, Closed how) {
            pending.refused(how);
        }
    }
}
