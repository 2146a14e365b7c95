package dev.bogie.testkit.stranger;

import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.Listener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.NetworkChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** A listening port: accepts at once, or keeps what it may while it is paused. */
final class PipeListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(PipeListener.class);

    private final PipeEngine engine;
    private final int port;
    private final int backlog;
    private final Supplier<ConnectionHandler> handlers;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean paused; // the engine's thread

    PipeListener(PipeEngine engine, int port, int backlog, Supplier<ConnectionHandler> handlers) {
        this.engine = engine;
        this.port = port;
        this.backlog = backlog;
        this.handlers = handlers;
    }

    int port() {
        return port;
    }

    void offer(Runnable accept) {
        if (!paused) {
            accept.run();
        } else if (waiting.size() < backlog) {
            waiting.add(accept);
        }
    }

    void accept(Pipe up, Pipe down, SocketAddress remote) {
        try {
            Map<Info<?>, Object> facts = new HashMap<>(PipePort.facts(address(), remote));
            facts.put(Info.LISTENER, address());
            new PipePort(engine, up, down, facts, handlers.get()).open();
        } catch (RuntimeException e) {
            LOG.warn("no handler", e);
            up.reset();
            down.reset();
        }
    }

    @Override
    public SocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void pause() {
        engine.run(() -> paused = true);
    }

    @Override
    public void resume() {
        engine.run(
                () -> {
                    paused = false;
                    waiting.forEach(Runnable::run);
                    waiting.clear();
                });
    }

    @Override
    public NetworkChannel detach() {
        throw new UnsupportedOperationException(
                PipeTransport.NAME + " has no " + Capability.ADOPT_LISTENER);
    }

    @Override
    public void close() {
        engine.forget(this);
    }
}
