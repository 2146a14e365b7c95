package dev.bogie.transport.support;

import dev.bogie.transport.Closed;

import java.io.IOException;

/** The output half of a stream: what may be written, when it leaves, when the handler may go on. */
final class StreamOutput {
    private final StreamAutomaton automaton;
    private final StreamPort port;
    private final StreamLimits limits;
    private final DriverTurn turn;
    private final ClosingSequence closing;
    private final OutputQueue queue;

    private boolean stalled; // the handler has seen that it should not write: it must be told

    StreamOutput(StreamAutomaton automaton, StreamParts parts, OutputQueue queue) {
        this.automaton = automaton;
        this.port = parts.port();
        this.limits = parts.limits();
        this.turn = parts.turn();
        this.closing = parts.closing();
        this.queue = queue;
    }

    /** Whether so many bytes may be written now; aborts the connection at the hard mark. */
    void check(int bytes) {
        turn.check();
        if (closing.refusesOutput() || turn.isClosing()) {
            throw new IllegalStateException("writing after end() or close()");
        }
        if (bytes > limits.maxPending()) {
            throw new IllegalArgumentException(
                    "a write of %d bytes exceeds %s = %d: write in pieces, as isWritable() allows"
                            .formatted(bytes, StreamLimits.MAX_PENDING, limits.maxPending()));
        }
        if (!automaton.over() && pending() + bytes > limits.maxPending()) {
            flush();
            checkHardMark(bytes);
        }
    }

    private void checkHardMark(int bytes) {
        long pending = pending();
        if (pending + bytes > limits.maxPending()) {
            String reason =
                    "slow reader: %d bytes pending and %d more exceed %s = %d"
                            .formatted(
                                    pending, bytes, StreamLimits.MAX_PENDING, limits.maxPending());
            automaton.abort(reason);
            throw new IllegalStateException(reason);
        }
    }

    long pending() {
        return queue.pending() + port.pending();
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    void flush() {
        if (automaton.over()) {
            queue.drop();
            return;
        }
        try {
            if (queue.flush(port) > 0) {
                closing.progress();
            }
        } catch (IOException e) {
            automaton.over(new Closed.PeerReset(e));
            queue.drop();
        }
    }

    void drop() {
        queue.drop();
    }

    /** The handler asks: if it should not write, it is owed a {@code writable}. */
    boolean isWritable() {
        boolean writable = queue.isWritable(port.pending());
        stalled |= !writable;
        return writable;
    }

    /** Whether the handler is owed a {@code writable} now. */
    boolean isReliefDue() {
        return stalled && queue.isWritable(port.pending());
    }

    boolean takeRelief() {
        boolean due = isReliefDue();
        stalled &= !due;
        return due;
    }

    /** The handler was switched: the next one has seen nothing yet. */
    void reset() {
        stalled = false;
    }
}
