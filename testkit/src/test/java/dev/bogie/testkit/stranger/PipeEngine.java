package dev.bogie.testkit.stranger;

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

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A running transport: who listens, who connects, who is connected. All hosts are one here, so that
 * an address is its port. What other threads ask for is checked at once and done on the loop.
 */
final class PipeEngine implements Engine {
    private static final int SCRATCH = 64 * 1_024; // what one turn reads at the most
    private static final int FIRST_PORT = 10_000;
    private static final int PORTS = 50_000;

    private final TransportContext context;
    private final StreamLimits limits;
    private final PipeLoop loop = new PipeLoop();
    private final ByteBuffer scratch;
    private final CompletableFuture<Drained> ended = new CompletableFuture<>();

    // Guarded by this
    private final Map<Integer, PipeListener> listeners = new HashMap<>();
    private final Set<PipeDial> dials = new HashSet<>();
    private int nextPort;
    private boolean closing;

    // The loop's
    private final Set<PipePort> open = new LinkedHashSet<>();
    private Drained drained = Drained.NOTHING;

    PipeEngine(TransportContext context) {
        this.context = context;
        this.limits = StreamLimits.of(context.settings());
        this.scratch = context.buffers().take(SCRATCH);
        context.threads().start(Threads.Kind.PLATFORM, PipeTransport.NAME, this::run);
    }

    private void run() {
        loop.run();
        context.buffers().give(scratch);
        ended.complete(drained);
    }

    TransportContext context() {
        return context;
    }

    StreamLimits limits() {
        return limits;
    }

    PipeLoop loop() {
        return loop;
    }

    ByteBuffer scratch() {
        return scratch;
    }

    // Listening

    @Override
    public synchronized Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
            throws IOException {
        checkOpen();
        if (!(target instanceof ListenTarget.Bind(SocketAddress wanted, int backlog))) {
            throw PipeListener.noAdoption();
        }
        InetSocketAddress address = choose(TcpSockets.requireInternet(wanted));
        PipeListener listener = new PipeListener(this, address, backlog, handlers);
        listeners.put(address.getPort(), listener);
        return listener;
    }

    /** An address on which nobody listens: the one that is wanted, if it has a port. */
    synchronized InetSocketAddress choose(InetSocketAddress wanted) throws BindException {
        int port = wanted.getPort();
        for (int i = 0; port == 0 && i < PORTS; i++) {
            int next = FIRST_PORT + nextPort;
            nextPort = (nextPort + 1) % PORTS;
            port = listeners.containsKey(next) ? 0 : next;
        }
        if (port == 0 || listeners.containsKey(port)) {
            throw new BindException("address already in use: " + wanted);
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Null if nobody listens there. */
    synchronized PipeListener listenerAt(int port) {
        return listeners.get(port);
    }

    /** False if that was done before: another may have taken the port since. */
    synchronized boolean forget(PipeListener listener) {
        return listeners.remove(listener.address().getPort(), listener);
    }

    // Connecting

    @Override
    public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
        PipeDial dial;
        synchronized (this) {
            checkOpen();
            try {
                dial = new PipeDial(this, target, handler);
            } catch (UnsupportedOperationException | BindException e) {
                return CompletableFuture.failedStage(e);
            }
            dials.add(dial); // whoever closes the engine finds it, or was before us
        }
        dial.begin();
        return dial.done();
    }

    /** On the loop. */
    void ended(PipeDial dial) {
        synchronized (this) {
            dials.remove(dial);
        }
        endMaybe();
    }

    /** On the loop. */
    void opened(PipePort port) {
        open.add(port);
    }

    /** Any thread: a loan may have been the last that it did. */
    void closed(PipePort port, Closed how) {
        loop.soon(() -> remove(port, how));
    }

    private void remove(PipePort port, Closed how) {
        if (open.remove(port) && isClosing()) {
            drained = drained.plus(how);
        }
        endMaybe();
    }

    // Time

    @Override
    public long nanoTime() {
        return loop.nanoTime();
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        checkOpen();
        return loop.at(Deadline.after(nanoTime(), delayNanos), task);
    }

    // The end

    private synchronized boolean isClosing() {
        return closing;
    }

    private void checkOpen() {
        if (isClosing()) {
            throw new IllegalStateException("this engine is closed");
        }
    }

    @Override
    public CompletionStage<Drained> close(Duration grace) {
        List<PipeListener> listening;
        List<PipeDial> dialling;
        synchronized (this) {
            closing = true;
            listening = List.copyOf(listeners.values());
            dialling = List.copyOf(dials);
        }
        listening.forEach(PipeListener::close);
        dialling.forEach(PipeDial::cancel);
        long until = Deadline.after(nanoTime(), grace);
        loop.soon(() -> drain(until));
        return ended.minimalCompletionStage();
    }

    /** Of several the earliest counts: connections know that, and here it breaks them off first. */
    private void drain(long until) {
        List.copyOf(open).forEach(port -> port.connection().drain(until));
        Timer unused = loop.at(until, () -> List.copyOf(open).forEach(this::breakOff));
        endMaybe();
    }

    private void breakOff(PipePort port) {
        String reason = "the engine was closed, and the connection did not end in time";
        port.connection().abort(reason);
        if (port.connection().isLent()) {
            remove(port, new Closed.Aborted(reason)); // nobody waits for a body that blocks
        }
    }

    private void endMaybe() {
        boolean over;
        synchronized (this) {
            over = closing && dials.isEmpty();
        }
        if (over && open.isEmpty()) {
            loop.stop();
        }
    }
}
