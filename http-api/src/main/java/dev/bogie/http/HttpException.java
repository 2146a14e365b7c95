package dev.bogie.http;

import org.jspecify.annotations.Nullable;

/**
 * An answer given by throwing: the status, fields and a sentence for the peer.
 *
 * <p>The message is sent to the peer, so it says what was wrong with the request and nothing about
 * the server; a cause is logged and never sent. It has no stack trace unless it has a cause, as it
 * is an answer and not a fault.
 */
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The code of the status. */
    private final int code;

    private final transient Fields fields;

    /**
     * An answer of that status, whose message is its reason phrase.
     *
     * @param status the status
     */
    public HttpException(Status status) {
        this(status, status.reason());
    }

    /**
     * An answer of that status with a sentence for the peer.
     *
     * @param status the status
     * @param message a sentence for the peer
     */
    public HttpException(Status status, String message) {
        this(status, message, Fields.empty(), null);
    }

    /**
     * An answer with fields, such as {@code Allow} with 405.
     *
     * @param status an error or redirect; what else it could say is said by a response
     * @param message a sentence for the peer
     * @param fields sent with the answer
     * @param cause for the log
     * @throws IllegalArgumentException if the status is 1xx or 2xx
     */
    public HttpException(Status status, String message, Fields fields, @Nullable Throwable cause) {
        super(message, cause, false, cause != null);
        if (status.code() < 300) {
            throw new IllegalArgumentException(status + " is no error: return a response");
        }
        this.code = status.code();
        this.fields = fields;
    }

    /** {@return the status to answer with} */
    public Status status() {
        return Status.of(code);
    }

    /** {@return fields to answer with} */
    public Fields fields() {
        return fields;
    }

    /** {@return the sentence for the peer} */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
