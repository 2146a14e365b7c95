package org.example.nio2;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Threads;
import dev.bogie.transport.support.Deadline;
import dev.bogie.transport.support.TcpSockets;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.AsynchronousSocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One connect, in a straight line on a virtual thread. A name that stands for several addresses is
 * tried at each, in the order of the resolver, in equal parts of the time that is left.
 */
final class Nio2Connector implements Runnable {
    private final Nio2Engine engine;
    private final ConnectTarget target;
    private final InetSocketAddress remote;
    private final ConnectionHandler handler;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    private volatile boolean cancelled;
    private volatile Thread thread;

    /**
     * A connect that has not begun.
     *
     * @throws UnsupportedOperationException naming the capability that an address would need
     */
    Nio2Connector(Nio2Engine engine, ConnectTarget target, ConnectionHandler handler) {
        this.engine = engine;
        this.target = target;
        this.handler = handler;
        this.remote = TcpSockets.requireInternet(target.remote());
        if (target.local() != null) {
            var unused = TcpSockets.requireInternet(target.local());
        }
    }

    /** Completes when the handler has been opened, or will never be. */
    CompletionStage<Void> opened() {
        return opened;
    }

    /** Any thread: the engine closes. */
    void cancel() {
        cancelled = true;
        Thread waits = thread;
        if (waits != null) {
            waits.interrupt();
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            connect().start();
        } catch (InterruptedException e) {
            opened.completeExceptionally(engineClosed());
        } catch (Throwable e) {
            opened.completeExceptionally(e);
        } finally {
            engine.roster().remove(this);
        }
    }

    private Nio2Stream connect() throws IOException, InterruptedException {
        long deadline = Deadline.after(engine.nanoTime(), target.timeout());
        List<InetSocketAddress> addresses = addresses(deadline);
        IOException refused = null;
        for (int i = 0; i < addresses.size(); i++) {
            long left = (deadline - engine.nanoTime()) / (addresses.size() - i);
            try {
                return connect(addresses.get(i), left);
            } catch (ConnectionAbortedException e) {
                throw e;
            } catch (IOException e) {
                if (refused != null) {
                    e.addSuppressed(refused);
                }
                refused = e;
            }
        }
        throw refused == null ? new IOException("no address for " + remote) : refused;
    }

    private List<InetSocketAddress> addresses(long deadline)
            throws IOException, InterruptedException {
        List<InetSocketAddress> known = TcpSockets.known(remote);
        if (!known.isEmpty()) {
            return known;
        }
        // A thread of its own: a resolver neither knows time-outs nor listens to interrupts.
        CompletableFuture<List<InetSocketAddress>> resolved = new CompletableFuture<>();
        Runnable resolve =
                () -> {
                    try {
                        resolved.complete(TcpSockets.resolve(remote));
                    } catch (Throwable e) {
                        resolved.completeExceptionally(e);
                    }
                };
        engine.context().threads().start(Threads.Kind.VIRTUAL, "bogie-nio2-resolver", resolve);
        return await(resolved, deadline - engine.nanoTime(), "resolving " + remote.getHostString());
    }

    private Nio2Stream connect(InetSocketAddress address, long left)
            throws IOException, InterruptedException {
        AsynchronousSocketChannel channel = engine.sockets().open(target.local());
        boolean connected = false;
        try {
            try {
                var unused = await(channel.connect(address), left, "connecting to " + address);
            } catch (ConnectionTimeoutException | ConnectionAbortedException e) {
                throw e;
            } catch (IOException e) {
                throw TcpSockets.explained(e, "cannot connect to", address);
            }
            Nio2Stream stream = new Nio2Stream(engine, channel, null, handler, this::tell);
            if (!engine.roster().add(stream)) {
                throw engineClosed();
            }
            connected = true;
            return stream;
        } finally {
            if (!connected) {
                channel.close();
            }
        }
    }

    private <T> T await(Future<T> what, long left, String named)
            throws IOException, InterruptedException {
        if (cancelled) {
            throw engineClosed();
        }
        try {
            return what.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ConnectionTimeoutException(
                    named + " took longer than the " + target.timeout().toMillis() + " ms allowed");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException said ? said : new IOException(e.getCause());
        }
    }

    private void tell(Throwable thrown) {
        if (thrown == null) {
            opened.complete(null);
        } else {
            opened.completeExceptionally(thrown);
        }
    }

    private static ConnectionAbortedException engineClosed() {
        return new ConnectionAbortedException("the engine was closed before it was connected");
    }
}
