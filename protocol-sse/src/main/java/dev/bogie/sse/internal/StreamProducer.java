package dev.bogie.sse.internal;

import dev.bogie.http.BodyProducer;
import dev.bogie.http.BodySink;
import dev.bogie.sse.StreamClosedException;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Threads;
import dev.bogie.transport.support.Outbox;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Drives one event stream as the body of a response. All of it runs in turns of that body, but for
 * {@link #wake}, {@link #execute} and what is volatile. Each turn ends with {@link #settle}, so
 * whatever brought it about, nothing that was asked for meanwhile is forgotten.
 */
final class StreamProducer implements BodyProducer {
    private static final ByteBuffer HEARTBEAT =
            ByteBuffer.allocateDirect(2).put((byte) ':').put((byte) '\n').flip().asReadOnlyBuffer();

    /** As many as a connection lets wait. */
    private static final int MAX_EARLY = 1024;

    private final Outbox<QueuedEvent, StreamClosedException> queue;
    private final Pace pace;
    private final Threads threads;
    private final LiveStream stream;

    private final ReentrantLock lock = new ReentrantLock();

    /** The next two are guarded by the lock: tasks that came before the sink did. */
    private final ArrayDeque<Runnable> early = new ArrayDeque<>();

    private @Nullable BodySink started;

    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Thread turn;
    private volatile boolean writable;
    private volatile long pending;
    private volatile @Nullable Runnable whenWritable;
    private volatile boolean untold;
    private volatile @Nullable String aborted;

    private @Nullable BodySink sink;
    private final List<QueuedEvent> written = new ArrayList<>();
    private boolean writing;
    private boolean over;

    StreamProducer(
            LiveStream stream,
            Outbox<QueuedEvent, StreamClosedException> queue,
            ProtocolContext context) {
        this.stream = stream;
        this.queue = queue;
        this.pace = new Pace(context.settings());
        this.threads = context.threads();
    }

    @Override
    public void opened(BodySink opened) {
        sink = opened;
        pace.sent(opened.nanoTime());
        lock.lock();
        try {
            started = opened;
        } finally {
            lock.unlock();
        }
        String reason = aborted;
        if (reason != null) {
            opened.abort(reason);
            return;
        }
        opened.flush(); // a client waits for the head, not only for the first event
        inTurn(this::runEarly);
    }

    @Override
    public void writable() {
        inTurn(() -> {});
    }

    @Override
    public void deadline(long now) {
        inTurn(
                () -> {
                    BodySink open = sink;
                    if (open == null || over) {
                        return;
                    }
                    leaveIfDue(now);
                    if (pace.isStalled(now)) {
                        open.abort("slow reader: it took nothing in time");
                    } else if (pace.isHeartbeatDue(now) && open.isWritable()) {
                        open.write(HEARTBEAT.duplicate());
                        pace.sent(now);
                    }
                });
    }

    @Override
    public void draining(long until) {
        pace.draining(until);
        inTurn(
                () -> {
                    BodySink open = sink;
                    if (open != null) {
                        leaveIfDue(open.nanoTime());
                    }
                });
    }

    /** Goes on for as long as there is time to spare. */
    private void leaveIfDue(long now) {
        if (pace.isTimeToLeave(now)) {
            pace.left();
            queue.shut(new StreamClosedException("the server is stopping"));
        }
    }

    @Override
    public void peerEnded() {
        queue.shut(new StreamClosedException("the client has left"));
        inTurn(() -> {});
    }

    @Override
    public void closed(Closed how) {
        over = true;
        writable = false;
        queue.shut(new StreamClosedException(how.describe()));
        if (sink == null) {
            inTurn(this::runEarly); // each task that was accepted runs; it finds a stream that
            // ended
        }
        complete();
        List<QueuedEvent> left = queue.clear();
        StreamClosedException end = queue.end();
        if (!left.isEmpty() && end != null) {
            start(() -> left.forEach(e -> e.sent.completeExceptionally(end)));
        }
        stream.tellClosed(how);
    }

    // By any thread.

    /** Something was put into the queue, or asked for. */
    void changed() {
        if (isInTurn()) {
            write();
        } else {
            wake();
        }
    }

    boolean execute(Runnable task) {
        BodySink open;
        lock.lock();
        try {
            open = started;
            if (open == null) {
                return queue.end() == null && early.size() < MAX_EARLY && early.add(task);
            }
        } finally {
            lock.unlock();
        }
        return open.execute(() -> inTurn(task));
    }

    void abort(String reason) {
        BodySink open;
        queue.shut(new StreamClosedException(reason));
        lock.lock();
        try {
            aborted = reason;
            open = started;
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.abort(reason);
        }
    }

    boolean isInTurn() {
        return turn == Thread.currentThread();
    }

    boolean isWritable() {
        return isInTurn() ? hasRoom() : writable;
    }

    long pendingInTransport() {
        return pending;
    }

    void whenWritable(Runnable task) {
        whenWritable = task;
        untold = true;
        wake();
    }

    private void wake() {
        BodySink open;
        lock.lock();
        try {
            open = started;
        } finally {
            lock.unlock();
        }
        if (open != null && woken.compareAndSet(false, true) && !open.execute(this::woken)) {
            // Refused because many tasks wait: each of them settles what this one would have.
            woken.set(false);
        }
    }

    private void woken() {
        woken.set(false);
        inTurn(() -> {});
    }

    private void inTurn(Runnable body) {
        turn = Thread.currentThread();
        try {
            body.run();
            settle();
        } finally {
            turn = null;
        }
    }

    private void runEarly() {
        for (Runnable task = nextEarly(); task != null; task = nextEarly()) {
            task.run();
        }
    }

    private @Nullable Runnable nextEarly() {
        lock.lock();
        try {
            return early.poll();
        } finally {
            lock.unlock();
        }
    }

    private void settle() {
        BodySink open = sink;
        if (open == null || over) {
            return;
        }
        write();
        tellWritable();
        pending = open.pending();
        if (queue.end() != null && queue.isEmpty()) {
            over = true;
            complete(); // all was handed over; there is no next one to have room for
            open.end();
            return;
        }
        long now = open.nanoTime();
        pace.waiting(hasRoom() ? 0 : open.pending(), now);
        open.deadline(pace.deadline());
    }

    private void write() {
        BodySink open = sink;
        if (open == null || over || writing) {
            return; // what completes a result may send in its turn
        }
        writing = true;
        try {
            while (open.isWritable()) {
                QueuedEvent event = queue.first();
                if (event == null) {
                    break;
                }
                queue.removeFirst();
                open.write(event.bytes.duplicate());
                written.add(event);
                pace.sent(open.nanoTime());
            }
            if (open.isWritable()) {
                complete();
            }
        } finally {
            writing = false;
        }
    }

    /** Where something may be attached, it runs on a thread that may wait; this one may not. */
    private void complete() {
        List<QueuedEvent> awaited = new ArrayList<>();
        for (QueuedEvent event : written) {
            if (event.handedOut) {
                awaited.add(event);
            } else {
                event.sent.complete(null);
            }
        }
        written.clear();
        if (!awaited.isEmpty()) {
            start(() -> awaited.forEach(e -> e.sent.complete(null)));
        }
    }

    private void tellWritable() {
        boolean room = hasRoom();
        Runnable task = whenWritable;
        if (room && untold && task != null) {
            untold = false;
            task.run();
            room = hasRoom();
        }
        untold |= !room;
        writable = room;
    }

    private boolean hasRoom() {
        BodySink open = sink;
        return open != null && !over && queue.end() == null && open.isWritable() && queue.isEmpty();
    }

    private void start(Runnable body) {
        Thread unused = threads.start(Threads.Kind.VIRTUAL, "sse-sent", body);
    }
}
