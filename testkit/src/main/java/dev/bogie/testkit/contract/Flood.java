package dev.bogie.testkit.contract;

import dev.bogie.testkit.RecordingHandler;

import java.nio.ByteBuffer;

/** Writes to a peer that does not read, until it is felt. */
final class Flood {
    private static final int PIECE = 32 * 1_024;
    private static final long ENOUGH = 1L << 30;

    private Flood() {}

    /** Writes piece by piece, each in a turn of its own; returns how many bytes were written. */
    static long untilNotWritable(RecordingHandler writer) {
        for (long sent = 0; sent < ENOUGH; sent += PIECE) {
            if (!writer.ask(() -> writer.connection().isWritable())) {
                return sent;
            }
            writer.inTurn(c -> c.write(ByteBuffer.allocate(PIECE), null));
        }
        throw new AssertionError("a gigabyte was written to a peer that does not read");
    }
}
