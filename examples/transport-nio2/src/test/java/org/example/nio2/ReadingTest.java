package org.example.nio2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.transport.support.ChunkPool;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/** The one read that may be outstanding. */
class ReadingTest {
    private final ScriptedChannel channel = new ScriptedChannel();
    private final ChunkPool pool = new ChunkPool(4);
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicInteger over = new AtomicInteger();
    private final Reading reading =
            new Reading(channel, pool, arrived::incrementAndGet, over::incrementAndGet);
    private final ByteBuffer dst = ByteBuffer.allocate(100_000);

    /** Whoever began it looks when the call returns: a turn for it would be one too many. */
    @Test
    void whatComesInsideTheCallIsThereAndNotTold() {
        channel.onRead = begun -> begun.brings(new byte[7]);
        assertTrue(reading.start());
        assertEquals(0, arrived.get());
    }

    @Test
    void whatComesLaterIsTold() throws IOException {
        assertFalse(reading.start());
        later(() -> channel.reading.brings(new byte[7]));
        assertEquals(1, arrived.get());
        assertEquals(7, reading.read(dst));
    }

    @Test
    void noOtherReadBeginsBeforeAllIsTaken() throws IOException {
        reading.start();
        later(() -> channel.reading.brings(new byte[7]));
        assertTrue(reading.start());
        assertEquals(3, reading.read(ByteBuffer.allocate(3)));
        assertTrue(reading.start());
        assertEquals(1, channel.reads);
        assertEquals(4, reading.read(ByteBuffer.allocate(4)));
        reading.start();
        assertEquals(2, channel.reads);
    }

    /** While nothing comes a connection holds no chunk; when much comes, it is read by chunks. */
    @Test
    void aChunkIsTakenOnlyAfterAFullRead() throws IOException {
        reading.start();
        assertEquals(0, pool.outstanding());
        later(() -> channel.reading.brings(new byte[100_000]));
        int small = reading.read(dst);
        assertTrue(small < ChunkPool.CHUNK);
        assertEquals(1, pool.outstanding());
        later(() -> channel.reading.brings(new byte[5_000]));
        assertEquals(5_000, reading.read(dst));
        assertEquals(0, pool.outstanding());
    }

    @Test
    void theEndComesBehindTheBytes() throws IOException {
        reading.start();
        later(() -> channel.reading.brings(new byte[7]));
        channel.onRead = begun -> begun.handler().completed(-1, null);
        assertEquals(7, reading.read(dst));
        assertEquals(-1, reading.read(dst));
        assertEquals(-1, reading.read(dst));
    }

    @Test
    void aFailureIsThrownAtEachRead() {
        IOException failure = new IOException("meant to fail");
        reading.start();
        later(() -> channel.reading.fails(failure));
        assertSame(failure, assertThrows(IOException.class, () -> reading.read(dst)));
        assertSame(failure, assertThrows(IOException.class, () -> reading.read(dst)));
    }

    /** The buffer is the channel's until then, whatever has become of the connection. */
    @Test
    void anAbandonedReadGivesItsChunkBackWhenItComesBack() throws IOException {
        reading.start();
        later(() -> channel.reading.brings(new byte[100_000]));
        assertTrue(reading.read(dst) > 0);
        assertFalse(reading.abandon());
        assertEquals(1, pool.outstanding());
        assertEquals(0, over.get());
        later(() -> channel.reading.fails(new IOException("closed")));
        assertEquals(0, pool.outstanding());
        assertEquals(1, over.get());
    }

    @Test
    void whatHasArrivedIsGivenBackWhenItIsAbandoned() throws IOException {
        reading.start();
        later(() -> channel.reading.brings(new byte[100_000]));
        channel.onRead = begun -> begun.brings(new byte[10]);
        assertTrue(reading.read(ByteBuffer.allocate(1_025)) > 0);
        assertEquals(1, pool.outstanding());
        assertTrue(reading.abandon());
        assertEquals(0, pool.outstanding());
    }

    /** On a thread of its own, as a channel does. */
    static void later(Runnable completion) {
        try {
            Thread.ofPlatform().start(completion).join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
