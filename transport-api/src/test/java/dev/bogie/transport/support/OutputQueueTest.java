package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class OutputQueueTest {
    private final ChunkPool pool = new ChunkPool(4);
    private final ScriptedPort port = new ScriptedPort();
    private final OutputQueue queue = new OutputQueue(pool, 100, 10);

    @Test
    void holdsNoMemoryWhenEmpty() throws IOException {
        queue.output(5).put(new byte[5]);
        assertThat(pool.outstanding()).isEqualTo(1);
        queue.flush(port);
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void marksHaveHysteresis() throws IOException {
        queue.output(200).put(new byte[100]);
        assertThat(queue.isWritable()).isTrue();
        queue.output(1).put((byte) 0);
        assertThat(queue.isWritable()).isFalse();
        port.capacity = 90;
        queue.flush(port);
        assertThat(queue.pending()).isEqualTo(11);
        assertThat(queue.isWritable()).isFalse();
        port.capacity = 1;
        queue.flush(port);
        assertThat(queue.isWritable()).isTrue();
    }

    @Test
    void largeBuffersGoByReferenceAndAreReleasedWhenSent() throws IOException {
        List<String> released = new ArrayList<>();
        ByteBuffer large = ByteBuffer.allocateDirect(OutputQueue.COPY + 1);
        queue.write(large, () -> released.add("large"));
        assertThat(large.hasRemaining()).isFalse();
        port.capacity = OutputQueue.COPY;
        queue.flush(port);
        assertThat(released).isEmpty();
        port.capacity = 1;
        queue.flush(port);
        assertThat(released).containsExactly("large");
    }

    @Test
    void smallBuffersAreCopiedAndReleasedAtOnce() {
        List<String> released = new ArrayList<>();
        queue.write(ByteBuffer.allocate(3), () -> released.add("small"));
        assertThat(released).containsExactly("small");
    }

    @Test
    void whatThePortTakesFromTheHeapLeavesTogetherWithTheRest() throws IOException {
        port.prefersDirect = false;
        queue.output(3).put(new byte[3]);
        queue.write(ByteBuffer.allocate(40_000), () -> {});
        queue.write(ByteBuffer.allocateDirect(5_000), () -> {});
        queue.flush(port);
        assertThat(port.writes).isEqualTo(1);
        assertThat(port.sent).hasSize(45_003);
    }

    @Test
    void droppingReleasesEverythingOnce() {
        List<Integer> released = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int n = i;
            queue.output(3).put(new byte[3]);
            queue.write(ByteBuffer.allocate(5_000), () -> released.add(n));
        }
        queue.drop();
        queue.drop();
        assertThat(released).hasSize(20).doesNotHaveDuplicates();
        assertThat(queue.pending()).isZero();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void aFailedWriteLosesNothing() throws IOException {
        queue.output(3).put(new byte[] {'a', 'b', 'c'});
        port.writeFailure = new IOException("gone");
        try {
            queue.flush(port);
        } catch (IOException e) {
            assertThat(e).isSameAs(port.writeFailure);
        }
        assertThat(queue.pending()).isEqualTo(3);
        queue.drop();
        assertThat(pool.outstanding()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsWrittenLeavesInOrderHoweverThePeerTakesIt(long seed) throws IOException {
        Random random = new Random(seed);
        port.prefersDirect = seed % 2 == 0;
        StringBuilder wanted = new StringBuilder();
        int[] released = new int[1];
        int references = 0;
        for (int i = 0; i < 400; i++) {
            byte[] bytes = new byte[1 + random.nextInt(i % 7 == 0 ? 20_000 : 300)];
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = (byte) ('a' + random.nextInt(26));
                wanted.append((char) bytes[j]);
            }
            switch (random.nextInt(4)) {
                case 0 -> queue.output(bytes.length).put(bytes);
                case 1 -> queue.write(ByteBuffer.wrap(bytes), null);
                case 2 -> {
                    queue.write(ByteBuffer.wrap(bytes), () -> released[0]++);
                    references++;
                }
                default -> {
                    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
                    queue.write(direct.asReadOnlyBuffer(), () -> released[0]++);
                    references++;
                }
            }
            if (random.nextInt(5) == 0) {
                port.capacity = random.nextInt(30_000);
                queue.flush(port);
            }
            assertThat(queue.pending()).isEqualTo(wanted.length() - port.sent.length());
        }
        port.capacity = Integer.MAX_VALUE;
        queue.flush(port);
        assertThat(port.sent.toString()).isEqualTo(wanted.toString());
        assertThat(released[0]).isEqualTo(references);
        assertThat(pool.outstanding()).isZero();
    }
}
