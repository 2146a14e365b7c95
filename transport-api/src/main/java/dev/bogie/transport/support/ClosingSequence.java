package dev.bogie.transport.support;

import java.io.IOException;

/**
 * How one stream ends in order (RFC 9112 §9.6): what is queued goes out, then the end of the
 * output, then a bounded amount of input is discarded so that the peer can read our last words,
 * then the channel is closed. Knows nothing of handlers.
 *
 * <pre>
 *  OPEN ── end() ──▶ ENDING ── queue empty ──▶ ended ── input ended too ──▶ closed
 *    └──── close() ─▶ CLOSING ── queue empty ──▶ ended, discarding ── input ended or ignored,
 *                                               enough discarded, or too long ──▶ closed
 * </pre>
 */
final class ClosingSequence {
    private final StreamParts parts;
    private final StreamLimits limits;

    private boolean ending;
    private boolean closing;
    private boolean ignoring;
    private boolean outputEnded;
    private boolean closedBelow;
    private long discarded;
    private long lingerAt = Long.MAX_VALUE;

    ClosingSequence(StreamParts parts) {
        this.parts = parts;
        this.limits = parts.limits();
    }

    /** Nothing more will be written. */
    void end() {
        ending = true;
    }

    /** Neither side matters any more but for what is queued. */
    void close() {
        if (!closing) {
            closing = true;
            lingerAt =
                    parts.port().nanoTime()
                            + limits.lingerNanos(); // also if the output has ended before
        }
    }

    /** The peer has said its last word. */
    void ignoreInput() {
        ignoring = true;
    }

    boolean isClosing() {
        return closing;
    }

    boolean refusesOutput() {
        return ending || closing;
    }

    /** The peer took something: it gets its time anew. */
    void progress() {
        if (closing && !outputEnded) {
            lingerAt = parts.port().nanoTime() + limits.lingerNanos();
        }
    }

    void discarded(int bytes) {
        discarded += bytes;
    }

    /** Whether the peer has had its time. */
    boolean isOverdue() {
        return closing && !closedBelow && parts.port().nanoTime() - lingerAt >= 0;
    }

    long dueAt() {
        return closing && !closedBelow ? lingerAt : Long.MAX_VALUE;
    }

    /**
     * One step, when nothing is queued.
     *
     * @param inputEnded whether the input has ended
     * @param endTold whether the handler has been told so
     * @return true if the stream is closed now
     */
    boolean step(boolean inputEnded, boolean endTold) throws IOException {
        if (closedBelow || !refusesOutput()) {
            return false;
        }
        if (!outputEnded) {
            progress();
            outputEnded = true;
            parts.port().endOutput();
        }
        boolean enough = inputEnded || ignoring || discarded > limits.lingerBytes() || isOverdue();
        if (closing ? enough : inputEnded && endTold) {
            closing = true;
            closedBelow = !parts.port().close();
            return !closedBelow;
        }
        return false;
    }
}
