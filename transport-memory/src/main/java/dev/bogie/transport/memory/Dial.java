package dev.bogie.transport.memory;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Engine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One attempt to connect: the request travels, is answered, refused, or not answered at all and
 * then sent again, until the time is over.
 */
final class Dial {
    /** When an unanswered request is sent again, first (RFC 6298 §2.1); then twice as long. */
    private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

    private final MemoryEngine engine;
    private final Simulation simulation;
    private final ConnectTarget target;
    private final ConnectionHandler handler;
    private final CompletableFuture<Void> result;
    private @Nullable SocketAddress remote;
    private @Nullable SocketAddress local;
    private @Nullable MemoryPort port;
    private Engine.@Nullable Timer timer;
    private long retryNanos = RETRY_NANOS;
    private boolean over;

    Dial(
            MemoryEngine engine,
            ConnectTarget target,
            ConnectionHandler handler,
            CompletableFuture<Void> result) {
        this.engine = engine;
        this.simulation = engine.simulation();
        this.target = target;
        this.handler = handler;
        this.result = result;
    }

    void begin() {
        try {
            SocketAddress to = engine.addresses().resolve(target.remote());
            remote = to;
            local = engine.addresses().bindClient(to, target.local());
        } catch (IOException | RuntimeException e) {
            fail(e);
            return;
        }
        long timeout = TimeUnit.NANOSECONDS.convert(target.timeout()); // or as many as there are
        timer = simulation.at(simulation.later(timeout), this::timeOut);
        ask();
    }

    private void ask() {
        if (!over) {
            var unused = simulation.at(simulation.later(simulation.latency()), this::asked);
        }
    }

    private void asked() {
        SocketAddress to = remote;
        SocketAddress from = local;
        if (over || to == null || from == null) {
            return;
        }
        MemoryListener listener;
        try {
            listener = engine.addresses().find(to);
        } catch (ConnectException e) {
            var unused = simulation.at(simulation.later(simulation.latency()), () -> fail(e));
            return;
        }
        if (listener == null || !listener.hasRoom()) {
            var unused = simulation.at(simulation.later(retryNanos), this::ask);
            retryNanos *= 2;
            return;
        }
        int size = simulation.conditions().pipe();
        Pipe there = new Pipe(size);
        Pipe back = new Pipe(size);
        MemoryPort mine = new MemoryPort(engine, new MemoryPort.Route(from, to, null), back, there);
        MemoryPort theirs =
                new MemoryPort(
                        listener.engine(),
                        new MemoryPort.Route(to, from, listener.address()),
                        there,
                        back);
        MemoryPort.join(mine, theirs);
        port = mine;
        listener.offer(theirs);
        var unused =
                simulation.at(back.arrival(simulation.later(simulation.latency())), this::answered);
    }

    private void answered() {
        MemoryPort mine = port;
        if (over || mine == null) {
            return;
        }
        over();
        Throwable thrown = mine.open(handler);
        if (thrown == null) {
            result.complete(null);
        } else {
            result.completeExceptionally(thrown);
        }
    }

    private void timeOut() {
        fail(
                new ConnectionTimeoutException(
                        "no answer from " + target.remote() + " within " + target.timeout()));
    }

    /** Gives up. */
    void fail(Exception cause) {
        if (!over) {
            over();
            if (port != null) {
                port.resetNow();
            }
            if (local != null) {
                engine.addresses().unbindClient(local);
            }
            result.completeExceptionally(cause);
        }
    }

    private void over() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
        engine.ended(this);
    }
}
