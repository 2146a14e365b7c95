package dev.bogie.transport.nio.internal;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What other threads (and the loop's own turns) leave for a loop: a stack that is taken as a whole
 * and turned round, linked through what it holds, so that queueing allocates nothing.
 */
final class Inbox {
    private static final VarHandle TOP;
    private static final VarHandle WAITING;
    private static final Mail SEALED =
            new Mail() {
                @Override
                void delivered() {}

                @Override
                void returned() {}
            };

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TOP = lookup.findVarHandle(Inbox.class, "top", Mail.class);
            WAITING = lookup.findVarHandle(Mail.class, "waiting", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Something for the loop to do; in one inbox at most, and there at most once. */
    abstract static class Mail {
        private @Nullable Mail following;
        private volatile boolean waiting;

        /** Runs on the loop. It may be left in the inbox again from here on. */
        abstract void delivered();

        /** The loop has ended before this was delivered. Any thread. */
        abstract void returned();

        /** What comes after this, which from now on may be left in the inbox again. */
        @Nullable Mail taken() {
            Mail next = following;
            following = null;
            waiting = false;
            return next;
        }
    }

    private volatile @Nullable Mail top;

    /**
     * Leaves mail. Any thread.
     *
     * @return false if the inbox is sealed: the mail was not left
     */
    boolean leave(Mail mail) {
        if (mail.waiting || !WAITING.compareAndSet(mail, false, true)) {
            return true; // it waits, and whoever delivers it sees what was done before this call
        }
        while (true) {
            Mail seen = top;
            if (seen == SEALED) {
                mail.waiting = false;
                return false;
            }
            mail.following = seen;
            if (TOP.compareAndSet(this, seen, mail)) {
                return true;
            }
        }
    }

    boolean isEmpty() {
        return top == null;
    }

    /** The oldest mail, from which {@link Mail#taken} leads to all the others; or null. */
    @Nullable Mail takeAll() {
        return top == null ? null : reversed((Mail) TOP.getAndSet(this, null));
    }

    /** Accepts nothing any more. */
    @Nullable Mail seal() {
        return reversed((Mail) TOP.getAndSet(this, SEALED));
    }

    private static @Nullable Mail reversed(@Nullable Mail newest) {
        Mail done = null;
        Mail mail = newest;
        while (mail != null) {
            Mail older = mail.following;
            mail.following = done;
            done = mail;
            mail = older;
        }
        return done;
    }
}
