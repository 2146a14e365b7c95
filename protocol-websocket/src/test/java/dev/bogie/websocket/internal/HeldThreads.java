package dev.bogie.websocket.internal;

import dev.bogie.transport.Threads;

import java.util.ArrayDeque;
import java.util.Deque;

/** Threads whose bodies run when a test says so, or at once; so a test decides who is busy. */
final class HeldThreads implements Threads {
    private final Deque<Runnable> held = new ArrayDeque<>();
    private boolean holding;

    HeldThreads hold() {
        holding = true;
        return this;
    }

    void release() {
        holding = false;
        for (Runnable body = held.poll(); body != null; body = held.poll()) {
            body.run();
        }
    }

    @Override
    public Thread start(Kind kind, String name, Runnable body) {
        if (holding) {
            held.add(body);
        } else {
            body.run();
        }
        return Thread.currentThread();
    }
}
