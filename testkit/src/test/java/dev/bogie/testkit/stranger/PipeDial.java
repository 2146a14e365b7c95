package dev.bogie.testkit.stranger;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionAbortedException;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Threads;
import dev.bogie.transport.support.Deadline;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.TcpSockets;

import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One attempt to connect: finds the address, then the listener, and waits until that accepts. Ends
 * once, one way or another: accepted, refused, out of time, or with the engine.
 */
final class PipeDial {
    private static final Duration AGAIN = Duration.ofMillis(50);

    private final PipeEngine engine;
    private final ConnectTarget target;
    private final InetSocketAddress remote;
    private final InetSocketAddress local;
    private final ConnectionHandler handler;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    // The loop's
    private Engine.Timer timeOut = () -> {};
    private boolean over;

    /**
     * An attempt that has not begun.
     *
     * @throws UnsupportedOperationException naming the capability that an address would need
     * @throws BindException if the local address is in use
     */
    PipeDial(PipeEngine engine, ConnectTarget target, ConnectionHandler handler)
            throws BindException {
        this.engine = engine;
        this.target = target;
        this.handler = handler;
        this.remote = TcpSockets.requireInternet(target.remote());
        SocketAddress wanted = target.local();
        this.local =
                engine.choose(
                        wanted == null
                                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)
                                : TcpSockets.requireInternet(wanted));
    }

    /** Completes when the handler has been opened, or will never be. */
    CompletionStage<Void> done() {
        return done.minimalCompletionStage();
    }

    // Any thread

    void begin() {
        engine.loop().soon(() -> armTimeOut(Deadline.after(engine.nanoTime(), target.timeout())));
        if (TcpSockets.known(remote).isEmpty()) {
            String name = PipeTransport.NAME + "-resolve";
            engine.context().threads().start(Threads.Kind.VIRTUAL, name, this::resolve);
        } else {
            engine.loop().soon(this::ask);
        }
    }

    /** May take long: that is why it has a thread. All hosts are one, but they must exist. */
    private void resolve() {
        try {
            var unused = TcpSockets.resolve(remote);
            engine.loop().soon(this::ask);
        } catch (UnknownHostException e) {
            engine.loop().soon(() -> fail(e));
        }
    }

    /** The engine ends. */
    void cancel() {
        String why = "the engine was closed before it was connected";
        engine.loop().soon(() -> fail(new ConnectionAbortedException(why)));
    }

    // On the loop

    boolean isOver() {
        return over;
    }

    private void armTimeOut(long at) {
        if (over) {
            return;
        }
        String why = "nobody accepted at " + remote + " within " + target.timeout();
        timeOut = engine.loop().at(at, () -> fail(new ConnectionTimeoutException(why)));
    }

    private void ask() {
        PipeListener listener = over ? null : engine.listenerAt(remote.getPort());
        if (listener == null) {
            refused();
        } else if (!listener.offer(this)) {
            Engine.Timer unused =
                    engine.loop().at(Deadline.after(engine.nanoTime(), AGAIN), this::ask);
        }
    }

    void refused() {
        fail(new ConnectException("nobody listens at " + remote));
    }

    private void fail(Exception cause) {
        if (!over) {
            end();
            done.completeExceptionally(cause);
        }
    }

    /** Opens both ends, the listener's first. */
    void accepted(PipeListener listener) {
        if (over) {
            return;
        }
        Pipe there = new Pipe();
        Pipe back = new Pipe();
        listener.accept(there, back, local);
        StreamFacts facts = new StreamFacts(listener.address(), local, null, PipeTransport.FACTS);
        Throwable thrown = new PipePort(engine, back, there, facts, handler).open();
        end();
        if (thrown == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(thrown);
        }
    }

    private void end() {
        over = true;
        timeOut.cancel();
        engine.ended(this);
    }
}
