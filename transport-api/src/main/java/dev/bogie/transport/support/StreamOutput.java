package dev.bogie.transport.support;

import dev.bogie.transport.Closed;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The output half of a stream: what may be written, when it leaves, when the handler may go on.
 *
 * <p><b>Held output.</b> Where one loan follows another at once, as with pipelined requests, what
 * the first has written may wait for what the second will write: one system call instead of two.
 * But the second body may also compute, or wait for something else, for as long as it likes. So the
 * queue is the driver's only until it is held; then it belongs to whoever takes it first: the
 * driver, when it next touches any output, or the port, which sends it after a moment.
 */
final class StreamOutput {
    private static final int DRIVERS = 0;
    private static final int HELD = 1;
    private static final int PORTS = 2;

    private final StreamAutomaton automaton;
    private final StreamParts parts;
    private final StreamLimits limits;
    private final DriverTurn turn;
    private final ClosingSequence closing;
    private final OutputQueue queue;

    private final AtomicInteger owner = new AtomicInteger(DRIVERS); // of the queue
    private boolean stalled; // the handler has seen that it should not write: it must be told

    StreamOutput(StreamAutomaton automaton, StreamParts parts, OutputQueue queue) {
        this.automaton = automaton;
        this.parts = parts;
        this.limits = parts.limits();
        this.turn = parts.turn();
        this.closing = parts.closing();
        this.queue = queue;
    }

    /** Whether so many bytes may be written now; aborts the connection at the hard mark. */
    void check(int bytes) {
        turn.check();
        takeBack();
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
        takeBack();
        return queue.pending() + parts.port().pending();
    }

    boolean isEmpty() {
        takeBack();
        return queue.isEmpty();
    }

    void flush() {
        takeBack();
        if (automaton.over()) {
            queue.drop();
            return;
        }
        try {
            if (queue.flush(parts.port()) > 0) {
                closing.progress();
            }
        } catch (IOException e) {
            automaton.over(new Closed.PeerReset(e));
            queue.drop();
        }
    }

    void drop() {
        takeBack();
        queue.drop();
    }

    // Held output

    /** Leaves what little waits to the next loan, which is to follow at once, or sends it. */
    boolean hold() {
        if (queue.isOneChunk() && !closing.refusesOutput()) {
            owner.set(HELD); // first, so that the port finds it whenever it looks
            if (parts.port().hold()) {
                return true;
            }
        }
        flush();
        parts.port().flush(); // of a layer: what is below is still in the middle of a loan
        return false;
    }

    /** Any thread: sends what is held, if it still is. */
    void flushHeld() {
        if (!owner.compareAndSet(HELD, PORTS)) {
            return;
        }
        try {
            var unused = queue.flush(parts.port());
        } catch (IOException e) {
            // The driver's next flush fails too, and tells.
        } finally {
            owner.set(DRIVERS);
        }
    }

    /** The driver's, before it touches the queue. */
    // Not a hint to a scheduler: the port is about to be done, with a write that waits for nothing
    @SuppressWarnings("ThreadPriorityCheck")
    private void takeBack() {
        while (owner.get() != DRIVERS && !owner.compareAndSet(HELD, DRIVERS)) {
            Thread.yield();
        }
    }

    /** The handler asks: if it should not write, it is owed a {@code writable}. */
    boolean isWritable() {
        takeBack();
        boolean writable = queue.isWritable(parts.port().pending());
        stalled |= !writable;
        return writable;
    }

    /** Whether the handler is owed a {@code writable} now. */
    boolean isReliefDue() {
        takeBack();
        return stalled && queue.isWritable(parts.port().pending());
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
