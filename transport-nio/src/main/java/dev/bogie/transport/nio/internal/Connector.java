package dev.bogie.transport.nio.internal;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.support.Deadline;
import dev.bogie.transport.support.DeadlineWheel;
import dev.bogie.transport.support.StreamSockets;
import dev.bogie.transport.support.TcpSockets;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One attempt to connect: the name is resolved on a virtual thread, then its addresses are tried
 * one after the other on a loop, all within one time-out. A Unix-domain socket whose backlog is
 * full does not tell when it has room: it is asked again.
 */
final class Connector extends Inbox.Mail implements Loop.Selectable {
    private static final long FIRST_PAUSE = 5_000_000;
    private static final long LONGEST_PAUSE = 200_000_000;

    private final NioEngine engine;
    private final Loop loop;
    private final ConnectTarget target;
    private final SocketAddress remote;
    private final ConnectionHandler handler;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final TimeOut timeOut;
    private final Again again = new Again();

    private volatile List<? extends SocketAddress> addresses = List.of();
    private volatile @Nullable IOException refused; // from outside: not resolved, engine closed

    // The loop's
    private boolean armed;
    private int next; // negative when it is over
    private @Nullable SocketChannel channel;
    private @Nullable IOException last;

    Connector(NioEngine engine, Loop loop, ConnectTarget target, ConnectionHandler handler) {
        this.engine = engine;
        this.loop = loop;
        this.target = target;
        this.remote = target.remote();
        this.handler = handler;
        this.timeOut = new TimeOut(Deadline.after(System.nanoTime(), target.timeout()));
    }

    CompletableFuture<Void> done() {
        return done;
    }

    // Any thread

    void start() {
        addresses = StreamSockets.known(remote);
        boolean resolved = !addresses.isEmpty();
        if (!loop.post(this)) {
            returned();
        } else if (!resolved) {
            engine.startVirtual("nio-resolve " + shown(), this::resolve);
        }
    }

    private void resolve() {
        try {
            addresses = StreamSockets.resolve(remote);
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
            SocketAddress address = addresses.get(next++);
            try {
                SocketChannel tried = engine.sockets().open(address, target.local());
                channel = tried;
                switch (StreamSockets.connect(tried, address)) {
                    case CONNECTED -> connected(tried);
                    case CONNECTING -> loop.register(tried, SelectionKey.OP_CONNECT, this);
                    case BUSY -> {
                        closeChannel();
                        next--;
                        again.arm();
                    }
                }
                return;
            } catch (BindException e) {
                giveUp(target.local() == null ? StreamSockets.refused(e, address) : e);
                return;
            } catch (IOException | RuntimeException e) {
                failedWith(e, address);
            }
        }
        giveUp(last == null ? new IOException("no address for " + remote) : last);
    }

    private void failedWith(Exception e, SocketAddress address) {
        closeChannel();
        IOException io = e instanceof IOException known ? known : new IOException(e.toString(), e);
        last = StreamSockets.refused(io, address);
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
                new NioStream(loop, connected, new Origin(null, done), handler, engine.parts());
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
        loop.disarm(again);
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

    private String shown() {
        return remote instanceof InetSocketAddress internet
                ? internet.getHostString() + ":" + internet.getPort()
                : remote.toString();
    }

    /** When a backlog that was full is looked at again. */
    private final class Again extends DeadlineWheel.Entry {
        private long pause = FIRST_PAUSE;
        private long at;

        void arm() {
            at = System.nanoTime() + pause;
            pause = Math.min(2 * pause, LONGEST_PAUSE);
            loop.arm(this, at);
        }

        @Override
        protected long dueAt() {
            return at;
        }

        @Override
        protected void due(long now) {
            if (next >= 0) {
                tryNext();
            }
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
                                        + shown()
                                        + " took longer than "
                                        + target.timeout().toMillis()
                                        + " ms"));
            }
        }
    }
}
