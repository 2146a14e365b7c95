package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

class ChunkPoolTest {
    private final ChunkPool pool = new ChunkPool(4);

    @Test
    void givesTheSameChunkAgain() {
        ByteBuffer chunk = pool.take(1);
        assertThat(chunk.isDirect()).isTrue();
        assertThat(chunk.capacity()).isEqualTo(ChunkPool.CHUNK);
        chunk.position(7).limit(9);
        pool.give(chunk);
        ByteBuffer again = pool.take(100);
        assertThat(again).isSameAs(chunk);
        assertThat(again.remaining()).isEqualTo(ChunkPool.CHUNK);
    }

    @Test
    void keepsNoMoreThanItsBound() {
        ByteBuffer[] chunks = new ByteBuffer[10];
        for (int i = 0; i < chunks.length; i++) {
            chunks[i] = pool.take(1);
        }
        assertThat(pool.outstanding()).isEqualTo(10);
        for (ByteBuffer chunk : chunks) {
            pool.give(chunk);
        }
        assertThat(pool.outstanding()).isZero();
        int kept = 0;
        for (int i = 0; i < chunks.length; i++) {
            ByteBuffer taken = pool.take(1);
            for (ByteBuffer chunk : chunks) {
                if (chunk == taken) {
                    kept++;
                }
            }
        }
        assertThat(kept).isEqualTo(4);
    }

    @Test
    void keepsAsManyOfOneThreadAsOfMany() {
        ChunkPool larger = new ChunkPool(64);
        List<ByteBuffer> chunks = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            chunks.add(larger.take(1));
        }
        chunks.forEach(larger::give);
        for (int i = 0; i < 64; i++) {
            ByteBuffer taken = larger.take(1);
            assertThat(chunks).anyMatch(chunk -> chunk == taken);
        }
    }

    @Test
    void makesLargerBuffersToMeasure() {
        ByteBuffer large = pool.take(ChunkPool.CHUNK + 1);
        assertThat(large.capacity()).isEqualTo(ChunkPool.CHUNK + 1);
        pool.give(large);
        assertThat(pool.take(ChunkPool.CHUNK + 1)).isNotSameAs(large);
    }
}
