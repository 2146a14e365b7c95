package dev.bogie.transport.support;

import dev.bogie.transport.ConnectionHandler;

/**
 * That a connection should end soon: asked for from any thread, told to each handler, and told
 * again when the time is brought forward.
 */
final class DrainNotice {
    private volatile boolean asked;
    private volatile long until;

    // The driver's
    private boolean told;
    private long toldUntil;

    /** Any thread; false if the time is no earlier than one that was asked for before. */
    synchronized boolean ask(long nanoTime) {
        if (asked && nanoTime - until >= 0) {
            return false;
        }
        until = nanoTime;
        asked = true;
        return true;
    }

    boolean isAsked() {
        return asked;
    }

    /** Whether the present handler has yet to be told. */
    boolean isDue() {
        return asked && (!told || toldUntil != until);
    }

    void tell(ConnectionHandler handler) throws Exception {
        told = true;
        toldUntil = until;
        handler.draining(toldUntil);
    }
}
