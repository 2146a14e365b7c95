package dev.bogie.sse.internal;

import dev.bogie.http.BodyProducer;
import dev.bogie.http.FieldName;
import dev.bogie.http.Request;
import dev.bogie.sse.EventStream;
import dev.bogie.sse.SharedEvent;
import dev.bogie.sse.StreamClosedException;
import dev.bogie.sse.machine.EventEncoder;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.support.Outbox;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A stream as the application sees it. */
public final class LiveStream implements EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

    private final Request request;
    private final Outbox<QueuedEvent, StreamClosedException> queue;
    private final StreamProducer producer;

    private final ReentrantLock lock = new ReentrantLock();

    /** The next two are guarded by the lock. */
    private final List<Consumer<Closed>> listeners = new ArrayList<>();

    private @Nullable Closed closed;

    /**
     * A stream whose response has not begun.
     *
     * @param request asked for it
     * @param context settings and threads
     */
    public LiveStream(Request request, ProtocolContext context) {
        this.request = request;
        this.queue = QueuedEvent.queue(context.settings());
        this.producer = new StreamProducer(this, queue, context);
    }

    /** {@return what makes the body of the response} */
    public BodyProducer producer() {
        return producer;
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public String lastEventId() {
        // Browsers send UTF-8; fields are read as ISO-8859-1, which loses no octet.
        byte[] octets =
                request.fields()
                        .first(FieldName.LAST_EVENT_ID)
                        .orElse("")
                        .getBytes(StandardCharsets.ISO_8859_1);
        return new String(octets, StandardCharsets.UTF_8);
    }

    @Override
    public CompletionStage<Void> send(SharedEvent event) {
        return send(event.encoded());
    }

    @Override
    public CompletionStage<Void> retry(Duration delay) {
        return send(new EventEncoder().retry(delay.toMillis()).end().toShared());
    }

    private CompletionStage<Void> send(ByteBuffer bytes) {
        QueuedEvent event = new QueuedEvent(bytes);
        // In a turn nobody has seen the result yet when it completes: that needs no other thread.
        event.handedOut = !producer.isInTurn();
        Outbox.Added added = queue.add(event);
        if (added == Outbox.Added.QUEUED) {
            producer.changed();
            event.handedOut = true;
            return event.sent;
        }
        if (added == Outbox.Added.FULL) {
            producer.abort("slow reader: its queue is full (sse.max-queue)");
        }
        StreamClosedException end = queue.end();
        return CompletableFuture.failedFuture(end == null ? new StreamClosedException("") : end);
    }

    @Override
    public void close() {
        queue.shut(new StreamClosedException("the stream was closed here"));
        // Behind what waits; not in this call, so that it is the same in a turn and outside.
        boolean unused = producer.execute(() -> {});
    }

    @Override
    public void abort(String reason) {
        producer.abort(reason);
    }

    @Override
    public boolean isOpen() {
        return queue.end() == null;
    }

    @Override
    public long pending() {
        return queue.bytes() + producer.pendingInTransport();
    }

    @Override
    public boolean isWritable() {
        return producer.isWritable();
    }

    @Override
    public void whenWritable(Runnable task) {
        producer.whenWritable(task);
    }

    @Override
    public void whenClosed(Consumer<Closed> listener) {
        Closed how;
        lock.lock();
        try {
            how = closed;
            if (how == null) {
                listeners.add(listener);
                return;
            }
        } finally {
            lock.unlock();
        }
        tell(listener, how);
    }

    @Override
    public boolean execute(Runnable task) {
        return producer.execute(task);
    }

    void tellClosed(Closed how) {
        List<Consumer<Closed>> told;
        lock.lock();
        try {
            closed = how;
            told = List.copyOf(listeners);
            listeners.clear();
        } finally {
            lock.unlock();
        }
        told.forEach(listener -> tell(listener, how));
    }

    private static void tell(Consumer<Closed> listener, Closed how) {
        try {
            listener.accept(how);
        } catch (RuntimeException e) {
            LOG.error("a listener for the end of an event stream threw", e);
        }
    }

    @Override
    public String toString() {
        return "event stream of " + request;
    }
}
