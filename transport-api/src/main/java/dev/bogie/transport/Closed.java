package dev.bogie.transport;

/** How a connection came to its end; told once, last, in {@link ConnectionHandler#closed}. */
public sealed interface Closed {

    /** Both sides ended, or this side closed it and all that was queued has been sent. */
    record Finished() implements Closed {
        private static final Finished INSTANCE = new Finished();
    }

    /**
     * This side broke it off: {@link Connection#abort}, a limit, or the end of a drain's grace.
     *
     * @param reason why, in a sentence
     */
    record Aborted(String reason) implements Closed {}

    /**
     * The peer, or the network between, broke it off.
     *
     * @param cause what the operating system said
     */
    record PeerReset(java.io.IOException cause) implements Closed {}

    /**
     * A callback, a task or a lent body threw, or the transport itself failed.
     *
     * @param cause what was thrown
     */
    record Failed(Throwable cause) implements Closed {}

    /**
     * Finished, in order.
     *
     * @return always the same instance
     */
    static Closed finished() {
        return Finished.INSTANCE;
    }

    /**
     * A line for people. It may hold text that came from the peer: escape it before it is logged.
     *
     * @return for example {@code aborted: slow reader …}
     */
    default String describe() {
        return switch (this) {
            case Finished _ -> "finished";
            case Aborted(String reason) -> "aborted: " + reason;
            case PeerReset(java.io.IOException cause) -> "reset by peer: " + cause.getMessage();
            case Failed(Throwable cause) -> "failed: " + cause;
        };
    }
}
