package dev.bogie.runtime;

/**
 * Something that whoever configures a server or a client can put right: an unknown name, a value
 * out of range, an address in use, an ambiguity. The message is one line, written for that person;
 * no stack trace need be shown.
 */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message only.
     *
     * @param message what is wrong, where, and what to do about it
     */
    public ConfigurationException(String message) {
        super(message);
    }

    /**
     * With the error behind it.
     *
     * @param message what is wrong, where, and what to do about it
     * @param cause what failed
     */
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
