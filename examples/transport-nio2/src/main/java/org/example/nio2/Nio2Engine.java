package org.example.nio2;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.Deadline;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.TcpSockets;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A running {@code nio2} transport: a channel group, its workers, a clock, and who is there. */
final class Nio2Engine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Nio2Engine.class);

    private final TransportContext context;
    private final StreamLimits limits;
    private final Clock clock = new Clock();
    private final Roster roster = new Roster(this::stop);
    private final AtomicInteger running; // threads
    private final CompletableFuture<Drained> drained = new CompletableFuture<>();
    private final Workers workers;
    private final AsynchronousChannelGroup group;
    private final Sockets sockets;

    // Guarded by this
    private long closesAt = Clock.NEVER;
    private Timer expiry = () -> {};

    private Nio2Engine(TransportContext context, int threads) throws IOException {
        this.context = context;
        this.limits = StreamLimits.of(context.settings());
        TcpSockets options = TcpSockets.of(context.settings());
        this.running = new AtomicInteger(threads + 1);
        this.workers = new Workers(threads, context.threads(), this::threadEnded);
        try {
            this.group = AsynchronousChannelGroup.withThreadPool(workers);
        } catch (IOException | RuntimeException e) {
            workers.shutdown();
            throw e;
        }
        this.sockets = new Sockets(options, group);
    }

    /** Starts an engine. */
    static Nio2Engine start(TransportContext context) throws IOException {
        int threads = context.settings().get(Nio2Transport.WORKERS).intValue();
        if (threads == 0) {
            threads = Runtime.getRuntime().availableProcessors();
        }
        Nio2Engine engine = new Nio2Engine(context, threads);
        context.threads().start(Threads.Kind.PLATFORM, "bogie-nio2-clock", engine::keepTime);
        return engine;
    }

    private void keepTime() {
        try {
            clock.run();
        } finally {
            threadEnded();
        }
    }

    // Transport

    @Override
    public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
            throws IOException {
        checkOpen();
        AsynchronousServerSocketChannel channel = sockets.listen(target);
        Nio2Listener listener = new Nio2Listener(this, channel, handlers);
        if (!roster.add(listener)) {
            channel.close();
            throw closed();
        }
        listener.accept();
        return listener;
    }

    @Override
    public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
        checkOpen();
        Nio2Connector connector;
        try {
            connector = new Nio2Connector(this, target, handler);
        } catch (UnsupportedOperationException e) {
            return CompletableFuture.failedFuture(e);
        }
        if (!roster.add(connector)) {
            throw closed();
        }
        context.threads().start(Threads.Kind.VIRTUAL, "bogie-nio2-connector", connector);
        return connector.opened();
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        checkOpen();
        return timer(delayNanos, task);
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
            expiry = grace.isPositive() ? timer(until - nanoTime(), this::abortAll) : () -> {};
        }
        roster.close();
        roster.listeners().forEach(Nio2Listener::close);
        roster.connectors().forEach(Nio2Connector::cancel);
        if (grace.isPositive()) {
            roster.streams().forEach(s -> s.drain(until));
        } else {
            abortAll();
        }
        roster.tellIfEmpty();
        return drained.minimalCompletionStage();
    }

    private void abortAll() {
        String reason = "the engine closed and the connection did not end in time";
        for (Nio2Stream stream : roster.streams()) {
            stream.abort(reason);
            if (stream.isLent()) {
                // Its body may block for ever somewhere else, and nobody waits for that.
                roster.remove(stream, new Closed.Aborted(reason));
            }
        }
    }

    /** Nobody is there any more: the group ends, and with it the workers. */
    private void stop() {
        synchronized (this) {
            expiry.cancel();
        }
        try {
            group.shutdownNow();
        } catch (IOException e) {
            LOG.debug("closing what is closed", e);
        }
        workers.shutdown();
        clock.stop();
    }

    private void threadEnded() {
        if (running.decrementAndGet() == 0) {
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

    TransportContext context() {
        return context;
    }

    StreamLimits limits() {
        return limits;
    }

    Sockets sockets() {
        return sockets;
    }

    Roster roster() {
        return roster;
    }

    Workers workers() {
        return workers;
    }

    Clock clock() {
        return clock;
    }

    /** Has a worker run something soon. */
    void run(Runnable task) {
        workers.execute(task);
    }

    /** Has a worker run something later. */
    Timer timer(long delayNanos, Runnable task) {
        return Delayed.start(this, Deadline.after(nanoTime(), delayNanos), task);
    }
}
