package dev.bogie.sse;

/**
 * One event of an event stream (WHATWG HTML §9.2), sent or received. Immutable.
 *
 * @param type what a browser's listener is registered for; {@code message} unless said otherwise
 * @param data any text of whole characters, in as many lines as it likes; each line end arrives as
 *     LF
 * @param id what a client that comes back names as the last it has seen. Sent: empty for none.
 *     Received: that of the last event that had one
 */
public record Event(String type, String data, String id) {
    /** The type of an event that names none. */
    public static final String MESSAGE = "message";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if there is a CR or LF in the type or the id, or a NUL in
     *     the id: it would begin a field of its own
     */
    public Event {
        if (type.isEmpty()) {
            type = MESSAGE;
        }
        if (type.indexOf('\r') >= 0 || type.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("the type of an event must be one line");
        }
        if (id.indexOf('\r') >= 0 || id.indexOf('\n') >= 0 || id.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the id of an event must be one line without NUL");
        }
    }

    /**
     * {@return an event of the type {@code message} without an id}
     *
     * @param data the data
     */
    public static Event of(String data) {
        return new Event(MESSAGE, data, "");
    }

    /**
     * {@return an event without an id}
     *
     * @param type the type
     * @param data the data
     */
    public static Event of(String type, String data) {
        return new Event(type, data, "");
    }

    /**
     * {@return a copy with that id}
     *
     * @param id what a client that comes back will name
     */
    public Event withId(String id) {
        return new Event(type, data, id);
    }
}
