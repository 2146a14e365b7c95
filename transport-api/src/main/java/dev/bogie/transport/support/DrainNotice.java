package dev.bogie.transport.support;

import dev.bogie.transport.ConnectionHandler;

/**
 * That a connection should end soon: asked for once, from any thread; told to each handler once.
 */
final class DrainNotice {
    private volatile boolean asked;
    private volatile long until;
    private boolean told; // the driver's

    /** Any thread; false if it was asked for before. */
    boolean ask(long nanoTime) {
        if (asked) {
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
        return asked && !told;
    }

    void tell(ConnectionHandler handler) throws Exception {
        told = true;
        handler.draining(until);
    }
}
