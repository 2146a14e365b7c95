package dev.bogie.transport.memory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;

/**
 * One end of two pipes, as TCP would have it: what is written arrives later, cut and held up as the
 * network's conditions say; a reset overtakes what is unread; bytes that arrive where nobody is any
 * more are answered with one.
 *
 * <p>Belongs to whoever holds the baton.
 */
final class PipeEnd {
    private final Simulation simulation;
    private final Object owner;
    private final Runnable changed;
    private final Pipe in;
    private final Pipe out;
    private @Nullable PipeEnd peer;
    private boolean refusing; // by the seed: there is room, and yet nothing is taken now
    private boolean gone; // closed or reset at this end
    private boolean resetSent;
    private @Nullable IOException broken; // by the peer or the network

    /**
     * One end; {@link #join} makes it a connection.
     *
     * @param owner named in what is noted
     * @param changed run when this end may have become readable, writable or broken
     */
    PipeEnd(Simulation simulation, Object owner, Runnable changed, Pipe in, Pipe out) {
        this.simulation = simulation;
        this.owner = owner;
        this.changed = changed;
        this.in = in;
        this.out = out;
    }

    static void join(PipeEnd one, PipeEnd other) {
        one.peer = other;
        other.peer = one;
    }

    boolean isReadable() {
        return in.hasArrived(simulation.now());
    }

    boolean isWritable() {
        return !refusing && out.room() > 0;
    }

    boolean isGone() {
        return gone;
    }

    /** Why the connection is lost, or null. */
    @Nullable IOException broken() {
        return broken;
    }

    private PipeEnd check() throws IOException {
        if (broken != null) {
            throw broken;
        }
        if (gone || peer == null) {
            throw new ClosedChannelException();
        }
        return peer;
    }

    int read(ByteBuffer dst) throws IOException {
        PipeEnd from = check();
        int available = Math.min(in.arrived(simulation.now()), dst.remaining());
        if (available == 0) {
            return dst.hasRemaining() && in.hasEnded(simulation.now()) ? -1 : 0;
        }
        Splits splits = simulation.conditions().splits();
        int chosen = splits.next(in.offset(), available, simulation.random());
        int n = Math.clamp(chosen, 1, available);
        in.read(dst, n);
        simulation.note(owner, "reads " + n);
        from.changed.run();
        return n;
    }

    int write(ByteBuffer src) throws IOException {
        PipeEnd to = check();
        int n = accepted(Math.min(src.remaining(), out.room()));
        if (n > 0) {
            long arrival = out.arrival(simulation.now() + simulation.latency());
            out.write(src, n, arrival);
            simulation.note(owner, "writes " + n);
            var unused = simulation.at(arrival, to::arrived);
            if (simulation.chance(simulation.conditions().resets())) {
                simulation.note(owner, "is broken by the network");
                simulation.soon(() -> breakBoth(to));
            }
        }
        return n;
    }

    private int accepted(int possible) {
        if (refusing || possible == 0) {
            return 0;
        }
        if (!simulation.chance(simulation.conditions().backPressure())) {
            return possible;
        }
        refusing = true;
        var unused =
                simulation.at(
                        simulation.now() + simulation.latency(),
                        () -> {
                            refusing = false;
                            changed.run();
                        });
        return simulation.random().nextInt(possible);
    }

    /** Bytes have come. If nobody is there to take them, the sender learns it by a reset. */
    private void arrived() {
        if (gone && !in.isEmpty()) {
            breakPeer();
        } else {
            changed.run();
        }
    }

    void endOutput() throws IOException {
        PipeEnd to = check();
        if (!out.isEnding()) {
            simulation.note(owner, "ends its output");
            long arrival = out.arrival(simulation.now() + simulation.latency());
            out.end(arrival);
            var unused = simulation.at(arrival, to.changed);
        }
    }

    void close() {
        if (!gone) {
            simulation.note(owner, "closes");
            gone = true;
            if (in.arrived(simulation.now()) > 0 && broken == null) {
                breakPeer(); // as TCP does: unread bytes are lost
            }
        }
    }

    void reset() {
        if (!gone) {
            simulation.note(owner, "resets");
            gone = true;
            in.drop();
            breakPeer();
        }
    }

    private void breakPeer() {
        PipeEnd to = peer;
        if (to != null && !resetSent) {
            resetSent = true;
            long arrival = out.arrival(simulation.now() + simulation.latency());
            var unused = simulation.at(arrival, () -> to.lose("connection reset by peer"));
        }
    }

    private void breakBoth(PipeEnd other) {
        lose("connection reset by the network");
        other.lose("connection reset by the network");
    }

    private void lose(String message) {
        if (!gone && broken == null) {
            broken = new IOException(message);
            in.drop();
            out.drop();
            changed.run();
        }
    }
}
