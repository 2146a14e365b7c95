package dev.bogie.transport.support;

/**
 * What the parts of one stream share.
 *
 * @param port what moves the bytes
 * @param limits the limits in force
 * @param turn who drives, and what waits
 * @param closing how it ends in order
 */
record StreamParts(StreamPort port, StreamLimits limits, DriverTurn turn, ClosingSequence closing) {

    static StreamParts of(StreamPort port, StreamLimits limits) {
        return new StreamParts(
                port, limits, new DriverTurn(limits.maxTasks()), new ClosingSequence(port, limits));
    }
}
