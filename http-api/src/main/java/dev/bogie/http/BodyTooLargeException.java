package dev.bogie.http;

import java.io.IOException;

/** A body has more bytes than its reader accepts. A server answers it with 413. */
public final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Says what the limit was.
     *
     * @param limit the most bytes that were accepted
     */
    public BodyTooLargeException(long limit) {
        super("the body has more than " + limit + " bytes");
    }
}
