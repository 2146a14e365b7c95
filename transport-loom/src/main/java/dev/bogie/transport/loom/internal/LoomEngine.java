package dev.bogie.transport.loom.internal;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.RestingConnection;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.Deadline;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.StreamSockets;
import dev.bogie.transport.support.UdpSockets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A running {@code loom} transport: its pollers, and who is there. */
final class LoomEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(LoomEngine.class);
    private static final int PROCESSORS_PER_POLLER = 4;

    private final TransportContext context;
    private final StreamLimits limits;
    private final StreamSockets sockets;
    private final Roster roster = new Roster(this::stop);
    private final List<Poller> pollers = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger(); // which poller gets the next channel
    private final AtomicInteger polling = new AtomicInteger();
    private final CompletableFuture<Drained> drained = new CompletableFuture<>();

    // Guarded by this
    private long closesAt = Long.MAX_VALUE;
    private Timer expiry = () -> {};

    private LoomEngine(TransportContext context) {
        this.context = context;
        this.limits = StreamLimits.of(context.settings());
        this.sockets = StreamSockets.of(context.settings());
    }

    /** Starts an engine. */
    static LoomEngine start(TransportContext context) throws IOException {
        LoomEngine engine = new LoomEngine(context);
        int pollers = context.settings().get(LoomTransport.POLLERS).intValue();
        if (pollers == 0) {
            int processors = Runtime.getRuntime().availableProcessors();
            pollers = Math.max(1, processors / PROCESSORS_PER_POLLER);
        }
        try {
            for (int i = 0; i < pollers; i++) {
                engine.pollers.add(new Poller(engine::nanoTime, engine::pollerEnded));
            }
        } catch (IOException e) {
            engine.pollers.forEach(Poller::close);
            throw e;
        }
        engine.polling.set(pollers);
        engine.pollers.forEach(p -> engine.startThread("bogie-loom-poller", p));
        return engine;
    }

    // Transport

    @Override
    public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
            throws IOException {
        checkOpen();
        ServerSocketChannel channel = sockets.listen(target);
        LoomListener listener = new LoomListener(this, channel, handlers);
        if (!roster.add(listener)) {
            listener.close();
            throw closed();
        }
        startThread("bogie-loom-listener", listener);
        return listener;
    }

    @Override
    public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
        LoomConnector connector;
        try {
            connector = new LoomConnector(this, target, handler);
        } catch (UnsupportedOperationException e) {
            checkOpen();
            return CompletableFuture.failedFuture(e);
        }
        if (!roster.add(connector)) {
            throw closed();
        }
        startThread("bogie-loom-connection", connector);
        return connector.opened();
    }

    @Override
    public DatagramPort bind(ListenTarget target, DatagramHandler handler) throws IOException {
        checkOpen();
        DatagramChannel channel = UdpSockets.of(context.settings()).bind(target);
        LoomDatagrams datagrams = new LoomDatagrams(this, channel, handler, context);
        boolean entered = roster.add(datagrams);
        if (!entered) {
            datagrams.port().close(); // the handler is told both
        }
        startThread("bogie-loom-datagrams", datagrams);
        return datagrams.port();
    }

    @Override
    public CompletionStage<Long> moveTo(Engine other) {
        checkOpen();
        List<LoomConnection> all = roster.connections();
        Departure departure = new Departure(other, all.size());
        all.forEach(connection -> connection.ask(departure.new Question()));
        return departure.done().thenCompose(this::deregistered);
    }

    /** Completes when the pollers have let go of channels that were given away. */
    private CompletableFuture<Long> deregistered(long gone) {
        CompletableFuture<?>[] each =
                pollers.stream()
                        .map(
                                poller ->
                                        CompletableFuture.runAsync(
                                                poller::deregister, poller::execute))
                        .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(each).thenApply(_ -> gone);
    }

    @Override
    public void adopt(RestingConnection resting) throws IOException {
        StreamConnection moved = StreamConnection.of(resting);
        LoomConnection connection = new LoomConnection(this, resting.channel(), moved);
        if (!roster.add(connection)) {
            throw closed();
        }
        try {
            moved.moveTo(connection, buffers());
        } catch (Throwable e) { // whatever it is, nobody must wait for this one
            roster.left(connection);
            roster.tellIfEmpty();
            throw e;
        }
        try {
            startThread("bogie-loom-connection", connection::driveOn);
        } catch (Throwable e) { // too late to refuse it
            connection.fail(e);
            roster.remove(connection, new Closed.Failed(e));
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        checkOpen();
        // A thread of its own: a poller that a user's task holds up would hold up everybody.
        return timer(delayNanos, () -> startThread("bogie-loom-timer", () -> runTask(task)));
    }

    private static void runTask(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.warn("a scheduled task threw", e);
        }
    }

    // Closing

    @Override
    public CompletionStage<Drained> close(Duration grace) {
        long until = Deadline.after(nanoTime(), grace);
        synchronized (this) {
            if (until >= closesAt) {
                return drained.minimalCompletionStage();
            }
            closesAt = until;
            expiry.cancel();
            expiry = grace.isPositive() ? timerAt(until, this::expire) : () -> {};
        }
        roster.close();
        roster.listeners().forEach(LoomListener::close);
        roster.connectors().forEach(LoomConnector::cancel);
        roster.ports().forEach(p -> p.port().close());
        if (grace.isPositive()) {
            roster.connections().forEach(c -> c.drain(until));
        } else {
            abortAll();
        }
        roster.tellIfEmpty();
        return drained.minimalCompletionStage();
    }

    private void expire() {
        startThread("bogie-loom-closing", this::abortAll);
    }

    private void abortAll() {
        for (LoomConnection connection : roster.connections()) {
            String reason = "the engine closed and the connection did not end in time";
            connection.abort(reason);
            if (connection.isLent()) {
                // Its body may block for ever somewhere else, and nobody waits for that.
                roster.remove(connection, new Closed.Aborted(reason));
            }
        }
    }

    private void stop() {
        synchronized (this) {
            expiry.cancel();
        }
        pollers.forEach(Poller::stop);
    }

    private void pollerEnded() {
        if (polling.decrementAndGet() == 0) {
            drained.complete(roster.drained());
        }
    }

    private void checkOpen() {
        if (roster.isClosing()) {
            throw closed();
        }
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("the engine is closed");
    }

    // For what lives in it

    /** How often its pollers have looked: shows whether one spins. */
    long rounds() {
        return pollers.stream().mapToLong(Poller::rounds).sum();
    }

    Roster roster() {
        return roster;
    }

    StreamLimits limits() {
        return limits;
    }

    StreamSockets sockets() {
        return sockets;
    }

    BufferPool buffers() {
        return context.buffers();
    }

    /** The poller of the next channel, in turn. */
    Poller poller() {
        return pollers.get(Math.floorMod(turn.getAndIncrement(), pollers.size()));
    }

    void startThread(String name, Runnable body) {
        context.threads().start(Threads.Kind.VIRTUAL, name, body);
    }

    /** Has a poller run something quick of the engine's own. */
    Timer timer(long delayNanos, Runnable task) {
        return timerAt(Deadline.after(nanoTime(), delayNanos), task);
    }

    private Timer timerAt(long at, Runnable task) {
        return LoomTimer.start(poller(), at, task);
    }
}
