package dev.bogie.websocket.internal;

import dev.bogie.transport.Threads;
import dev.bogie.websocket.internal.SocketOptions.Bounds;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Calls that wait for the application's own virtual thread. There is such a thread only while there
 * are calls, and never two; so an idle socket costs none.
 *
 * <p>It is full when it has reached a bound, so it exceeds the bound on bytes by less than one
 * message. When it was, and half of it has been worked off, it asks for more.
 */
final class Inbox implements Delivery, Runnable {
    private record Letter(Runnable call, int bytes) {}

    private final Bounds bounds;
    private final Threads threads;
    private final Runnable room;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Letter> queue = new ArrayDeque<>();
    private int bytes;
    private boolean running;
    private boolean awaited;

    /** {@code room} is run by the application's thread when there is room again. */
    Inbox(Bounds bounds, Threads threads, Runnable room) {
        this.bounds = bounds;
        this.threads = threads;
        this.room = room;
    }

    @Override
    public void deliver(Runnable call, int size) {
        lock.lock();
        try {
            queue.add(new Letter(call, size));
            bytes += size;
            if (running) {
                return;
            }
            running = true;
        } finally {
            lock.unlock();
        }
        Thread unused = threads.start(Threads.Kind.VIRTUAL, "websocket-listener", this);
    }

    @Override
    public boolean isFull() {
        lock.lock();
        try {
            awaited = bytes >= bounds.bytes() || queue.size() >= bounds.messages();
            return awaited;
        } finally {
            lock.unlock();
        }
    }

    /** The body of the application's thread. */
    @Override
    public void run() {
        for (Letter letter = next(0); letter != null; letter = next(letter.bytes())) {
            letter.call().run();
        }
    }

    /** A letter keeps its room until its call has returned. */
    private @Nullable Letter next(int done) {
        boolean tell;
        Letter letter;
        lock.lock();
        try {
            bytes -= done;
            letter = queue.poll();
            running = letter != null;
            tell = awaited && bytes <= bounds.bytes() / 2 && queue.size() <= bounds.messages() / 2;
            if (tell) {
                awaited = false;
            }
        } finally {
            lock.unlock();
        }
        if (tell) {
            room.run();
        }
        return letter;
    }
}
