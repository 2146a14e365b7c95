package dev.bogie.testkit.contract;

import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

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

    /** Writes until the system between takes nothing more, and then a megabyte. */
    static long untilStuck(Rig rig, RecordingHandler writer) {
        long all = 1 << 20;
        for (int still = 0; still < 3; still++) {
            long sent = untilNotWritable(writer);
            all += sent;
            still = sent > 0 ? 0 : still;
            rig.passTime(Duration.ofMillis(20));
        }
        writer.inTurn(c -> c.write(ByteBuffer.allocate(1 << 20), null));
        return all;
    }

    /** Code that does not listen to interrupts. */
    static void awaitStubbornly(CountDownLatch latch) {
        int interrupts = 0;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                interrupts++;
            }
        }
        if (interrupts > 100) {
            throw new AssertionError(interrupts + " interrupts: one is enough");
        }
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
