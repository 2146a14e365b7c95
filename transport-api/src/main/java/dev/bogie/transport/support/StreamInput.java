package dev.bogie.transport.support;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.InputEnd;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The input half of a stream: reads, delivers, keeps what the handler leaves, and tells the end
 * once nothing waits for delivery.
 */
final class StreamInput {
    /** Deliveries in a row in one turn: a handler that always resumes must not hold it for ever. */
    private static final int IN_A_ROW = 64;

    private final StreamAutomaton automaton;
    private final StreamParts parts;
    private final StreamLimits limits;
    private final DriverTurn turn;
    private final ClosingSequence closing;
    private final InputBuffer buffer;

    private boolean paused;
    private int expected;
    private boolean due; // received is to be called: something is new, or it was asked for
    private @Nullable InputEnd end; // seen, maybe not told
    private InputEnd endsAs = InputEnd.ENDED;
    private boolean endTold;
    private boolean peerEndTold;

    StreamInput(StreamAutomaton automaton, StreamParts parts, InputBuffer buffer) {
        this.automaton = automaton;
        this.parts = parts;
        this.limits = parts.limits();
        this.turn = parts.turn();
        this.closing = parts.closing();
        this.buffer = buffer;
    }

    // Reading

    /** One read of a turn, and all deliveries that follow from it; true if there may be more. */
    boolean read(ByteBuffer scratch) throws Exception {
        if (end != null || automaton.over()) {
            return false;
        }
        if (closing.isClosing()) {
            return discard(scratch);
        }
        int room = room();
        if (room <= 0) {
            return false;
        }
        boolean direct =
                buffer.unread() == 0 && !paused && !turn.hasLoan() && !buffer.isPoisoning();
        scratch.clear().limit(Math.min(scratch.capacity(), room));
        int n = readInto(scratch);
        boolean full = !scratch.hasRemaining();
        if (n < 0) {
            noteEnd();
            automaton.effects(); // what peerEnded asked for, though input may be paused
        } else if (n > 0) {
            scratch.flip();
            if (direct && n >= expected) {
                deliverDirect(scratch);
            } else {
                buffer.append(scratch);
                due = true;
            }
        }
        deliver();
        return n > 0 && full;
    }

    /** Reads once for a borrower. */
    int readInLoan() {
        int room = Math.min(room(), ChunkPool.CHUNK);
        ByteBuffer dst = buffer.fill(room);
        int n;
        try {
            dst.limit(Math.min(dst.limit(), dst.position() + room));
            n = readInto(dst);
        } finally {
            buffer.filled();
        }
        if (n < 0) {
            noteEnd();
        }
        return n;
    }

    private int readInto(ByteBuffer dst) {
        try {
            return parts.port().read(dst);
        } catch (IOException e) {
            automaton.over(new Closed.PeerReset(e));
            return 0;
        }
    }

    /** After a close: the peer may go on for a while, so that it reads our last words. */
    private boolean discard(ByteBuffer scratch) {
        int n = readInto(scratch.clear());
        if (n < 0) {
            end = endsAs;
        } else {
            closing.discarded(n);
        }
        return n == scratch.capacity();
    }

    private void noteEnd() {
        end = endsAs;
        tellPeerEnded(endsAs);
    }

    int room() {
        return bound() - buffer.unread();
    }

    private int bound() {
        return Math.max(limits.maxInput(), expected);
    }

    boolean wantsMore() {
        return end == null && (closing.isClosing() || room() > 0);
    }

    boolean hasEnded() {
        return end != null;
    }

    boolean isEndTold() {
        return endTold;
    }

    // Delivering

    /** Delivers what was just read from where it was read to, and keeps only what is left. */
    private void deliverDirect(ByteBuffer scratch) throws Exception {
        int n = scratch.remaining();
        expected = 0;
        try {
            automaton.handler().received(scratch);
        } finally {
            if (scratch.hasRemaining()) {
                buffer.append(scratch);
            }
        }
        checkProgress(n - buffer.unread());
        automaton.effects();
    }

    /**
     * Delivers what is due: bytes, then the end, as long as the handler takes them; if it would
     * take them for ever, the rest {@linkplain #isOwed is owed} to the next turn.
     */
    void deliver() throws Exception {
        for (int i = 0; i < IN_A_ROW && mayDeliver(); i++) {
            if (areBytesDue()) {
                deliverBytes();
            } else if (end != null && !endTold) {
                endTold = true;
                deliverEnd(end);
            } else {
                return;
            }
        }
    }

    /** Whether {@link #deliver} stopped short, so that another turn is needed. */
    boolean isOwed() {
        return mayDeliver() && (areBytesDue() || (end != null && !endTold));
    }

    private boolean mayDeliver() {
        return !paused && !automaton.over() && !closing.isClosing() && !turn.hasLoan();
    }

    private boolean areBytesDue() {
        return due && !endTold && (buffer.unread() >= expected || end != null);
    }

    private void deliverBytes() throws Exception {
        due = false;
        expected = 0;
        ByteBuffer view = buffer.view();
        int consumed;
        try {
            automaton.handler().received(view);
        } finally {
            consumed = buffer.takeBack(view);
        }
        checkProgress(consumed);
        automaton.effects();
    }

    private void deliverEnd(InputEnd how) throws Exception {
        ByteBuffer rest = buffer.view();
        AfterInput after;
        try {
            after = automaton.handler().inputEnded(rest, how);
        } finally {
            buffer.takeBack(rest);
        }
        if (after == AfterInput.CLOSE && !turn.hasSwitch()) {
            turn.close();
        }
        automaton.effects();
    }

    private void checkProgress(int consumed) {
        if (consumed == 0 && room() <= 0 && !paused && end == null && !turn.hasEffect()) {
            automaton.abort(
                    "the handler %s consumed none of %d bytes and expects no more: raise %s or let it call expect()"
                            .formatted(
                                    automaton.handler().getClass().getName(),
                                    buffer.unread(),
                                    StreamLimits.MAX_INPUT));
        }
    }

    void tellPeerEnded(InputEnd how) {
        if (!peerEndTold && !automaton.over() && !closing.isClosing()) {
            peerEndTold = true;
            automaton.handler().peerEnded(how);
        }
    }

    /** A handler that came after the end was seen learns it too. */
    void tellNextPeerEnded() {
        if (end != null) {
            automaton.handler().peerEnded(end);
        }
    }

    void endsAs(InputEnd how) {
        endsAs = how;
    }

    // What the handler asks for

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        due = true;
    }

    void expect(int bytes) {
        expected = bytes;
    }

    /** The handler was switched: the next one starts afresh with what is left. */
    void reset() {
        paused = false;
        expected = 0;
        endTold = false;
        again();
    }

    /** What is unread, if anything, is delivered again. */
    void again() {
        due = buffer.unread() > 0;
    }

    void discard() {
        buffer.discard();
    }

    void moveTo(BufferPool pool) {
        buffer.moveTo(pool);
    }

    // What a borrower reads

    ByteBuffer view() {
        return buffer.view();
    }

    void takeBack(ByteBuffer view) {
        buffer.takeBack(view);
    }

    int unread() {
        return buffer.unread();
    }
}
