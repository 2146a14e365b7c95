package dev.bogie.websocket.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;

final class KeepAliveTest {
    private final KeepAlive keepAlive =
            new KeepAlive(Duration.ofNanos(10), Duration.ofNanos(100), 0);

    @Test
    void inputPutsThePingOff() {
        keepAlive.received(7);
        assertFalse(keepAlive.isPingDue(16));
        assertTrue(keepAlive.isPingDue(17));
    }

    @Test
    void aPongAnswersItsPingAndAllBefore() {
        keepAlive.ping(10);
        ByteBuffer second = keepAlive.ping(20);
        keepAlive.ping(30);
        keepAlive.pong(second, 35);
        keepAlive.received(35);
        assertEquals(15, keepAlive.roundTripNanos());
        // The third is outstanding, and was sent before the last sign of life.
        assertFalse(keepAlive.isDead(134));
        assertTrue(keepAlive.isDead(135));
    }

    @Test
    void anEarlierPongLeavesLaterPingsOutstanding() {
        ByteBuffer first = keepAlive.ping(10);
        keepAlive.ping(20);
        keepAlive.pong(first, 15);
        assertFalse(keepAlive.isDead(119));
        assertTrue(keepAlive.isDead(120));
    }

    @Test
    void anUnaskedPongAnswersNothing() {
        keepAlive.ping(10);
        keepAlive.pong(ByteBuffer.allocate(8).putLong(0, 99), 12);
        keepAlive.pong(ByteBuffer.allocate(8).putLong(0, -1), 12);
        keepAlive.pong(ByteBuffer.allocate(3), 12);
        assertEquals(-1, keepAlive.roundTripNanos());
        assertTrue(keepAlive.isDead(110));
    }

    @Test
    void anyInputIsASignOfLife() {
        keepAlive.ping(10);
        keepAlive.received(60);
        assertFalse(keepAlive.isDead(159));
        assertTrue(keepAlive.isDead(160));
    }

    @Test
    void noMoreThanFourPingsAreUnderWay() {
        for (int i = 1; i <= 4; i++) {
            assertTrue(keepAlive.isPingDue(10 * i));
            keepAlive.ping(10 * i);
        }
        assertFalse(keepAlive.isPingDue(1000));
        assertEquals(110, keepAlive.deadline());
    }

    @Test
    void silenceMeansNothingWhileReadingIsPaused() {
        keepAlive.ping(10);
        keepAlive.paused();
        assertEquals(Timeouts.NEVER, keepAlive.deadline());
        assertFalse(keepAlive.isDead(1000));
        keepAlive.resumed(1000);
        assertFalse(keepAlive.isDead(1000));
        assertEquals(1010, keepAlive.deadline());
    }

    @Test
    void zeroSwitchesItOff() {
        keepAlive.configure(Duration.ZERO, Duration.ZERO, 0);
        assertEquals(Timeouts.NEVER, keepAlive.deadline());
        keepAlive.ping(5);
        assertFalse(keepAlive.isDead(1_000_000));
    }

    @Test
    void theClockMayWrapAround() {
        KeepAlive late =
                new KeepAlive(Duration.ofNanos(10), Duration.ofNanos(10), Long.MAX_VALUE - 5);
        assertFalse(late.isPingDue(Long.MAX_VALUE));
        assertTrue(late.isPingDue(Long.MIN_VALUE + 4));
    }
}
