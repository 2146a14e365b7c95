package dev.bogie.transport.nio.internal;

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

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A running set of loops. */
final class NioEngine implements Engine {
    private final TransportContext context;
    private final Acceptor.Accepting accepting;
    private final StreamSockets sockets;
    private final NioStream.Parts parts;
    private final List<Loop> loops;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger running;
    private final Set<Acceptor> acceptors = ConcurrentHashMap.newKeySet();
    private final Set<Connector> connectors = ConcurrentHashMap.newKeySet();
    private final Set<NioDatagrams> ports = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Drained> drained = new CompletableFuture<>();
    private volatile boolean closing;

    private NioEngine(TransportContext context, Acceptor.Accepting accepting) throws IOException {
        this.context = context;
        this.accepting = accepting;
        this.sockets = StreamSockets.of(context.settings());
        this.parts = new NioStream.Parts(StreamLimits.of(context.settings()), context.buffers());
        this.loops = makeLoops();
        this.running = new AtomicInteger(loops.size());
    }

    /** A running engine. */
    static NioEngine start(TransportContext context, Acceptor.Accepting accepting)
            throws IOException {
        NioEngine engine = new NioEngine(context, accepting);
        engine.startLoops();
        return engine;
    }

    private List<Loop> makeLoops() throws IOException {
        int asked = context.settings().get(NioTransport.LOOPS).intValue();
        int count = asked == 0 ? Runtime.getRuntime().availableProcessors() : asked;
        int readBuffer = context.settings().get(NioTransport.READ_BUFFER).intValue();
        boolean yielding = loopThreads() == Threads.Kind.VIRTUAL;
        List<Loop> made = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                made.add(new Loop(context, readBuffer, yielding, this::loopEnded));
            }
        } catch (IOException e) {
            for (Loop loop : made) {
                loop.discard();
            }
            throw e;
        }
        return List.copyOf(made);
    }

    private void startLoops() {
        for (int i = 0; i < loops.size(); i++) {
            context.threads().start(loopThreads(), "nio-loop-" + i, loops.get(i));
        }
    }

    private Threads.Kind loopThreads() {
        return switch (context.settings().get(NioTransport.LOOP_THREADS)) {
            case NioTransport.VIRTUAL -> Threads.Kind.VIRTUAL;
            default -> Threads.Kind.PLATFORM;
        };
    }

    @Override
    public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
            throws IOException {
        checkOpen();
        ServerSocketChannel channel = sockets.listen(target);
        Acceptor acceptor = new Acceptor(this, nextLoop(), channel, handlers);
        acceptors.add(acceptor);
        if (closing) {
            acceptor.close();
            checkOpen();
        }
        acceptor.resume();
        return acceptor;
    }

    @Override
    public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
        checkOpen();
        try {
            StreamSockets.requireConnectable(target.remote(), target.local());
        } catch (UnsupportedOperationException e) {
            return CompletableFuture.failedStage(e);
        }
        Connector connector = new Connector(this, nextLoop(), target, handler);
        connectors.add(connector);
        if (closing) {
            forget(connector);
            checkOpen();
        }
        connector.start();
        return connector.done();
    }

    @Override
    public DatagramPort bind(ListenTarget target, DatagramHandler handler) throws IOException {
        checkOpen();
        DatagramChannel channel = UdpSockets.of(context.settings()).bind(target);
        NioDatagrams datagrams = new NioDatagrams(this, nextLoop(), channel, handler, context);
        ports.add(datagrams);
        DatagramPort port = datagrams.start();
        if (closing) {
            port.close();
        }
        return port;
    }

    @Override
    public CompletionStage<Long> moveTo(Engine other) {
        checkOpen();
        return loops.stream()
                .map(loop -> new Departure(loop, other).begin())
                .reduce(
                        CompletableFuture.completedFuture(0L),
                        (one, more) -> one.thenCombine(more, Long::sum));
    }

    @Override
    public void adopt(RestingConnection resting) throws IOException {
        checkOpen();
        StreamConnection connection = StreamConnection.of(resting);
        Loop loop = nextLoop();
        NioStream stream = new NioStream(loop, resting.channel(), connection);
        loop.expect(); // first: a loop that is to end now waits for it
        try {
            checkOpen();
            connection.moveTo(stream, parts.buffers());
        } catch (Throwable e) { // whatever it is, the loop must not wait for it
            loop.expectNoMore();
            throw e;
        }
        stream.start();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        checkOpen();
        Delayed delayed = new Delayed(nextLoop(), Deadline.after(nanoTime(), delayNanos), task);
        delayed.start();
        return delayed;
    }

    @Override
    public CompletionStage<Drained> close(Duration grace) {
        long until = Deadline.after(nanoTime(), grace);
        closing = true;
        acceptors.forEach(Acceptor::close);
        connectors.forEach(Connector::cancel);
        ports.forEach(NioDatagrams::close);
        loops.forEach(Loop::count);
        loops.forEach(loop -> loop.drain(until));
        return drained.copy();
    }

    private void loopEnded(Loop loop) {
        if (running.decrementAndGet() == 0) {
            drained.complete(
                    loops.stream().map(Loop::drained).reduce(Drained.NOTHING, Drained::plus));
        }
    }

    private void checkOpen() {
        if (closing) {
            throw new IllegalStateException("this engine is closed");
        }
    }

    // For its parts

    Acceptor.Accepting accepting() {
        return accepting;
    }

    StreamSockets sockets() {
        return sockets;
    }

    NioStream.Parts parts() {
        return parts;
    }

    List<Loop> loops() {
        return loops;
    }

    Loop nextLoop() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    boolean isLoop(Thread thread) {
        return loops.stream().anyMatch(loop -> loop.runsOn(thread));
    }

    void startVirtual(String name, Runnable body) {
        context.threads().start(Threads.Kind.VIRTUAL, name, body);
    }

    void forget(Acceptor acceptor) {
        acceptors.remove(acceptor);
    }

    void forget(NioDatagrams port) {
        ports.remove(port);
    }

    void forget(Connector connector) {
        connectors.remove(connector);
    }
}
