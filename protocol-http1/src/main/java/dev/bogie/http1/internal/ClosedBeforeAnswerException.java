package dev.bogie.http1.internal;

import java.io.IOException;

/**
 * The server closed before it answered anything: on a kept connection, a race that is nobody's
 * fault.
 */
final class ClosedBeforeAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    ClosedBeforeAnswerException(String message) {
        super(message);
    }
}
