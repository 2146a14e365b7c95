package dev.bogie.transport.nio.internal;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.support.DeadlineWheel;
import dev.bogie.transport.support.TcpSockets;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One attempt to connect: the name is resolved on a virtual thread, then its addresses are tried
 * one after the other on a loop, all within one time-out.
 */
final class Connector extends Inbox.Mail implements Loop.Selectable {
    private final NioEngine engine;
    private final Loop loop;
    private final ConnectTarget target;
    private final InetSocketAddress remote;
    private final ConnectionHandler handler;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final TimeOut timeOut;

    private volatile List<InetSocketAddress> addresses = List.of();
    private volatile @Nullable IOException refused; // from outside: not resolved, engine closed

    // The loop's
    private boolean armed;
    private int next; // negative when it is over
    private @Nullable SocketChannel channel;
    private @Nullable IOException last;

    Connector(
            NioEngine engine,
            Loop loop,
            ConnectTarget target,
            InetSocketAddress remote,
            ConnectionHandler handler) {
        this.engine = engine;
        this.loop = loop;
        this.target = target;
        this.remote = remote;
        this.handler = handler;
        this.timeOut = new TimeOut(System.nanoTime() + target.timeout().toNanos());
    }

    CompletableFuture<Void> done() {
        return done;
    }

    // Any thread

    void start() {
        addresses = TcpSockets.known(remote);
        boolean resolved = !addresses.isEmpty();
        if (!loop.post(this)) {
            returned();
        } else if (!resolved) {
            engine.startVirtual("nio-resolve " + remote.getHostString(), this::resolve);
        }
    }

    private void resolve() {
        try {
            addresses = TcpSockets.resolve(remote);
        } catch (IOException e) {
            refused = e;
        }
        if (!loop.post(this)) {
            returned();
        }
    }

    /** Gives up. */
    void cancel() {
        refused = new ConnectionAbortedException("the engine was closed while connecting");
        if (!loop.post(this)) {
            returned();
        }
    }

    @Override
    void returned() {
        fail(new ConnectionAbortedException("the engine was closed while connecting"));
    }

    private void fail(Throwable e) {
        engine.forget(this);
        done.completeExceptionally(e);
    }

    // On the loop

    @Override
    void delivered() {
        if (next < 0) {
            return;
        }
        if (!armed) {
            armed = true;
            loop.arm(timeOut, timeOut.at);
        }
        IOException e = refused;
        if (e != null) {
            giveUp(e);
        } else if (channel == null && !addresses.isEmpty()) {
            tryNext();
        }
    }

    private void tryNext() {
        while (next < addresses.size()) {
            InetSocketAddress address = addresses.get(next++);
            try {
                SocketChannel tried = engine.sockets().open(target.local());
                channel = tried;
                if (tried.connect(address)) {
                    connected(tried);
                } else {
                    loop.register(tried, SelectionKey.OP_CONNECT, this);
                }
                return;
            } catch (BindException e) {
                giveUp(e);
                return;
            } catch (IOException | RuntimeException e) {
                failedWith(e, address);
            }
        }
        giveUp(last == null ? new IOException("no address for " + remote) : last);
    }

    private void failedWith(Exception e, InetSocketAddress address) {
        closeChannel();
        IOException io = e instanceof IOException known ? known : new IOException(e.toString(), e);
        last = TcpSockets.explained(io, "cannot connect to", address);
    }

    @Override
    public void ready(int ops) {
        SocketChannel tried = channel;
        if (tried == null) {
            return;
        }
        try {
            if (!tried.finishConnect()) {
                return;
            }
        } catch (IOException e) {
            failedWith(e, addresses.get(next - 1));
            tryNext();
            return;
        }
        try {
            connected(tried);
        } catch (IOException e) {
            giveUp(e);
        }
    }

    private void connected(SocketChannel connected) throws IOException {
        NioStream stream =
                new NioStream(
                        loop, connected, new NioStream.Origin(null, done), handler, engine.parts());
        next = -1;
        channel = null;
        loop.disarm(timeOut);
        engine.forget(this);
        loop.expect();
        stream.start();
    }

    private void giveUp(Exception e) {
        next = -1;
        loop.disarm(timeOut);
        closeChannel();
        fail(e);
    }

    private void closeChannel() {
        SocketChannel tried = channel;
        channel = null;
        if (tried != null) {
            TcpSockets.reset(tried);
        }
    }

    private final class TimeOut extends DeadlineWheel.Entry {
        final long at;

        TimeOut(long at) {
            this.at = at;
        }

        @Override
        protected long dueAt() {
            return at;
        }

        @Override
        protected void due(long now) {
            if (next >= 0) {
                giveUp(
                        new ConnectionTimeoutException(
                                "connecting to "
                                        + remote.getHostString()
                                        + ":"
                                        + remote.getPort()
                                        + " took longer than "
                                        + target.timeout().toMillis()
                                        + " ms"));
            }
        }
    }
}
