package dev.bogie.transport.loom.internal;

import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.UdpPort;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.concurrent.CompletableFuture;

/** A port for datagrams and the virtual thread that drives it. */
final class LoomDatagrams implements UdpPort.Driver, Runnable {
    private final LoomEngine engine;
    private final Readiness readiness;
    private final UdpPort port;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable Thread thread;

    /** A port that is not open yet. */
    LoomDatagrams(
            LoomEngine engine,
            DatagramChannel channel,
            DatagramHandler handler,
            TransportContext context)
            throws IOException {
        this.engine = engine;
        this.readiness = new Readiness(engine.poller(), channel);
        this.port = new UdpPort(channel, handler, context, this);
    }

    DatagramPort port() {
        return port;
    }

    // Any thread

    @Override
    public void wake() {
        readiness.raise(Readiness.WAKE);
    }

    @Override
    public void awaitLeft() {
        if (Thread.currentThread() != thread) {
            ended.join(); // the thread only has to see it: it never waits but in its readiness
            CompletableFuture<Void> free = new CompletableFuture<>();
            readiness.poller().execute(() -> free.complete(deregistered()));
            free.join();
        }
    }

    private @Nullable Void deregistered() {
        readiness.poller().deregister();
        return null;
    }

    // The thread

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            port.open();
            int ready = SelectionKey.OP_READ;
            while (!port.isOver()) {
                boolean more = turn(ready);
                if (more) {
                    Poller.leaveCarrier();
                    ready = SelectionKey.OP_READ | readiness.take();
                } else if (!port.isOver()) {
                    ready = await();
                }
            }
        } finally {
            readiness.release();
            readiness.poller().poke(); // the descriptor is freed by the selector
            engine.roster().remove(this);
            ended.complete(null);
        }
    }

    private boolean turn(int ready) {
        return port.turn((ready & SelectionKey.OP_READ) != 0, (ready & SelectionKey.OP_WRITE) != 0);
    }

    private int await() {
        int ops = SelectionKey.OP_READ | (port.wantsRoom() ? SelectionKey.OP_WRITE : 0);
        int noted = readiness.await(ops);
        if (noted == 0) {
            boolean unused = Thread.interrupted(); // means nothing here
        }
        return noted;
    }
}
