package dev.bogie.transport.support;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToIntFunction;

/**
 * What waits to be sent on a connection that any thread may send on: in order, bounded, shut for
 * good by the first that ends it. For protocols whose messages come from applications at any time
 * (events, sockets): any thread adds and then has the driver {@linkplain
 * dev.bogie.transport.Connection#execute called}, which takes while the connection is writable. So
 * a slow reader is found by whoever sends too much, and holds up nobody.
 *
 * <p>All methods may be called from any thread; {@link #removeFirst} by the driver alone.
 *
 * @param <M> a message
 * @param <E> why nothing more is taken
 */
public final class Outbox<M, E> {
    /** What became of a message. */
    public enum Added {
        /** It waits. */
        QUEUED,
        /** There is no room. */
        FULL,
        /** Nothing more is taken: see {@link Outbox#end}. */
        SHUT
    }

    private final int maxMessages;
    private final int maxBytes;
    private final String setting;
    private final ToIntFunction<? super M> size;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<M> queue = new ArrayDeque<>();
    private int bytes;
    private @Nullable E end;

    /**
     * An empty one.
     *
     * @param maxMessages how many messages may wait
     * @param maxBytes how many bytes they may have together
     * @param setting the name of the setting that says so, for the error of {@link #add}
     * @param size the bytes of a message, the same at each call
     */
    public Outbox(int maxMessages, int maxBytes, String setting, ToIntFunction<? super M> size) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.setting = setting;
        this.size = size;
    }

    /**
     * Adds a message.
     *
     * @param message the message
     * @return whether it will be sent, unless the connection ends before
     * @throws IllegalArgumentException if it is larger than all messages may be together, so that
     *     there will never be room
     */
    public Added add(M message) {
        int more = size.applyAsInt(message);
        if (more > maxBytes) {
            throw new IllegalArgumentException(
                    "message of " + more + " bytes is larger than " + setting + ", " + maxBytes);
        }
        lock.lock();
        try {
            if (end != null) {
                return Added.SHUT;
            }
            if (queue.size() >= maxMessages || more > maxBytes - bytes) {
                return Added.FULL;
            }
            bytes += more;
            queue.add(message);
            return Added.QUEUED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds the last message, for which there is always room, and takes no more.
     *
     * @param message the message, such as the wish to close
     * @param why why nothing more is taken
     * @return false if nothing was taken any more already
     */
    public boolean addLast(M message, E why) {
        lock.lock();
        try {
            if (end != null) {
                return false;
            }
            end = why;
            bytes += size.applyAsInt(message);
            queue.add(message);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The message to send next.
     *
     * @return the oldest that waits, or null
     */
    public @Nullable M first() {
        lock.lock();
        try {
            return queue.peek();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The {@linkplain #first first} has been handed to the transport.
     *
     * @throws java.util.NoSuchElementException if none waits
     */
    public void removeFirst() {
        lock.lock();
        try {
            bytes -= size.applyAsInt(queue.remove());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes no more. What waits may still be sent.
     *
     * @param why why; only the first reason counts
     */
    public void shut(E why) {
        lock.lock();
        try {
            if (end == null) {
                end = why;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes out all that waits: it will not be sent.
     *
     * @return the messages, in order
     */
    public List<M> clear() {
        lock.lock();
        try {
            List<M> left = new ArrayList<>(queue);
            queue.clear();
            bytes = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Why nothing more is taken.
     *
     * @return the reason, or null while it is
     */
    public @Nullable E end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Whether nothing waits.
     *
     * @return true if {@link #first} is null
     */
    public boolean isEmpty() {
        return first() == null;
    }

    /**
     * How much waits.
     *
     * @return bytes
     */
    public int bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
