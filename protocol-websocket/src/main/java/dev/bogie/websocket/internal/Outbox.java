package dev.bogie.websocket.internal;

import dev.bogie.websocket.WebSocketClosedException;
import dev.bogie.websocket.internal.SocketOptions.Bounds;
import dev.bogie.websocket.machine.Opcode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be sent: in order, bounded, shut for good by the first that closes. Any thread
 * adds, the driver takes.
 */
final class Outbox {
    /** What became of a message. */
    enum Added {
        /** It waits. */
        QUEUED,
        /** There is no room. */
        FULL,
        /** The socket is closed or closing: see {@link Outbox#end}. */
        SHUT
    }

    private final Bounds bounds;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<OutboxMessage> queue = new ArrayDeque<>();
    private int bytes;
    private @Nullable WebSocketClosedException end;

    Outbox(Bounds bounds) {
        this.bounds = bounds;
    }

    Added add(OutboxMessage message) {
        if (message.size > bounds.bytes()) {
            throw new IllegalArgumentException(
                    "message of "
                            + message.size
                            + " bytes is larger than websocket.max-outbox, "
                            + bounds.bytes());
        }
        lock.lock();
        try {
            if (end != null) {
                return Added.SHUT;
            }
            if (message.opcode == Opcode.CLOSE) {
                end = new WebSocketClosedException(message.closeCode, message.closeReason);
            } else if (queue.size() >= bounds.messages() || message.size > bounds.bytes() - bytes) {
                return Added.FULL;
            }
            bytes += message.size;
            queue.add(message);
            return Added.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    @Nullable OutboxMessage first() {
        lock.lock();
        try {
            return queue.peek();
        } finally {
            lock.unlock();
        }
    }

    /** The first has been handed to the transport. */
    void removeFirst() {
        lock.lock();
        try {
            bytes -= queue.remove().size;
        } finally {
            lock.unlock();
        }
    }

    /** Shuts it, unless it was shut before, and gives back what will not be sent. */
    List<OutboxMessage> shut(WebSocketClosedException how) {
        lock.lock();
        try {
            if (end == null) {
                end = how;
            }
            List<OutboxMessage> left = new ArrayList<>(queue);
            queue.clear();
            bytes = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing more is taken; null while it is. */
    @Nullable WebSocketClosedException end() {
        lock.lock();
        try {
            return end;
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
