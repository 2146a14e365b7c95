package dev.bogie.sse.internal;

import dev.bogie.http.BodyProducer;
import dev.bogie.http.BodySink;
import dev.bogie.http.Fields;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Info;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** A body's way out without a connection: its clock, its room and its turns are the test's. */
final class ScriptedSink implements BodySink {
    final StringBuilder sent = new StringBuilder();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final BodyProducer producer;
    boolean room = true;
    boolean flushed;
    @Nullable Closed closed;
    private long now = 1_000_000_000_000L;
    private long deadline = Long.MAX_VALUE;
    private long pending;

    ScriptedSink(BodyProducer producer) {
        this.producer = producer;
    }

    ScriptedSink open() throws Exception {
        producer.opened(this);
        producer.writable();
        settle();
        return this;
    }

    /** Runs the tasks that wait, and the end if there is one. */
    void settle() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            if (closed == null) {
                task.run();
            }
        }
        if (closed != null) {
            producer.closed(closed);
        }
    }

    void pass(Duration time) throws Exception {
        long until = now + time.toNanos();
        while (deadline <= until && closed == null) {
            now = deadline;
            deadline = Long.MAX_VALUE;
            producer.deadline(now);
            settle();
        }
        now = until;
    }

    void noRoom(long waiting) {
        room = false;
        pending = waiting;
    }

    void roomAgain() throws Exception {
        room = true;
        pending = 0;
        producer.writable();
        settle();
    }

    @Override
    public void write(ByteBuffer src, Runnable released) {
        if (closed != null) {
            throw new IllegalStateException("ended");
        }
        if (!src.hasRemaining()) {
            throw new IllegalArgumentException("nothing to write");
        }
        sent.append(StandardCharsets.UTF_8.decode(src.duplicate()));
        released.run();
    }

    @Override
    public void flush() {
        flushed = true;
    }

    @Override
    public long pending() {
        return pending;
    }

    @Override
    public boolean isWritable() {
        return room && closed == null;
    }

    @Override
    public void end() {
        closed = Closed.finished();
    }

    @Override
    public void end(Fields trailers) {
        end();
    }

    @Override
    public void abort(String reason) {
        if (closed == null) {
            closed = new Closed.Aborted(reason);
        }
    }

    @Override
    public void deadline(long nanoTime) {
        deadline = nanoTime;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public boolean execute(Runnable task) {
        return closed == null && tasks.add(task);
    }

    @Override
    public boolean isDraining() {
        return false;
    }

    @Override
    public <T> Optional<T> info(Info<T> key) {
        return Optional.empty();
    }
}
