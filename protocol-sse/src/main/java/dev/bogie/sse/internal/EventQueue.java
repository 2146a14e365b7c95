package dev.bogie.sse.internal;

import dev.bogie.sse.SseSettings;
import dev.bogie.sse.StreamClosedException;
import dev.bogie.transport.Settings;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be sent: in order, bounded, shut for good by the first that ends the stream. Any
 * thread adds, the driver takes.
 */
final class EventQueue {
    /** What became of an event. */
    enum Added {
        /** It waits. */
        QUEUED,
        /** There is no room. */
        FULL,
        /** The stream has ended or is ending: see {@link EventQueue#end}. */
        SHUT
    }

    private final int maxBytes;
    private final int maxEvents;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<QueuedEvent> queue = new ArrayDeque<>();
    private int bytes;
    private @Nullable StreamClosedException end;

    EventQueue(Settings settings) {
        this.maxBytes = settings.get(SseSettings.MAX_QUEUE).intValue();
        this.maxEvents = settings.get(SseSettings.MAX_QUEUED_EVENTS).intValue();
    }

    Added add(QueuedEvent event) {
        int size = event.bytes.remaining();
        if (size > maxBytes) {
            throw new IllegalArgumentException(
                    "event of " + size + " bytes is larger than sse.max-queue, " + maxBytes);
        }
        lock.lock();
        try {
            if (end != null) {
                return Added.SHUT;
            }
            if (queue.size() >= maxEvents || size > maxBytes - bytes) {
                return Added.FULL;
            }
            bytes += size;
            queue.add(event);
            return Added.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    @Nullable QueuedEvent poll() {
        lock.lock();
        try {
            QueuedEvent event = queue.poll();
            if (event != null) {
                bytes -= event.bytes.remaining();
            }
            return event;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more, for that reason unless there was one before; what waits may still be sent. */
    void shut(String reason) {
        lock.lock();
        try {
            if (end == null) {
                end = new StreamClosedException(reason);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes out all that waits. */
    List<QueuedEvent> clear() {
        lock.lock();
        try {
            List<QueuedEvent> left = new ArrayList<>(queue);
            queue.clear();
            bytes = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing more is taken; null while it is. */
    @Nullable StreamClosedException end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    int bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
