package dev.bogie.http;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Info;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Drives a producer into a blocking stream: the calling thread takes all its turns, and sleeps
 * while nothing is to be done. So a produced body can be read where there is no connection.
 */
final class ProducerDrive implements BodySink {
    private static final int MAX_TASKS = 1024;

    private final BodyProducer producer;
    private final OutputStream out;
    private final Thread driver = Thread.currentThread();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** The next two are guarded by the lock; the rest belongs to the driver. */
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    private @Nullable Closed ended;

    private long deadline = Long.MAX_VALUE;
    private @Nullable IOException failure;

    ProducerDrive(BodyProducer producer, OutputStream out) {
        this.producer = producer;
        this.out = out;
    }

    /**
     * Returns when the producer has ended; throws if the body is not complete.
     *
     * @throws IOException if that fails
     */
    void run() throws IOException {
        Closed how;
        try {
            producer.opened(this);
            if (!isEnded()) {
                producer.writable();
            }
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
            }
            how = end(Closed.finished());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            how = end(new Closed.Aborted("interrupted"));
        } catch (Exception e) {
            how = end(new Closed.Failed(e));
        }
        producer.closed(how);
        switch (how) {
            case Closed.Finished _ -> {}
            case Closed.PeerReset(IOException cause) -> throw cause;
            case Closed.Failed(Throwable cause) -> throw new IOException("the body failed", cause);
            case Closed.Aborted(String reason) -> throw new IOException("aborted: " + reason);
        }
    }

    /** The next turn, after waiting for it; null when the body has ended. */
    private @Nullable Runnable next() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                Runnable task = ended == null ? tasks.poll() : null;
                if (task != null || ended != null) {
                    return task;
                }
                if (deadline == Long.MAX_VALUE) {
                    changed.await();
                } else if (changed.awaitNanos(deadline - nanoTime()) <= 0) {
                    deadline = Long.MAX_VALUE;
                    return this::tellDeadline;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellDeadline() {
        try {
            producer.deadline(nanoTime());
        } catch (Exception e) {
            end(new Closed.Failed(e));
        }
    }

    /** Ends the body so, unless it has ended already; says how it has. */
    private Closed end(Closed how) {
        lock.lock();
        try {
            if (ended == null) {
                ended = how;
                changed.signal();
            }
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private boolean isEnded() {
        lock.lock();
        try {
            return ended != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(ByteBuffer src, Runnable released) {
        checkTurn();
        if (isEnded()) {
            throw new IllegalStateException("the body has ended");
        }
        byte[] bytes = new byte[src.remaining()];
        src.get(src.position(), bytes);
        try {
            if (failure == null) {
                out.write(bytes);
            }
        } catch (IOException e) {
            failure = e;
            end(new Closed.PeerReset(e));
        } finally {
            released.run();
        }
    }

    @Override
    public void flush() {
        checkTurn();
    }

    @Override
    public long pending() {
        return 0;
    }

    @Override
    public boolean isWritable() {
        return !isEnded();
    }

    @Override
    public void end() {
        checkTurn();
        end(Closed.finished());
    }

    @Override
    public void end(Fields trailers) {
        end();
    }

    @Override
    public void abort(String reason) {
        end(new Closed.Aborted(reason));
    }

    @Override
    public void deadline(long nanoTime) {
        checkTurn();
        deadline = nanoTime;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public boolean execute(Runnable task) {
        lock.lock();
        try {
            if (ended != null || tasks.size() >= MAX_TASKS) {
                return false;
            }
            tasks.add(task);
            changed.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isDraining() {
        return false;
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return Optional.empty();
    }

    private void checkTurn() {
        if (Thread.currentThread() != driver) {
            throw new IllegalStateException("only in a turn: hand it over with execute");
        }
    }
}
