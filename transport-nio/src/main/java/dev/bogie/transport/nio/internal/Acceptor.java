package dev.bogie.transport.nio.internal;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Listener;
import dev.bogie.transport.support.DeadlineWheel;
import dev.bogie.transport.support.SocketFile;
import dev.bogie.transport.support.TcpSockets;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A listening channel: accepts in batches on its loop and spreads what it accepted over all loops.
 * When the system refuses, most likely for want of descriptors, it waits and tries again.
 */
final class Acceptor extends Inbox.Mail implements Listener, Loop.Selectable {
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);
    private static final int BATCH = 64;
    private static final long FIRST_PAUSE = 20_000_000;
    private static final long LONGEST_PAUSE = 1_000_000_000;
    private static final long QUIET = 1_000_000_000; // between two lines of one kind
    private static final long WARNINGS = 10 * QUIET; // a refusal may last

    /** How the system is asked; replaced in tests. */
    @FunctionalInterface
    interface Accepting {
        @Nullable SocketChannel accept(ServerSocketChannel channel) throws IOException;
    }

    private final NioEngine engine;
    private final Loop loop;
    private final ServerSocketChannel channel;
    private final Supplier<ConnectionHandler> handlers;
    private final SocketAddress address;
    private final SocketFile file;
    private final Retry retry = new Retry();

    // What is accepted is ours, or the channel is not ours any more: never both, and never neither.
    private final ReentrantLock accepting = new ReentrantLock();
    private boolean over; // closed or detached; under the lock

    private volatile boolean paused;
    private @Nullable SelectionKey key; // the loop's
    private long pause; // before the next try; 0 when the last one succeeded
    private boolean backingOff;
    private boolean warned; // and not yet taken back
    private long lastWarning = System.nanoTime() - WARNINGS;
    private long lastComplaint = System.nanoTime() - QUIET;
    private long complaints;

    Acceptor(
            NioEngine engine,
            Loop loop,
            ServerSocketChannel channel,
            Supplier<ConnectionHandler> handlers)
            throws IOException {
        this.engine = engine;
        this.loop = loop;
        this.channel = channel;
        this.handlers = handlers;
        this.address = channel.getLocalAddress();
        this.file = SocketFile.of(channel);
    }

    // Any thread

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void pause() {
        paused = true;
        loop.post(this);
    }

    @Override
    public void resume() {
        paused = false;
        loop.post(this);
    }

    @Override
    public NetworkChannel detach() {
        if (!stop()) {
            throw new IllegalStateException("the listener on " + address + " is closed");
        }
        SelectionKey registered = channel.keyFor(loop.selector());
        if (registered != null) {
            registered.cancel();
        }
        forgotten();
        return channel;
    }

    @Override
    public void close() {
        if (stop()) {
            file.remove();
            try {
                channel.close();
            } catch (IOException e) {
                LOG.debug("a listening channel failed to close", e);
            }
            forgotten();
        }
    }

    private boolean stop() {
        accepting.lock();
        try {
            boolean first = !over;
            over = true;
            return first;
        } finally {
            accepting.unlock();
        }
    }

    /**
     * Waits until the selector has given the descriptor back, so that the port is free (or the
     * channel entirely the caller's) on return. A loop cannot wait for a loop.
     */
    private void forgotten() {
        engine.forget(this);
        NextSelection selection = new NextSelection(loop);
        if (!engine.isLoop(Thread.currentThread()) && !selection.await()) {
            LOG.warn("the loop that accepted on {} does not answer", address);
        }
    }

    // On the loop

    @Override
    void delivered() {
        if (!channel.isOpen()) {
            loop.disarm(retry);
            return;
        }
        accepting.lock(); // detach must not find the channel half registered
        try {
            if (over) {
                loop.disarm(retry);
            } else {
                watch();
            }
        } finally {
            accepting.unlock();
        }
    }

    private void watch() {
        try {
            if (key == null) {
                key = loop.register(channel, 0, this);
            }
            key.interestOps(paused || backingOff ? 0 : SelectionKey.OP_ACCEPT);
        } catch (IOException | CancelledKeyException e) {
            LOG.debug("a listening channel is closed", e);
        }
    }

    @Override
    void returned() {
        close();
    }

    @Override
    public void ready(int ops) {
        for (int i = 0; i < BATCH && !paused; i++) {
            if (!acceptOne()) {
                return;
            }
        }
    }

    private boolean acceptOne() {
        SocketChannel accepted;
        Loop target;
        accepting.lock();
        try {
            if (over) {
                return false;
            }
            accepted = engine.accepting().accept(channel);
            if (accepted == null) {
                return false;
            }
            target = engine.nextLoop();
            target.expect(); // a drain that begins now waits for it
        } catch (Throwable e) {
            backOff(e);
            return false;
        } finally {
            accepting.unlock();
        }
        if (pause > 0) {
            pause = 0;
            if (warned) {
                warned = false;
                LOG.info("accepting on {} again", address);
            }
        }
        begin(accepted, target);
        return true;
    }

    private void begin(SocketChannel accepted, Loop target) {
        try {
            engine.sockets().accepted(accepted, address);
            NioStream stream =
                    new NioStream(
                            target,
                            accepted,
                            new Origin(address, null),
                            handlers.get(),
                            engine.parts());
            stream.start();
        } catch (IOException e) {
            TcpSockets.reset(accepted); // the peer is gone already
            target.expectNoMore();
        } catch (Throwable e) {
            TcpSockets.reset(accepted);
            target.expectNoMore();
            complain(e);
        }
    }

    private void backOff(Throwable e) {
        long now = System.nanoTime();
        if (now - lastWarning >= WARNINGS) { // peers who come and go would make it a line for each
            lastWarning = now;
            warned = true;
            LOG.warn("cannot accept on {}, will try again: {}", address, e.toString());
        }
        pause = Math.clamp(pause * 2, FIRST_PAUSE, LONGEST_PAUSE);
        backingOff = true;
        watch();
        retry.at = now + pause;
        loop.arm(retry, retry.at);
    }

    private void complain(Throwable e) {
        complaints++;
        long now = System.nanoTime();
        if (now - lastComplaint >= QUIET) {
            LOG.warn(
                    "{} connections accepted on {} were reset for want of a handler",
                    complaints,
                    address,
                    e);
            lastComplaint = now;
            complaints = 0;
        }
    }

    private final class Retry extends DeadlineWheel.Entry {
        private long at;

        @Override
        protected long dueAt() {
            return at;
        }

        @Override
        protected void due(long now) {
            backingOff = false;
            delivered();
        }
    }
}
