package dev.bogie.transport.nio.internal;

import dev.bogie.transport.support.DeadlineWheel;
import dev.bogie.transport.support.StreamConnection;

/**
 * When a loop takes a turn of a stream without being asked. Moving it later costs nothing: the
 * wheel asks again. The loop's own, but for {@link #isLate}.
 */
final class TurnDue extends DeadlineWheel.Entry {
    private static final long NEVER = Long.MAX_VALUE;

    private final Loop loop;
    private final StreamConnection connection;
    private final Runnable turn;

    private volatile long armedAt = NEVER; // when the wheel will ask; the loop writes it

    TurnDue(Loop loop, StreamConnection connection, Runnable turn) {
        this.loop = loop;
        this.connection = connection;
        this.turn = turn;
    }

    void arm(long at) {
        if (at < armedAt) {
            armedAt = at;
            loop.arm(this, at);
        }
    }

    void disarm() {
        loop.disarm(this);
    }

    /** Whether the wheel will ask later than it should. Any thread. */
    boolean isLate() {
        return connection.dueAt() < armedAt;
    }

    @Override
    protected long dueAt() {
        armedAt = NEVER; // first, or an earlier time that a borrower sets now would be missed
        long at = connection.dueAt();
        armedAt = at;
        return at;
    }

    @Override
    protected void due(long now) {
        armedAt = NEVER;
        turn.run();
        long at = connection.dueAt();
        if (connection.isLent() && at - now > 0) {
            arm(at);
        }
    }
}
