package dev.bogie.websocket.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.bogie.websocket.machine.ClosingHandshake.State;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.ByteBuffer;
import java.time.Duration;

final class ClosingHandshakeTest {
    private final ClosingHandshake handshake =
            new ClosingHandshake(Role.SERVER, Duration.ofNanos(100));

    /** S: start, W: written, R: received, F: failed, L: lost. */
    @ParameterizedTest
    @CsvSource({
        "'',OPEN",
        "S,CLOSE_OWED",
        "R,ECHO_OWED",
        "F,FAILURE_OWED",
        "L,LOST",
        "SS,CLOSE_OWED",
        "SW,CLOSE_SENT",
        "SR,ECHO_OWED",
        "SF,FAILURE_OWED",
        "SL,LOST",
        "SWS,CLOSE_SENT",
        "SWR,CLOSED",
        "SWF,FAILED",
        "SWL,LOST",
        "RS,ECHO_OWED",
        "RW,CLOSED",
        "RL,LOST",
        "RF,ECHO_OWED",
        "FS,FAILURE_OWED",
        "FW,FAILED",
        "FL,LOST",
        "FF,FAILURE_OWED",
        "SWRS,CLOSED",
        "SWRL,CLOSED",
        "SWRF,CLOSED",
        "FWS,FAILED",
        "FWL,FAILED",
        "FWF,FAILED",
        "LS,LOST",
        "LL,LOST",
        "LF,LOST",
    })
    void goesThroughItsTable(String steps, State end) {
        for (char step : steps.toCharArray()) {
            switch (step) {
                case 'S' -> handshake.start(1000, "", 0);
                case 'W' -> handshake.sent();
                case 'R' -> handshake.received(ByteBuffer.allocate(0), 0);
                case 'F' -> handshake.fail(ProtocolViolation.protocol("bad"), 0);
                default -> handshake.lose();
            }
        }
        assertEquals(end, handshake.state());
    }

    @Test
    void theDeadlineRunsFromTheFirstStep() {
        assertEquals(Timeouts.NEVER, handshake.deadline());
        handshake.start(1000, "", 5);
        assertEquals(105, handshake.deadline());
        handshake.sent();
        handshake.start(1001, "", 50);
        assertEquals(105, handshake.deadline());
    }

    @ParameterizedTest
    @CsvSource({"999", "1004", "1005", "1006", "1015", "1016", "2999", "5000", "-1", "66536"})
    void refusesToSendCodesThatAreNotForTheWire(int code) {
        assertThrows(IllegalArgumentException.class, () -> handshake.start(code, "why", 0));
        assertEquals(State.OPEN, handshake.state());
    }

    @Test
    void nothingIsReceivedTwice() {
        handshake.received(ByteBuffer.allocate(0), 0);
        assertThrows(
                IllegalStateException.class, () -> handshake.received(ByteBuffer.allocate(0), 0));
        handshake.sent();
        assertThrows(IllegalStateException.class, handshake::sent);
    }
}
