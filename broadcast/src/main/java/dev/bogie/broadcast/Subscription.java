package dev.bogie.broadcast;

/** A place in a {@link Topic}: what one subscriber has been sent. Any thread. */
public interface Subscription {

    /** There is room again: goes on where it stopped when the outlet was not writable. */
    void resume();

    /** Ends it: nothing more is sent. Idempotent. */
    void cancel();

    /**
     * Whether messages still come.
     *
     * @return false after {@link #cancel}, or when the outlet was closed or cut off
     */
    boolean isActive();
}
