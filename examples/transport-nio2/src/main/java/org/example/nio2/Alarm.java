package org.example.nio2;

import dev.bogie.transport.support.DeadlineWheel;

import java.util.function.LongSupplier;

/**
 * The time of one connection, which moves with each turn: later for the price of reading a field,
 * as the wheel asks again when the old time has come.
 */
final class Alarm extends DeadlineWheel.Entry {
    private static final long ASKING = Long.MIN_VALUE;

    private final Clock clock;
    private final LongSupplier owner;
    private final Runnable told;

    // When the wheel will ask; ASKING while it does, so that who moves its time meanwhile waits.
    private volatile long armedAt = Clock.NEVER;

    /**
     * An alarm that is not set.
     *
     * @param clock whose
     * @param owner when it is due; any thread
     * @param told run by the clock when it is: quick
     */
    Alarm(Clock clock, LongSupplier owner, Runnable told) {
        this.clock = clock;
        this.owner = owner;
        this.told = told;
    }

    /** The owner's time has changed to this. */
    void moved(long at) {
        long armed = armedAt;
        if (at < armed || armed == ASKING) {
            clock.add(this, at);
        }
    }

    void cancel() {
        clock.remove(this);
    }

    @Override
    protected long dueAt() {
        armedAt = ASKING;
        long at = owner.getAsLong();
        armedAt = at;
        return at;
    }

    @Override
    protected void due(long now) {
        armedAt = Clock.NEVER;
        told.run();
    }
}
