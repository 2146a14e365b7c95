package dev.bogie.sse;

import java.io.IOException;

/**
 * An event can't be sent because its stream has ended or is ending. It has no stack trace of its
 * own: one is made for each event that waited.
 */
public final class StreamClosedException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * The end of a stream.
     *
     * @param message how it ended
     */
    public StreamClosedException(String message) {
        super(message);
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
