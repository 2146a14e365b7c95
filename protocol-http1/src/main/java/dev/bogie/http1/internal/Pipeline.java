package dev.bogie.http1.internal;

import dev.bogie.transport.Connection;

/**
 * Holds back requests that have come while their sender takes no answers: it is heard again when it
 * has taken some. So what waits to be sent stays about as small for who pipelines as for others.
 */
final class Pipeline {
    private final long writeNanos;
    private boolean held;

    Pipeline(long writeNanos) {
        this.writeNanos = writeNanos;
    }

    /** Whether the next request may be answered; if not, input is paused and a deadline set. */
    boolean admits(Connection connection) {
        if (!connection.isWritable()) {
            connection.flush(); // perhaps it is only that all of this turn still waits for its end
        }
        held = !connection.isWritable();
        if (held) {
            connection.pauseInput();
            connection.deadline(connection.nanoTime() + writeNanos);
        }
        return !held;
    }

    boolean isHeld() {
        return held;
    }

    /** There is room again: what is unread is delivered again. */
    void release(Connection connection) {
        held = false;
        connection.resumeInput();
    }
}
