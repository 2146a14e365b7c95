package dev.bogie.transport.memory;

import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.StreamLimits;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * An engine of a simulated network. Its collections belong to the simulation; they keep the order
 * of insertion, so that a drain is the same in each run.
 */
final class MemoryEngine implements Engine {
    /** What one turn reads at the most. */
    private static final int SCRATCH = 64 * 1_024;

    private final Simulation simulation;
    private final Addresses addresses;
    private final TransportContext context;
    private final StreamFacts.OfTransport facts;
    private final StreamLimits limits;
    private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH);

    private final Set<MemoryListener> listeners = new LinkedHashSet<>();
    private final Set<Dial> dials = new LinkedHashSet<>();
    private final Set<MemoryPort> ports = new LinkedHashSet<>();
    private final Set<MemoryDatagrams> datagrams = new LinkedHashSet<>();
    private final Set<Delay> delays = new LinkedHashSet<>();

    private final CompletableFuture<Drained> drained = new CompletableFuture<>();
    private final CompletableFuture<Drained> ended = new CompletableFuture<>();
    private volatile boolean closing;
    private volatile boolean over;
    private boolean draining;
    private long drainUntil = Long.MAX_VALUE;
    private @Nullable Timer grace;
    private boolean graceOver;
    private Drained outcome = Drained.NOTHING;

    MemoryEngine(
            Simulation simulation,
            Addresses addresses,
            TransportContext context,
            Set<Capability> capabilities) {
        this.simulation = simulation;
        this.addresses = addresses;
        this.context = context;
        this.facts = new StreamFacts.OfTransport(MemoryTransport.NAME, capabilities);
        this.limits = StreamLimits.of(context.settings());
    }

    private void checkOpen() {
        if (closing) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    @Override
    public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
            throws IOException {
        checkOpen();
        return switch (target) {
            case ListenTarget.Bind(var address, int backlog) -> {
                MemoryListener listener = new MemoryListener(this, address, backlog, handlers);
                simulation.post(() -> added(listener));
                yield listener;
            }
            case ListenTarget.Adopt adopt -> throw unadoptable(adopt);
        };
    }

    private static UnsupportedOperationException unadoptable(ListenTarget.Adopt target) {
        return new UnsupportedOperationException(
                "the memory transport has no "
                        + Capability.ADOPT_LISTENER
                        + ": it cannot adopt "
                        + target.channel());
    }

    @Override
    public DatagramPort bind(ListenTarget target, DatagramHandler handler) throws IOException {
        checkOpen();
        return switch (target) {
            case ListenTarget.Bind(var address, _) -> {
                MemoryDatagrams port = new MemoryDatagrams(this, address, handler);
                simulation.post(() -> added(port));
                yield port;
            }
            case ListenTarget.Adopt adopt -> throw unadoptable(adopt);
        };
    }

    private void added(MemoryDatagrams port) {
        datagrams.add(port);
        port.open();
        if (draining) {
            port.endNow();
        }
    }

    void closed(MemoryDatagrams port) {
        datagrams.remove(port);
    }

    private void added(MemoryListener listener) {
        listeners.add(listener);
        if (draining) {
            listener.close();
        }
    }

    @Override
    public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
        checkOpen();
        CompletableFuture<Void> result = new CompletableFuture<>();
        Dial dial = new Dial(this, target, handler, result);
        simulation.post(
                () -> {
                    dials.add(dial);
                    if (draining) {
                        dial.fail(new IOException("the engine is closed"));
                    } else {
                        dial.begin();
                    }
                });
        return result.minimalCompletionStage();
    }

    @Override
    public long nanoTime() {
        return simulation.now();
    }

    // Timers

    private final class Delay implements Timer, Runnable {
        private final Runnable task;
        private volatile boolean cancelled;
        private @Nullable Timer timer;

        Delay(Runnable task) {
            this.task = task;
        }

        void begin(long at) {
            if (!cancelled && !over) {
                delays.add(this);
                timer = simulation.at(at, this);
            }
        }

        @Override
        public void run() {
            delays.remove(this);
            if (!cancelled) {
                task.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            simulation.post(this::forget);
        }

        void forget() {
            delays.remove(this);
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        checkOpen();
        Delay delay = new Delay(task);
        long at = simulation.later(delayNanos);
        simulation.post(() -> delay.begin(at));
        return delay;
    }

    // The end

    @Override
    public CompletionStage<Drained> close(Duration time) {
        closing = true;
        long nanos = TimeUnit.NANOSECONDS.convert(time); // or as many as there are
        simulation.post(() -> drain(nanos));
        return ended.minimalCompletionStage();
    }

    /** Completed, in the simulation, when nothing of this engine is left but its thread. */
    CompletableFuture<Drained> drained() {
        return drained;
    }

    /** Completed by whoever ends last. */
    CompletableFuture<Drained> ended() {
        return ended;
    }

    boolean isOver() {
        return over;
    }

    private void drain(long nanos) {
        if (over) {
            return;
        }
        long until = simulation.later(nanos);
        boolean first = !draining;
        if (first) {
            draining = true;
            List.copyOf(listeners).forEach(MemoryListener::close);
            List.copyOf(datagrams).forEach(MemoryDatagrams::endNow);
            List.copyOf(dials).forEach(d -> d.fail(new IOException("the engine is closed")));
        }
        if (first || until < drainUntil) {
            drainUntil = until;
            for (MemoryPort port : List.copyOf(ports)) {
                StreamConnection connection = port.connection();
                if (connection != null) {
                    connection.drain(until);
                }
            }
            if (grace != null) {
                grace.cancel();
            }
            if (nanos <= 0) {
                graceIsOver();
            } else {
                grace = simulation.at(until, this::graceIsOver);
            }
        }
        endMaybe();
    }

    private void graceIsOver() {
        graceOver = true;
        for (MemoryPort port : List.copyOf(ports)) {
            StreamConnection connection = port.connection();
            if (connection != null) {
                connection.abort("the engine is closed, and its grace is over");
            }
        }
        endMaybe();
    }

    /** A body was let go or has suspended: a drain does not wait for one that blocks elsewhere. */
    void bodyPaused() {
        if (graceOver) {
            endMaybe();
        }
    }

    private void endMaybe() {
        if (!draining || over) {
            return;
        }
        if (!(graceOver ? ports.stream().allMatch(MemoryPort::isLoose) : ports.isEmpty())) {
            return;
        }
        outcome = outcome.plusAborted(ports.size());
        over = true;
        if (grace != null) {
            grace.cancel();
        }
        List.copyOf(delays).forEach(Delay::forget);
        drained.complete(outcome);
        simulation.signal();
    }

    void closed(MemoryListener listener) {
        listeners.remove(listener);
    }

    void ended(Dial dial) {
        dials.remove(dial);
    }

    void closed(MemoryPort port, Closed how) {
        if (ports.remove(port) && draining && !over) {
            outcome = outcome.plus(how);
            endMaybe();
        }
    }

    // What ports need

    StreamConnection connection(MemoryPort port, ConnectionHandler handler) {
        ports.add(port);
        return new StreamConnection(
                port, handler, limits, context.buffers(), InputBuffer.poisoning(context.buffers()));
    }

    Simulation simulation() {
        return simulation;
    }

    TransportContext context() {
        return context;
    }

    Addresses addresses() {
        return addresses;
    }

    Threads threads() {
        return context.threads();
    }

    StreamFacts.OfTransport facts() {
        return facts;
    }

    ByteBuffer scratch() {
        return scratch;
    }
}
