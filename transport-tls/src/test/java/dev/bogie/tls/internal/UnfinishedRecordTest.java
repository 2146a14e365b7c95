package dev.bogie.tls.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.tls.machine.TlsMachine;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.support.ChunkPool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What is kept of a record: in order, however it comes, and in no more memory than is needed. */
class UnfinishedRecordTest {
    private final Pool pool = new Pool();
    private final UnfinishedRecord kept = new UnfinishedRecord(pool);

    private static final class Pool implements BufferPool {
        private final BufferPool real = ChunkPool.onHeap(4, TlsMachine.MAX_RECORD);
        private final List<ByteBuffer> out = new ArrayList<>();

        @Override
        public ByteBuffer take(int atLeast) {
            ByteBuffer buffer = real.take(atLeast);
            out.add(buffer);
            return buffer;
        }

        @Override
        public void give(ByteBuffer buffer) {
            assertThat(out.removeIf(b -> b == buffer)).isTrue();
            real.give(buffer);
        }
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500, 513, 5_000, 16_645})
    void whatCameInPiecesIsThereInOrder(int piece) {
        byte[] record = random(16_645);
        ByteBuffer there = ByteBuffer.allocate(0);
        for (int at = 0; at < record.length; at += piece) {
            ByteBuffer more = ByteBuffer.wrap(record, at, Math.min(piece, record.length - at));
            there = kept.fill(more, record.length);
            assertThat(more.hasRemaining()).isFalse();
            assertThat(there.remaining()).isEqualTo(Math.min(record.length, at + piece));
        }
        byte[] all = new byte[there.remaining()];
        there.get(all);
        assertThat(all).isEqualTo(record);
        kept.trim();
        assertThat(kept.isEmpty()).isTrue();
        assertThat(pool.out).isEmpty();
    }

    @Test
    void noMoreIsTakenThanIsWanted() {
        ByteBuffer src = ByteBuffer.wrap(random(100));
        assertThat(kept.fill(src, 40).remaining()).isEqualTo(40);
        assertThat(src.remaining()).isEqualTo(60);
        assertThat(kept.fill(src, 40).remaining()).isEqualTo(40);
        assertThat(src.remaining()).isEqualTo(60);
    }

    /** A peer that claims 16 KiB and sends a few hundred bytes costs about that. */
    @ParameterizedTest
    @ValueSource(ints = {1, 512, 513, 1_800, 4_096, 8_192})
    void aStrangersClaimCostsNothing(int came) {
        ByteBuffer there = kept.fill(ByteBuffer.wrap(random(came)), 16_384);

        assertThat(there.capacity()).isLessThanOrEqualTo(Math.max(512, 2 * came));
        assertThat(pool.out).isEmpty();
    }

    /** Records of who is believed come often, and whole: garbage would cost more than the room. */
    @Test
    void onceThePeerIsBelievedMemoryComesFromThePool() {
        kept.believed();
        kept.fill(ByteBuffer.wrap(random(5_000)), 16_400);
        assertThat(pool.out).hasSize(1);
        kept.fill(ByteBuffer.wrap(random(11_400)), 16_400);
        assertThat(pool.out).hasSize(1);
        kept.drop();

        assertThat(pool.out).isEmpty();
    }

    @Test
    void theRestOfAHandshakeIsKeptWhenThePeerIsBelieved() {
        byte[] all = random(9_000);
        kept.fill(ByteBuffer.wrap(all, 0, 3_000), 9_000);
        kept.believed();
        ByteBuffer there = kept.fill(ByteBuffer.wrap(all, 3_000, 6_000), 9_000);

        byte[] got = new byte[there.remaining()];
        there.get(got);
        assertThat(got).isEqualTo(all);
        kept.trim();
        assertThat(pool.out).isEmpty();
    }
}
