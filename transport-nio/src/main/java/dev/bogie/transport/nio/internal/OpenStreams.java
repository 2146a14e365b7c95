package dev.bogie.transport.nio.internal;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Engine.Drained;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The streams of one loop, and in a drain what became of them. The loop's own, but for {@link
 * #count}.
 */
final class OpenStreams {
    private static final String OVER = "the engine closes and its grace is over";

    private final Set<NioStream> open = new HashSet<>();
    private volatile boolean counting;
    private boolean draining;
    private boolean aborting;
    private long until = Long.MAX_VALUE;
    private Drained drained = Drained.NOTHING;

    /**
     * From now on what ends is counted. Any thread: before any loop drains, as that may end streams
     * of another.
     */
    void count() {
        counting = true;
    }

    /** Whether the engine closes. */
    boolean isCounting() {
        return counting;
    }

    void add(NioStream stream) {
        open.add(stream);
        if (aborting) {
            stream.abort(OVER);
        } else if (draining) {
            stream.drain(until);
        }
    }

    /** It goes on in another engine. */
    void left(NioStream stream) {
        open.remove(stream);
    }

    List<NioStream> all() {
        return List.copyOf(open);
    }

    void remove(NioStream stream, Closed how) {
        if (open.remove(stream) && counting) {
            drained = drained.plus(how);
        }
    }

    /** Asks all to end; of two times the earlier counts. */
    void drain(long time) {
        if (!draining || time < until) {
            draining = true;
            until = time;
            for (NioStream stream : all()) {
                stream.drain(until);
            }
        }
    }

    long until() {
        return until;
    }

    boolean isDrained() {
        return draining && open.isEmpty();
    }

    /** The time is over. Bodies that block elsewhere are not waited for. */
    void abort() {
        aborting = true; // also of those that were on their way here
        for (NioStream stream : all()) {
            boolean endsSoon = stream.endsSoonAfterAbort();
            stream.abort(OVER);
            if (!endsSoon) {
                open.remove(stream);
                drained = drained.plusAborted(1);
            }
        }
    }

    /** Whoever is still there is not waited for. */
    void giveUp() {
        drained = drained.plusAborted(open.size());
        open.clear();
    }

    Drained drained() {
        return drained;
    }
}
