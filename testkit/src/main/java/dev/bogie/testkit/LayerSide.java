package dev.bogie.testkit;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.Deadline;
import dev.bogie.transport.support.PendingConnect;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;

/**
 * What a layer is given in tests, for all connections of one side:
 *
 * {@snippet :
 * engine.listen(target, () -> layer.wrap(new Echo(), LayerSide.server(context)));
 * LayerSide.connect(engine, layer, context, ConnectTarget.to(address), client);
 * }
 *
 * @param side which side
 * @param target whom a client means
 * @param context settings, threads and buffers; mostly those of the engine
 * @param openBy until when the handler above must be open
 * @param told what {@link #refused} is passed on to
 */
public record LayerSide(
        Side side,
        Optional<SocketAddress> target,
        TransportContext context,
        long openBy,
        BiConsumer<Connection, Closed> told)
        implements LayerContext {

    /**
     * The side that accepts.
     *
     * @param context settings, threads and buffers
     * @return a context that ignores refusals
     */
    public static LayerSide server(TransportContext context) {
        return new LayerSide(
                Side.SERVER, Optional.empty(), context, Long.MAX_VALUE, (below, how) -> {});
    }

    /**
     * The side that connects.
     *
     * @param context settings, threads and buffers
     * @param target whom it means
     * @return a context that ignores refusals
     */
    public static LayerSide client(TransportContext context, SocketAddress target) {
        return new LayerSide(
                Side.CLIENT, Optional.of(target), context, Long.MAX_VALUE, (below, how) -> {});
    }

    /**
     * The same for connections whose end before they are open somebody wants to know.
     *
     * @param whom called on the connection's driver
     * @return another context
     */
    public LayerSide telling(BiConsumer<Connection, Closed> whom) {
        return new LayerSide(side, target, context, openBy, whom);
    }

    /**
     * Connects through a layer.
     *
     * @param engine what connects
     * @param layer what stands above the engine
     * @param context what both are given
     * @param to whom, and how long that may take, the layer's part included
     * @param handler the handler above the layer
     * @return like {@link Engine#connect}, of the connection above
     */
    public static CompletionStage<Void> connect(
            Engine engine,
            Layer layer,
            TransportContext context,
            ConnectTarget to,
            ConnectionHandler handler) {
        PendingConnect pending = new PendingConnect(handler);
        LayerSide client =
                new LayerSide(
                        Side.CLIENT,
                        Optional.of(to.remote()),
                        context,
                        Deadline.after(engine.nanoTime(), to.timeout()),
                        (below, how) -> pending.refused(how));
        return pending.after(engine.connect(to, layer.wrap(pending, client)));
    }

    @Override
    public void refused(Connection below, Closed how) {
        told.accept(below, how);
    }

    @Override
    public Settings settings() {
        return context.settings();
    }

    @Override
    public Threads threads() {
        return context.threads();
    }

    @Override
    public BufferPool buffers() {
        return context.buffers();
    }
}
