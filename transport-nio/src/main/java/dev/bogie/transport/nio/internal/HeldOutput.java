package dev.bogie.transport.nio.internal;

import dev.bogie.transport.support.DeadlineWheel;
import dev.bogie.transport.support.StreamConnection;

import java.util.concurrent.TimeUnit;

/**
 * Has the loop send what one loan has left to the next, unless that is done before. While loans go
 * on, the loop is asked once for each tick of its wheel, not once for each loan.
 */
final class HeldOutput extends DeadlineWheel.Entry {
    private static final long NEVER = Long.MAX_VALUE;

    /** The wheel is coarser. */
    private static final long HOLD = TimeUnit.MILLISECONDS.toNanos(1);

    private final Loop loop;
    private final StreamConnection connection;
    private final Inbox.Mail mail = new Begin();

    private volatile long until = NEVER; // the borrower sets it, the loop takes it back

    HeldOutput(Loop loop, StreamConnection connection) {
        this.loop = loop;
        this.connection = connection;
    }

    /** The borrower, once something is held: the loop will send it; false if it has ended. */
    boolean begin() {
        if (until != NEVER) {
            return true;
        }
        until = System.nanoTime() + HOLD;
        return loop.post(mail);
    }

    private final class Begin extends Inbox.Mail {
        @Override
        void delivered() {
            loop.arm(HeldOutput.this, until);
        }

        @Override
        void returned() {
            // The loop has ended, and the connection before it.
        }
    }

    @Override
    protected long dueAt() {
        return until;
    }

    @Override
    protected void due(long now) {
        until = NEVER; // first, or what is held from now on would find it set
        connection.flushHeld();
    }
}
