package dev.bogie.transport.loom.internal;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Listener;
import dev.bogie.transport.support.SocketFile;
import dev.bogie.transport.support.TcpSockets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One listening channel and the virtual thread that accepts from it: in batches, so that those who
 * were accepted get their turn; and when the system refuses, as it does when descriptors are
 * exhausted, again after a while, which grows as long as it refuses.
 */
final class LoomListener implements Listener, Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LoomListener.class);
    private static final int BATCH = 64;
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET = TimeUnit.SECONDS.toNanos(10);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LoomEngine engine;
    private final ServerSocketChannel channel;
    private final Supplier<ConnectionHandler> handlers;
    private final SocketAddress address;
    private final SocketFile file;
    private final Readiness readiness;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private volatile boolean paused;
    private volatile boolean stopped; // closed or detached
    private volatile @Nullable Thread thread;

    // The accepting thread's
    private long pause; // 0 while the system does not refuse
    private boolean warned;
    private long warnedAt;
    private long complainedAt;
    private long unheard;

    /**
     * A listener that does not accept yet.
     *
     * @param engine whose it is
     * @param channel bound and non-blocking
     * @param handlers makes the handler of each connection
     */
    LoomListener(
            LoomEngine engine, ServerSocketChannel channel, Supplier<ConnectionHandler> handlers)
            throws IOException {
        this.engine = engine;
        this.channel = channel;
        this.handlers = handlers;
        this.address = channel.getLocalAddress();
        this.file = SocketFile.of(channel);
        this.readiness = new Readiness(engine.poller(), channel);
        this.complainedAt = engine.nanoTime() - SECOND;
        this.warnedAt = engine.nanoTime() - QUIET;
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void pause() {
        paused = true;
        wake();
    }

    @Override
    public void resume() {
        paused = false;
        wake();
    }

    @Override
    public NetworkChannel detach() {
        synchronized (this) {
            if (stopped) {
                throw new IllegalStateException("the listener on " + address + " is closed");
            }
            stopped = true;
        }
        wake();
        if (Thread.currentThread() != thread) {
            ended.join(); // the thread only has to see it: it never waits but in its readiness
            CompletableFuture<Void> free = new CompletableFuture<>();
            readiness.poller().execute(() -> free.complete(deregistered()));
            free.join();
        }
        return channel;
    }

    private @Nullable Void deregistered() {
        readiness.poller().deregister();
        return null;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
        }
        file.remove();
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {}", address, e); // the descriptor is given back all the same
        }
        readiness.poller().poke();
        wake();
    }

    private void wake() {
        readiness.raise(Readiness.WAKE);
    }

    // The thread

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!stopped) {
                try {
                    if (paused || !acceptBatch()) {
                        await(paused ? 0 : SelectionKey.OP_ACCEPT);
                    } else {
                        Poller.yieldCarrier();
                    }
                } catch (ClosedChannelException e) {
                    break;
                } catch (Throwable e) {
                    backOff(e);
                }
            }
        } finally {
            stopped = true;
            readiness.release();
            engine.roster().remove(this);
            ended.complete(null);
        }
    }

    private void await(int ops) {
        if (readiness.await(ops) == 0) {
            boolean unused = Thread.interrupted(); // means nothing here
        }
    }

    /** Accepts what is there, up to a bound; true if there may be more. */
    private boolean acceptBatch() throws IOException {
        for (int i = 0; i < BATCH && !stopped && !paused; i++) {
            SocketChannel accepted = channel.accept();
            if (accepted == null) {
                return false;
            }
            if (pause > 0) {
                acceptsAgain();
            }
            admit(accepted);
        }
        return true;
    }

    private void admit(SocketChannel accepted) {
        LoomConnection connection = null;
        try {
            engine.sockets().accepted(accepted, address);
            Readiness of = new Readiness(engine.poller(), accepted);
            connection = new LoomConnection(engine, accepted, of, address, handlers.get());
            if (engine.roster().add(connection)) {
                engine.startThread("bogie-loom-connection", connection);
                return;
            }
            TcpSockets.reset(accepted);
        } catch (Throwable e) {
            TcpSockets.reset(accepted);
            if (connection != null) {
                engine.roster().remove(connection, new Closed.Failed(e));
            }
            complain(e);
        }
    }

    /** Peers decide how often this is called, so it says little more than once a second. */
    private void complain(Throwable e) {
        long now = engine.nanoTime();
        if (now - complainedAt < SECOND) {
            unheard++;
            return;
        }
        LOG.warn("a connection to {} was reset, and {} before it: no handler", address, unheard, e);
        complainedAt = now;
        unheard = 0;
    }

    private void acceptsAgain() {
        pause = 0;
        if (warned) {
            warned = false;
            LOG.info("accepting on {} again", address);
        }
    }

    private void backOff(Throwable e) {
        long now = engine.nanoTime();
        pause = pause == 0 ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
        if (now - warnedAt >= QUIET) { // peers who come and go would make it a line for each
            warnedAt = now;
            warned = true;
            LOG.warn("cannot accept on {} for now: {}", address, e.toString());
        }
        long until = now + pause;
        Engine.Timer timer = engine.timer(pause, this::wake);
        while (!stopped && engine.nanoTime() < until) {
            await(0);
        }
        timer.cancel();
    }
}
