package dev.bogie.transport.loom.internal;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** An engine with what it was given counted, and plain sockets as peers. */
final class Rig implements TransportContext {
    private final Settings settings;
    private final ChunkPool pool = new ChunkPool(64);
    private final Set<Thread> alive = ConcurrentHashMap.newKeySet();
    final Engine engine;

    Rig() throws IOException {
        this(Settings.defaults());
    }

    Rig(Settings settings) throws IOException {
        this.settings = settings;
        this.engine = new LoomTransport().start(this);
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Threads threads() {
        return (kind, name, body) -> {
            Thread.Builder builder =
                    kind == Threads.Kind.VIRTUAL ? Thread.ofVirtual() : Thread.ofPlatform();
            Thread thread = builder.name(name).unstarted(body);
            alive.add(thread);
            thread.start();
            return thread;
        };
    }

    @Override
    public BufferPool buffers() {
        return pool;
    }

    Listener listen(Supplier<ConnectionHandler> handlers) throws IOException {
        return engine.listen(ListenTarget.loopback(0), handlers);
    }

    static Socket connect(Listener listener) throws IOException {
        Socket socket = new Socket();
        socket.connect(listener.address(), Limit.MILLIS);
        socket.setSoTimeout(Limit.MILLIS);
        return socket;
    }

    /** The address that a listener had, resolved. */
    static InetSocketAddress address(Listener listener) {
        return (InetSocketAddress) listener.address();
    }

    /** Fails if anything is left. */
    void stop() throws Exception {
        Limit.await(engine.close(Duration.ZERO));
        for (Thread thread : alive) {
            if (!thread.join(Duration.ofSeconds(Limit.SECONDS))) {
                throw new AssertionError(thread + " goes on");
            }
        }
        if (pool.outstanding() != 0) {
            throw new AssertionError(pool.outstanding() + " buffers were not given back");
        }
    }
}
