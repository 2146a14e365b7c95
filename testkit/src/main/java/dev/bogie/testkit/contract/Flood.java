package dev.bogie.testkit.contract;

import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Writes to a peer that does not read, until it is felt. */
final class Flood {
    private static final int PIECE = 32 * 1_024;
    private static final int MORE = 1 << 20;
    private static final long ENOUGH = 1L << 28;

    private Flood() {}

    /**
     * Writes piece by piece, each in a turn of its own; returns how many bytes were written. That
     * the system between takes nothing more is true at this moment only: a reader that is late
     * makes room again.
     */
    static long untilNotWritable(RecordingHandler writer) {
        for (long sent = 0; sent < ENOUGH; sent += PIECE) {
            if (!writer.ask(() -> writer.connection().isWritable())) {
                return sent;
            }
            writer.inTurn(c -> c.write(ByteBuffer.allocate(PIECE), null));
        }
        throw endless();
    }

    /**
     * Writes until neither the reader, which must have paused, nor the system between takes
     * anything more though both had several chances to, and then a megabyte, lest the system finds
     * a little more room later on. Returns how many bytes were written.
     */
    static long untilStuck(Rig rig, RecordingHandler writer, RecordingHandler reader) {
        long all = 0;
        long pending = -1;
        for (int quiet = 0; quiet < 3; ) {
            long sent = untilNotWritable(writer);
            reader.inTurn(c -> {});
            all += sent;
            if (all > ENOUGH) {
                throw endless();
            }
            if (sent == 0) {
                long before = pending;
                pending = writer.ask(() -> writer.connection().pending());
                quiet = pending == before ? quiet + 1 : 0;
                rig.passTime(Duration.ofMillis(20));
            }
        }
        writer.inTurn(c -> c.write(ByteBuffer.allocate(MORE), null));
        return all + MORE;
    }

    private static AssertionError endless() {
        return new AssertionError(ENOUGH + " bytes were written to a peer that does not read");
    }

    static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Waits until what was told before has run, or the connection is closed. */
    static void fence(RecordingHandler handler) {
        CompletableFuture<Boolean> passed = new CompletableFuture<>();
        if (handler.tell(c -> passed.complete(true))) {
            boolean unused = Patience.await(passed);
        }
    }
}
