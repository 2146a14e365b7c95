package dev.bogie.transport.memory;

import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Listener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A listening address and its backlog: connections whose other end believes to be connected. */
final class MemoryListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Network.class);

    private final MemoryEngine engine;
    private final Supplier<ConnectionHandler> handlers;
    private final int limit;
    private final SocketAddress address;
    private final ArrayDeque<MemoryPort> backlog = new ArrayDeque<>();
    private volatile boolean paused;
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean acceptWaits;

    /** Binds. */
    MemoryListener(
            MemoryEngine engine,
            SocketAddress wanted,
            int limit,
            Supplier<ConnectionHandler> handlers)
            throws IOException {
        this.engine = engine;
        this.limit = limit;
        this.handlers = handlers;
        this.address = engine.addresses().bind(wanted, this);
    }

    MemoryEngine engine() {
        return engine;
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            engine.simulation().post(this::acceptSoon);
        }
    }

    @Override
    public NetworkChannel detach() {
        throw new UnsupportedOperationException(
                "the memory transport has no "
                        + Capability.ADOPT_LISTENER
                        + ": there is no channel to give away");
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            engine.addresses().unbind(address);
            engine.simulation().post(this::refuse);
        }
    }

    private void refuse() {
        engine.closed(this);
        for (MemoryPort port = backlog.poll(); port != null; port = backlog.poll()) {
            port.resetNow();
        }
    }

    // The simulation

    boolean hasRoom() {
        return backlog.size() < limit && !closed.get();
    }

    /** Takes one end of a new connection; {@link #hasRoom} was true. */
    void offer(MemoryPort port) {
        backlog.add(port);
        acceptSoon();
    }

    private void acceptSoon() {
        if (!acceptWaits && !paused && !backlog.isEmpty()) {
            acceptWaits = true;
            engine.simulation().soon(this::accept);
        }
    }

    private void accept() {
        acceptWaits = false;
        if (paused || backlog.isEmpty()) {
            return;
        }
        MemoryPort port = backlog.remove();
        acceptSoon();
        ConnectionHandler handler;
        try {
            handler = handlers.get();
        } catch (Throwable e) {
            LOG.warn("no handler for {} at {}: it is reset", port, address, e);
            port.resetNow();
            return;
        }
        var unused = port.open(handler); // told to the handler as Failed
    }

    @Override
    public String toString() {
        return "listener at " + address;
    }
}
