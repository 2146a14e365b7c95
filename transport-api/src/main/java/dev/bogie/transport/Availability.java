package dev.bogie.transport;

/** Whether a {@link Transport} can work on this machine: asked, not guessed. */
public sealed interface Availability {

    /** The transport can be started. */
    record Available() implements Availability {
        private static final Available INSTANCE = new Available();
    }

    /**
     * The transport cannot be started.
     *
     * @param why what is missing, in a sentence for the user
     * @param cure what the user can do about it, in a sentence
     */
    record Unavailable(String why, String cure) implements Availability {}

    /**
     * Available.
     *
     * @return always the same instance
     */
    static Availability available() {
        return Available.INSTANCE;
    }

    /**
     * Unavailable, with reason and cure.
     *
     * @param why what is missing
     * @param cure what the user can do about it
     * @return an {@link Unavailable}
     */
    static Availability unavailable(String why, String cure) {
        return new Unavailable(why, cure);
    }
}
