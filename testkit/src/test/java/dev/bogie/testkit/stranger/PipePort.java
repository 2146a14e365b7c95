package dev.bogie.testkit.stranger;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.Threads;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.StreamPort;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One end of a connection: what {@link StreamConnection} makes a whole connection of. Its turns are
 * taken by the engine's loop, or by the virtual thread of a loan.
 */
final class PipePort implements StreamPort {
    private final PipeEngine engine;
    private final Pipe in;
    private final Pipe out;
    private final StreamFacts facts;
    private final StreamConnection connection;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition signalled = lock.newCondition();
    private boolean signal; // under the lock
    private boolean wantsInput = true; // the driver's

    // Guarded by this: the one timer, and when it comes
    private Engine.Timer timer = () -> {};
    private long timerAt = PipeLoop.NEVER;
    private boolean closed;

    PipePort(PipeEngine engine, Pipe in, Pipe out, StreamFacts facts, ConnectionHandler handler) {
        this.engine = engine;
        this.in = in;
        this.out = out;
        this.facts = facts;
        this.connection =
                new StreamConnection(
                        this,
                        handler,
                        engine.limits(),
                        engine.context().buffers(),
                        InputBuffer.of(engine.context().buffers()));
    }

    StreamConnection connection() {
        return connection;
    }

    /** On the loop: the first turn. */
    Throwable open() {
        engine.opened(this);
        in.reader(this::wake);
        out.writer(this::wake);
        Throwable thrown = connection.open();
        wake();
        return thrown;
    }

    /** On the loop. */
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

    /** What the peer still sends finds nobody. */
    @Override
    public boolean close() {
        out.end();
        in.reset();
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
        arm(dueAt);
    }

    /** Most deadlines only ever move later: then the timer stays, and looks when its time comes. */
    private synchronized void arm(long at) {
        if (!closed && at < timerAt) {
            timer.cancel();
            timerAt = at;
            timer = engine.loop().at(at, this::timeHasCome);
        }
    }

    private void timeHasCome() {
        synchronized (this) {
            timerAt = PipeLoop.NEVER;
        }
        long at = connection.dueAt();
        if (at > nanoTime()) {
            arm(at);
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
            long left = deadline == PipeLoop.NEVER ? deadline : deadline - nanoTime();
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
            engine.loop().soon(this::turn);
        }
    }

    /** Nothing must hold this any more: no pipe, no timer, not the engine. */
    @Override
    public void closed(Closed how) {
        in.reader(() -> {});
        out.writer(() -> {});
        synchronized (this) {
            closed = true;
            timer.cancel();
        }
        engine.closed(this, how);
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return facts.info(key);
    }

    @Override
    public long nanoTime() {
        return engine.nanoTime();
    }
}
