package org.example.nio2;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Listener;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.nio.channels.NetworkChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One listening channel and the one accept that may be outstanding. It cannot be withdrawn: whom it
 * brings during a pause waits here until the pause is over; then there is no other until then. When
 * the system refuses, as it does when descriptors are exhausted, the next one begins after a while,
 * which grows as long as it refuses.
 */
final class Nio2Listener implements Listener, CompletionHandler<AsynchronousSocketChannel, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(Nio2Listener.class);
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET = TimeUnit.SECONDS.toNanos(10);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Nio2Engine engine;
    private final AsynchronousServerSocketChannel channel;
    private final Supplier<ConnectionHandler> handlers;
    private final SocketAddress address;

    // Guarded by this
    private boolean accepting; // an accept is outstanding, or its handler runs
    private boolean paused;
    private boolean closed;
    private AsynchronousSocketChannel kept; // came during a pause

    // The accept's: one at a time
    private long pause; // 0 while the system does not refuse
    private long warnedAt;
    private long complainedAt;
    private long unheard;

    /**
     * A listener that does not accept yet.
     *
     * @param engine whose it is
     * @param channel bound
     * @param handlers makes the handler of each connection
     * @throws IOException if the channel is closed already
     */
    Nio2Listener(
            Nio2Engine engine,
            AsynchronousServerSocketChannel channel,
            Supplier<ConnectionHandler> handlers)
            throws IOException {
        this.engine = engine;
        this.channel = channel;
        this.handlers = handlers;
        this.address = channel.getLocalAddress();
        this.complainedAt = engine.nanoTime() - SECOND;
        this.warnedAt = engine.nanoTime() - QUIET;
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public synchronized void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        synchronized (this) {
            if (!paused) {
                return;
            }
            paused = false;
        }
        engine.run(this::goOn);
    }

    @Override
    public NetworkChannel detach() {
        throw Sockets.noAdoption();
    }

    @Override
    public void close() {
        AsynchronousSocketChannel waiting;
        boolean idle;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            waiting = kept;
            kept = null;
            idle = !accepting;
        }
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("closing {}", address, e); // the descriptor is given back all the same
        }
        if (waiting != null) {
            drop(waiting);
        }
        if (idle) {
            engine.roster().remove(this);
        }
    }

    // Accepting

    /** Any thread: begins an accept if there is none and none is to be. */
    void accept() {
        synchronized (this) {
            if (closed || paused || accepting || kept != null) {
                return;
            }
            accepting = true;
        }
        acceptNext();
    }

    private void acceptNext() {
        try {
            channel.accept(null, this);
        } catch (RuntimeException e) { // the group is shut down
            failed(e, null);
        }
    }

    /** After a pause. */
    private void goOn() {
        AsynchronousSocketChannel waiting;
        synchronized (this) {
            if (closed || accepting) {
                return;
            }
            waiting = kept;
            kept = null;
            accepting = true;
        }
        if (waiting == null) {
            acceptNext();
        } else {
            completed(waiting, null);
        }
    }

    @Override
    public void completed(AsynchronousSocketChannel accepted, Void nothing) {
        if (pause > 0) {
            pause = 0;
            LOG.info("accepting on {} again", address);
        }
        if (isWanted(accepted)) {
            admit(accepted);
            if (goesOn()) {
                acceptNext();
            }
        }
    }

    /** Whether somebody may come in now; if not, there is no accept any more. */
    private boolean isWanted(AsynchronousSocketChannel accepted) {
        synchronized (this) {
            if (!closed && !paused) {
                return true;
            }
            accepting = false;
            if (!closed) {
                kept = accepted;
                return false;
            }
        }
        drop(accepted);
        engine.roster().remove(this);
        return false;
    }

    private boolean goesOn() {
        synchronized (this) {
            if (!closed && !paused) {
                return true;
            }
            accepting = false;
            if (!closed) {
                return false;
            }
        }
        engine.roster().remove(this);
        return false;
    }

    @Override
    public void failed(Throwable e, Void nothing) {
        boolean over;
        synchronized (this) {
            accepting = false;
            over = closed || !channel.isOpen();
        }
        if (over) {
            engine.roster().remove(this);
            return;
        }
        pause = pause == 0 ? FIRST_PAUSE : Math.min(pause * 2, LONGEST_PAUSE);
        long now = engine.nanoTime();
        if (now - warnedAt >= QUIET) { // peers who come and go would make it a line for each
            warnedAt = now;
            LOG.warn("cannot accept on {} for now: {}", address, e.toString());
        }
        var unused = engine.timer(pause, this::accept);
    }

    private void admit(AsynchronousSocketChannel accepted) {
        try {
            engine.sockets().setOptions(accepted);
            Nio2Stream stream =
                    new Nio2Stream(engine, accepted, address, handlers.get(), thrown -> {});
            if (engine.roster().add(stream)) {
                stream.start();
            } else {
                drop(accepted);
            }
        } catch (Throwable e) {
            drop(accepted);
            complain(e);
        }
    }

    private void drop(AsynchronousSocketChannel accepted) {
        try {
            accepted.close();
        } catch (IOException e) {
            LOG.debug("closing what came to {}", address, e);
        }
    }

    /** Peers decide how often this is called, so it says little more than once a second. */
    private void complain(Throwable e) {
        long now = engine.nanoTime();
        if (now - complainedAt < SECOND) {
            unheard++;
            return;
        }
        LOG.warn(
                "a connection to {} was closed, and {} before it: no handler", address, unheard, e);
        complainedAt = now;
        unheard = 0;
    }
}
