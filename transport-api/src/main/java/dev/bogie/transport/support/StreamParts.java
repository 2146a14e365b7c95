package dev.bogie.transport.support;

/**
 * What the parts of one stream share. The port may be exchanged, between two turns; whoever is not
 * the driver finds the one or the other, and does no harm: see {@link StreamConnection#moveTo}.
 */
final class StreamParts {
    private final StreamLimits limits;
    private final DriverTurn turn;
    private final ClosingSequence closing;
    private final DrainNotice drain = new DrainNotice();
    private volatile StreamPort port;

    StreamParts(StreamPort port, StreamLimits limits) {
        this.port = port;
        this.limits = limits;
        this.turn = new DriverTurn(limits.maxTasks());
        this.closing = new ClosingSequence(this);
    }

    /** What moves the bytes. */
    StreamPort port() {
        return port;
    }

    /** Something else moves the bytes from now on. */
    void port(StreamPort next) {
        port = next;
    }

    /** The limits in force. */
    StreamLimits limits() {
        return limits;
    }

    /** Who drives, and what waits. */
    DriverTurn turn() {
        return turn;
    }

    /** How it ends in order. */
    ClosingSequence closing() {
        return closing;
    }

    /** Whether it should end soon. */
    DrainNotice drain() {
        return drain;
    }
}
