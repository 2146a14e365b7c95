package dev.bogie.transport.loom.internal;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Engine;
import dev.bogie.transport.support.Deadline;
import dev.bogie.transport.support.StreamSockets;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connect, and the virtual thread that drives the connection afterwards. A name that stands for
 * several addresses is tried at each, in the order of the resolver, in equal parts of the time that
 * is left.
 */
final class LoomConnector implements Runnable {
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final LoomEngine engine;
    private final ConnectTarget target;
    private final SocketAddress remote;
    private final ConnectionHandler handler;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final CompletableFuture<List<? extends SocketAddress>> resolved =
            new CompletableFuture<>();

    private volatile boolean cancelled;
    private volatile @Nullable Readiness connecting;

    /**
     * A connect that has not begun.
     *
     * @throws UnsupportedOperationException naming the capability that an address would need
     */
    LoomConnector(LoomEngine engine, ConnectTarget target, ConnectionHandler handler) {
        this.engine = engine;
        this.target = target;
        this.handler = handler;
        this.remote = target.remote();
        StreamSockets.requireConnectable(remote, target.local());
    }

    /** Completes when the handler has been opened, or will never be. */
    CompletionStage<Void> opened() {
        return opened;
    }

    /** Any thread: the engine closes. */
    void cancel() {
        cancelled = true;
        resolved.completeExceptionally(engineClosed());
        Readiness waits = connecting;
        if (waits != null) {
            waits.raise(Readiness.WAKE);
        }
    }

    private static ConnectionAbortedException engineClosed() {
        return new ConnectionAbortedException("the engine was closed before it was connected");
    }

    // The thread

    @Override
    public void run() {
        LoomConnection connection = null;
        try {
            connection = connect();
        } catch (Throwable e) {
            opened.completeExceptionally(e);
        } finally {
            engine.roster().remove(this);
        }
        if (connection != null) {
            connection.drive(this::tell);
        }
    }

    private void tell(@Nullable Throwable thrown) {
        if (thrown == null) {
            opened.complete(null);
        } else {
            opened.completeExceptionally(thrown);
        }
    }

    private LoomConnection connect() throws IOException {
        long deadline = Deadline.after(engine.nanoTime(), target.timeout());
        List<? extends SocketAddress> addresses = addresses(deadline);
        IOException refused = null;
        for (int i = 0; i < addresses.size(); i++) {
            long now = engine.nanoTime();
            long until = now + (deadline - now) / (addresses.size() - i);
            try {
                return connect(addresses.get(i), until);
            } catch (IOException e) {
                if (refused != null) {
                    e.addSuppressed(refused);
                }
                refused = e;
            }
        }
        throw refused == null ? new IOException("no address for " + remote) : refused;
    }

    private List<? extends SocketAddress> addresses(long deadline) throws IOException {
        List<? extends SocketAddress> known = StreamSockets.known(remote);
        if (!known.isEmpty()) {
            return known;
        }
        engine.startThread("bogie-loom-resolver", this::resolve);
        try {
            return resolved.get(deadline - engine.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw tooLong("resolving " + host());
        } catch (InterruptedException e) {
            throw engineClosed();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException said ? said : new IOException(e.getCause());
        }
    }

    private void resolve() {
        try {
            resolved.complete(StreamSockets.resolve(remote));
        } catch (Throwable e) {
            resolved.completeExceptionally(e);
        }
    }

    private String host() {
        return remote instanceof InetSocketAddress internet
                ? internet.getHostString()
                : remote.toString();
    }

    private LoomConnection connect(SocketAddress address, long until) throws IOException {
        LoomConnection connection = null;
        long pause = FIRST_PAUSE;
        while (connection == null) {
            connection = tryOnce(address, until, pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        return connection;
    }

    /** Null, after a pause, if a backlog was full that does not tell when it has room. */
    private @Nullable LoomConnection tryOnce(SocketAddress address, long until, long pause)
            throws IOException {
        SocketChannel channel = engine.sockets().open(address, target.local());
        Readiness readiness = new Readiness(engine.poller(), channel);
        boolean connected = false;
        try {
            connecting = readiness;
            if (!await(channel, readiness, address, until)) {
                pause(readiness, Math.min(pause, until - engine.nanoTime()));
                return null;
            }
            LoomConnection connection =
                    new LoomConnection(engine, channel, readiness, null, handler);
            if (!engine.roster().add(connection)) {
                throw engineClosed();
            }
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                channel.close();
                readiness.poller().poke();
            }
        }
    }

    private boolean await(
            SocketChannel channel, Readiness readiness, SocketAddress address, long until)
            throws IOException {
        Engine.Timer timer =
                engine.timer(until - engine.nanoTime(), () -> readiness.raise(Readiness.WAKE));
        try {
            StreamSockets.Begun begun = StreamSockets.connect(channel, address);
            boolean done = begun == StreamSockets.Begun.CONNECTED;
            while (!done) {
                if (cancelled) {
                    throw engineClosed();
                }
                if (engine.nanoTime() >= until) {
                    throw tooLong("connecting to " + address);
                }
                if (begun == StreamSockets.Begun.BUSY) {
                    return false;
                }
                readiness.await(SelectionKey.OP_CONNECT);
                boolean unused = Thread.interrupted(); // means nothing here
                done = channel.finishConnect();
            }
            return true;
        } catch (ConnectionTimeoutException | ConnectionAbortedException e) {
            throw e;
        } catch (IOException e) {
            throw StreamSockets.refused(e, address);
        } finally {
            timer.cancel();
        }
    }

    private void pause(Readiness readiness, long nanos) {
        Engine.Timer timer = engine.timer(nanos, () -> readiness.raise(Readiness.WAKE));
        readiness.await(0);
        boolean unused = Thread.interrupted(); // means nothing here
        timer.cancel();
    }

    private ConnectionTimeoutException tooLong(String what) {
        return new ConnectionTimeoutException(
                what + " took longer than the " + target.timeout().toMillis() + " ms allowed");
    }
}
