package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

class InputBufferTest {
    private final ChunkPool pool = new ChunkPool(4);

    @Test
    void holdsNoMemoryWhenAllIsRead() {
        InputBuffer buffer = InputBuffer.of(pool);
        buffer.append(ByteBuffer.wrap(new byte[10]));
        assertThat(pool.outstanding()).isEqualTo(1);
        ByteBuffer view = buffer.view();
        view.position(view.position() + 10);
        assertThat(buffer.takeBack(view)).isEqualTo(10);
        assertThat(pool.outstanding()).isZero();
        assertThat(buffer.view().remaining()).isZero();
    }

    @Test
    void aFillThatReadNothingHoldsNoMemory() {
        InputBuffer buffer = InputBuffer.of(pool);
        buffer.fill(100);
        buffer.filled();
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void poisonsAViewThatWasTakenBack() {
        InputBuffer buffer = InputBuffer.poisoning(pool);
        buffer.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        ByteBuffer view = buffer.view();
        assertThat(view.get()).isEqualTo((byte) 1);
        assertThat(buffer.takeBack(view)).isEqualTo(1);
        assertThat(view.get(2)).isEqualTo(InputBuffer.POISON);
        assertThat(buffer.view().get()).isEqualTo((byte) 2);
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,false", "4,true", "5,true", "6,true"})
    void isAQueueOfBytes(long seed, boolean poisoning) {
        InputBuffer buffer = poisoning ? InputBuffer.poisoning(pool) : InputBuffer.of(pool);
        Deque<Byte> model = new ArrayDeque<>();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            if (random.nextBoolean()) {
                byte[] bytes = new byte[random.nextInt(i % 50 == 0 ? 20_000 : 200)];
                random.nextBytes(bytes);
                for (byte b : bytes) {
                    model.add(b);
                }
                if (bytes.length > 0 && random.nextBoolean()) {
                    buffer.fill(bytes.length).put(bytes);
                    buffer.filled();
                } else if (bytes.length > 0) {
                    buffer.append(ByteBuffer.wrap(bytes));
                }
            } else {
                ByteBuffer view = buffer.view();
                int n = random.nextInt(view.remaining() + 1);
                for (int j = 0; j < n; j++) {
                    assertThat(view.get()).isEqualTo(model.poll());
                }
                assertThat(buffer.takeBack(view)).isEqualTo(n);
            }
            assertThat(buffer.unread()).isEqualTo(model.size());
        }
        buffer.discard();
        assertThat(pool.outstanding()).isZero();
    }
}
