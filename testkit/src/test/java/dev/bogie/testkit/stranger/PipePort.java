package dev.bogie.testkit.stranger;

import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Info;
import dev.bogie.transport.Threads;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.StreamPort;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One end of a connection: what {@link StreamConnection} makes a whole connection of. Its turns are
 * taken by the engine's thread, or by the virtual thread of a loan.
 */
final class PipePort implements StreamPort {
    private final PipeEngine engine;
    private final Pipe in;
    private final Pipe out;
    private final Map<Info<?>, Object> facts;
    private final StreamConnection connection;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private boolean signal;
    private boolean wantsInput = true;

    PipePort(
            PipeEngine engine,
            Pipe in,
            Pipe out,
            Map<Info<?>, Object> facts,
            ConnectionHandler handler) {
        this.engine = engine;
        this.in = in;
        this.out = out;
        this.facts = facts;
        this.connection =
                new StreamConnection(
                        this,
                        handler,
                        StreamLimits.of(engine.context().settings()),
                        engine.context().buffers(),
                        InputBuffer.poisoning(engine.context().buffers()));
    }

    StreamConnection connection() {
        return connection;
    }

    /** On the engine's thread. */
    Throwable open() {
        engine.add(this);
        Throwable thrown = connection.open();
        in.reader(this::wake);
        out.writer(this::wake);
        wake();
        return thrown;
    }

    private void turn() {
        scheduled.set(false);
        int ready = StreamConnection.WRITABLE | (wantsInput ? StreamConnection.READABLE : 0);
        connection.turn(ready, engine.scratch());
        if (wantsInput && in.isReadable() && !connection.isLent() && !connection.isClosed()) {
            wake();
        }
    }

    @Override
    public int read(ByteBuffer dst) throws IOException {
        return in.read(dst);
    }

    @Override
    public int write(ByteBuffer src) throws IOException {
        return out.write(src);
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) throws IOException {
        long all = 0;
        for (int i = offset; i < offset + length; i++) {
            all += out.write(srcs[i]);
            if (srcs[i].hasRemaining()) {
                break; // even if there is room again meanwhile
            }
        }
        return all;
    }

    @Override
    public void endOutput() {
        out.end();
    }

    @Override
    public boolean close() {
        out.end();
        return true;
    }

    @Override
    public void reset(String reason) {
        in.reset();
        out.reset();
    }

    @Override
    public void turnEnded(boolean input, boolean output, long dueAt) {
        boolean resumed = input && !wantsInput;
        wantsInput = input;
        if (resumed) {
            wake();
        }
        engine.due(this, dueAt);
    }

    /** The time may have moved since it was told: ask again. */
    void due() {
        long at = connection.dueAt();
        if (at != Long.MAX_VALUE && at - nanoTime() > 0) {
            engine.due(this, at);
        } else {
            wake();
        }
    }

    @Override
    public void lend() {
        String name = PipeTransport.NAME + "-loan";
        engine.context().threads().start(Threads.Kind.VIRTUAL, name, connection::runLoan);
    }

    @Override
    public void await(boolean input, boolean output, long deadline) throws InterruptedException {
        if ((input && in.isReadable()) || (output && out.isWritable())) {
            return;
        }
        lock.lockInterruptibly();
        try {
            long left = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - nanoTime();
            while (!signal && left > 0) {
                left = signalled.awaitNanos(left);
            }
            signal = false;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void loanEnded() {
        wake();
    }

    @Override
    public void wake() {
        lock.lock();
        try {
            signal = true;
            signalled.signal();
        } finally {
            lock.unlock();
        }
        if (scheduled.compareAndSet(false, true)) {
            engine.run(this::turn);
        }
    }

    @Override
    public void closed(Closed how) {
        in.reader(() -> {});
        out.writer(() -> {});
        engine.remove(this, how);
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        if (key.equals(Info.CAPABILITIES)) {
            return Optional.of(key.type().cast(Set.of(Capability.STREAM, Capability.HALF_CLOSE)));
        }
        return Optional.ofNullable(facts.get(key)).map(key.type()::cast);
    }

    static Map<Info<?>, Object> facts(SocketAddress local, SocketAddress remote) {
        return Map.of(
                Info.LOCAL_ADDRESS,
                local,
                Info.REMOTE_ADDRESS,
                remote,
                Info.TRANSPORT,
                PipeTransport.NAME);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }
}
