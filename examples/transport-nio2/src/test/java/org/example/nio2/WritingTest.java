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

/** The one write that may be outstanding. */
class WritingTest {
    private final ScriptedChannel channel = new ScriptedChannel();
    private final ChunkPool pool = new ChunkPool(4);
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger over = new AtomicInteger();
    private final Writing writing =
            new Writing(channel, pool, left::incrementAndGet, over::incrementAndGet);

    /** Whoever hands them in may overwrite them at once. */
    @Test
    void whatIsOutstandingIsACopy() throws IOException {
        byte[] bytes = {1, 2, 3};
        assertEquals(3, writing.write(ByteBuffer.wrap(bytes)));
        bytes[0] = 9;
        assertEquals(1, channel.writing.buffer().get(0));
    }

    @Test
    void nothingIsTakenWhileAWriteIsOutstanding() throws IOException {
        writing.write(ByteBuffer.allocate(3));
        assertEquals(0, writing.write(ByteBuffer.allocate(3)));
        ReadingTest.later(() -> channel.writing.takes(3));
        assertEquals(1, left.get());
        assertEquals(3, writing.write(ByteBuffer.allocate(3)));
    }

    @Test
    void severalBuffersAreOneWriteUpToAChunk() throws IOException {
        ByteBuffer[] srcs = {
            ByteBuffer.allocate(5), ByteBuffer.allocate(ChunkPool.CHUNK), ByteBuffer.allocate(5)
        };
        assertEquals(ChunkPool.CHUNK, writing.write(srcs, 0, 3));
        assertEquals(5, srcs[1].remaining());
        assertEquals(5, srcs[2].remaining());
    }

    /** Broken by taking the first completion for the last. */
    @Test
    void theRestOfAPartialWriteFollows() throws IOException {
        writing.write(ByteBuffer.allocate(10));
        ReadingTest.later(() -> channel.writing.takes(4));
        assertTrue(writing.isOutstanding());
        assertEquals(6, writing.pending());
        assertEquals(0, left.get());
        ReadingTest.later(() -> channel.writing.takes(6));
        assertFalse(writing.isOutstanding());
        assertEquals(0, writing.pending());
        assertEquals(1, left.get());
        assertEquals(0, pool.outstanding());
    }

    @Test
    void theOutputEndsBehindWhatIsOutstanding() throws IOException {
        writing.write(ByteBuffer.allocate(10));
        writing.end();
        assertFalse(channel.outputShut);
        ReadingTest.later(() -> channel.writing.takes(10));
        assertTrue(channel.outputShut);
    }

    @Test
    void aFailureIsThrownAtTheNextWrite() throws IOException {
        IOException failure = new IOException("meant to fail");
        writing.write(ByteBuffer.allocate(10));
        ReadingTest.later(() -> channel.writing.fails(failure));
        assertEquals(1, left.get());
        assertEquals(0, pool.outstanding());
        ByteBuffer more = ByteBuffer.allocate(1);
        assertSame(failure, assertThrows(IOException.class, () -> writing.write(more)));
    }

    /** The chunk is the channel's until then: nobody else may get it from the pool. */
    @Test
    void anAbandonedWriteGivesItsChunkBackWhenItComesBack() throws IOException {
        writing.write(ByteBuffer.allocate(10));
        assertFalse(writing.abandon());
        assertEquals(1, pool.outstanding());
        ReadingTest.later(() -> channel.writing.fails(new IOException("closed")));
        assertEquals(0, pool.outstanding());
        assertEquals(1, over.get());
        assertEquals(0, left.get());
    }
}
