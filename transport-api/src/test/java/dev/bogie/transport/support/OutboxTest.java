package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bogie.transport.support.Outbox.Added;

import org.junit.jupiter.api.Test;

class OutboxTest {
    private final Outbox<String, String> box = new Outbox<>(3, 10, "the.limit", String::length);

    @Test
    void messagesLeaveInTheOrderInWhichTheyCame() {
        assertThat(box.add("a")).isEqualTo(Added.QUEUED);
        assertThat(box.add("bc")).isEqualTo(Added.QUEUED);
        assertThat(box.first()).isEqualTo("a");
        box.removeFirst();
        assertThat(box.first()).isEqualTo("bc");
        box.removeFirst();
        assertThat(box.first()).isNull();
        assertThat(box.isEmpty()).isTrue();
    }

    @Test
    void aNumberOfMessagesMayWait() {
        box.add("");
        box.add("");
        box.add("");
        assertThat(box.add("")).isEqualTo(Added.FULL);
        box.removeFirst();
        assertThat(box.add("")).isEqualTo(Added.QUEUED);
    }

    @Test
    void aNumberOfBytesMayWait() {
        box.add("12345");
        assertThat(box.add("123456")).isEqualTo(Added.FULL);
        assertThat(box.add("12345")).isEqualTo(Added.QUEUED);
        assertThat(box.bytes()).isEqualTo(10);
        box.removeFirst();
        assertThat(box.bytes()).isEqualTo(5);
        assertThat(box.add("12345")).isEqualTo(Added.QUEUED);
    }

    @Test
    void whatCanNeverFitIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> box.add("12345678901"))
                .withMessage("message of 11 bytes is larger than the.limit, 10");
    }

    @Test
    void nothingIsTakenOnceItIsShutAndTheFirstReasonCounts() {
        box.add("a");
        box.shut("first");
        box.shut("second");
        assertThat(box.add("b")).isEqualTo(Added.SHUT);
        assertThat(box.addLast("c", "third")).isFalse();
        assertThat(box.end()).isEqualTo("first");
        assertThat(box.first()).as("may still be sent").isEqualTo("a");
    }

    @Test
    void thereIsAlwaysRoomForTheLast() {
        box.add("1234567890");
        assertThat(box.addLast("close", "closed here")).isTrue();
        assertThat(box.add("")).isEqualTo(Added.SHUT);
        assertThat(box.end()).isEqualTo("closed here");
        box.removeFirst();
        assertThat(box.first()).isEqualTo("close");
        assertThat(box.bytes()).isEqualTo(5);
    }

    @Test
    void whatIsTakenOutLeavesNothing() {
        box.add("a");
        box.add("b");
        assertThat(box.clear()).containsExactly("a", "b");
        assertThat(box.bytes()).isZero();
        assertThat(box.isEmpty()).isTrue();
        assertThat(box.end()).isNull();
    }
}
