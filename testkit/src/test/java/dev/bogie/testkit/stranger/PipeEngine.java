package dev.bogie.testkit.stranger;

import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One thread, one queue in which everything waits for its time: turns of connections, timers, what
 * others have asked for.
 */
final class PipeEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(PipeEngine.class);

    private final TransportContext context;
    private final DelayQueue<Entry> queue = new DelayQueue<>();
    private final ByteBuffer scratch = ByteBuffer.allocate(64 * 1_024);
    private final Map<Integer, PipeListener> listeners = new HashMap<>();
    private final Map<PipePort, Long> open = new LinkedHashMap<>(); // with what is next due
    private final AtomicInteger ports = new AtomicInteger(1);
    private final CompletableFuture<Drained> ended = new CompletableFuture<>();
    private volatile boolean closing;
    private long draining;
    private long drainedInOrder;

    PipeEngine(TransportContext context) {
        this.context = context;
        context.threads().start(Threads.Kind.PLATFORM, PipeTransport.NAME, this::loop);
    }

    TransportContext context() {
        return context;
    }

    ByteBuffer scratch() {
        return scratch;
    }

    private void loop() {
        while (!(closing && open.isEmpty() && queue.stream().noneMatch(e -> e.at() == 0))) {
            try {
                queue.take().task.run();
            } catch (InterruptedException e) {
                LOG.warn("interrupted", e);
            } catch (RuntimeException e) {
                LOG.warn("a task threw", e);
            }
        }
        ended.complete(new Drained(drainedInOrder, draining - drainedInOrder));
    }

    void run(Runnable task) {
        queue.add(new Entry(0, task));
    }

    private static final class Entry implements Delayed, Timer {
        private static final AtomicLong COUNT = new AtomicLong();
        private final long at;
        private final long number = COUNT.incrementAndGet();
        private volatile Runnable task;

        Entry(long at, Runnable task) {
            this.at = at;
            this.task = task;
        }

        long at() {
            return at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return at == 0 ? 0 : unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed o) {
            Entry other = (Entry) o;
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }

        @Override
        public void cancel() {
            task = () -> {};
        }
    }

    // Connections, on the engine's thread but for due()

    void add(PipePort port) {
        open.put(port, Long.MAX_VALUE);
    }

    void due(PipePort port, long at) {
        if (at != Long.MAX_VALUE) {
            queue.add(new Entry(Math.max(1, at), port::due));
        }
    }

    void remove(PipePort port, Closed how) {
        run(
                () -> {
                    if (open.remove(port) != null && closing && how instanceof Closed.Finished) {
                        drainedInOrder++;
                    }
                });
    }

    // Engine

    @Override
    public synchronized Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
            throws IOException {
        checkOpen();
        if (!(target instanceof ListenTarget.Bind bind)) {
            throw new UnsupportedOperationException(
                    PipeTransport.NAME + " has no " + Capability.ADOPT_LISTENER);
        }
        int port = ((InetSocketAddress) bind.address()).getPort();
        port = port == 0 ? ports.getAndIncrement() : port;
        if (listeners.containsKey(port)) {
            throw new BindException("address in use: " + port);
        }
        PipeListener listener = new PipeListener(this, port, bind.backlog(), handlers);
        listeners.put(port, listener);
        return listener;
    }

    synchronized void forget(PipeListener listener) {
        listeners.remove(listener.port());
    }

    @Override
    public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
        checkOpen();
        CompletableFuture<Void> done = new CompletableFuture<>();
        run(() -> dial(target, handler, done));
        return done;
    }

    private void dial(
            ConnectTarget target, ConnectionHandler handler, CompletableFuture<Void> done) {
        PipeListener listener;
        synchronized (this) {
            listener = listeners.get(((InetSocketAddress) target.remote()).getPort());
        }
        if (listener == null) {
            done.completeExceptionally(new ConnectException("refused: " + target.remote()));
            return;
        }
        Pipe up = new Pipe();
        Pipe down = new Pipe();
        SocketAddress local =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        40_000 + ports.getAndIncrement() % 20_000);
        Runnable accept =
                () -> {
                    if (done.isDone()) {
                        return;
                    }
                    listener.accept(up, down, local);
                    PipePort port =
                            new PipePort(
                                    this,
                                    down,
                                    up,
                                    PipePort.facts(local, listener.address()),
                                    handler);
                    Throwable thrown = port.open();
                    if (thrown == null) {
                        done.complete(null);
                    } else {
                        done.completeExceptionally(thrown);
                    }
                };
        listener.offer(accept);
        if (!done.isDone()) {
            schedule(
                    target.timeout().toNanos(),
                    () ->
                            done.completeExceptionally(
                                    new ConnectionTimeoutException("nobody accepts")));
        }
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        checkOpen();
        Entry entry = new Entry(System.nanoTime() + Math.max(0, delayNanos), task);
        queue.add(entry);
        return entry;
    }

    private void checkOpen() {
        if (closing) {
            throw new IllegalStateException("this engine is closed");
        }
    }

    @Override
    public CompletionStage<Drained> close(Duration grace) {
        run(() -> drain(grace));
        return ended;
    }

    private void drain(Duration grace) {
        List<PipeListener> listening;
        synchronized (this) {
            listening = List.copyOf(listeners.values());
            listeners.clear();
        }
        listening.forEach(PipeListener::close);
        long until = System.nanoTime() + grace.toNanos();
        if (!closing) {
            draining = open.size();
            closing = true;
        }
        List.copyOf(open.keySet()).forEach(p -> p.connection().drain(until));
        queue.add(new Entry(until, () -> List.copyOf(open.keySet()).forEach(this::breakOff)));
    }

    private void breakOff(PipePort port) {
        port.connection().abort("the grace is over");
        if (port.connection().isLent()) {
            open.remove(port); // nobody waits for a body that blocks
        }
    }
}
