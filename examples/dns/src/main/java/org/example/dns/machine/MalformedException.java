package org.example.dns.machine;

/** What was read is no DNS message, name or zone; the message says what was wrong, and where. */
public final class MalformedException extends Exception {
    private static final long serialVersionUID = 1;

    /**
     * Says what is wrong.
     *
     * @param message in a phrase
     */
    public MalformedException(String message) {
        super(message);
    }
}
