package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ComplaintsTest {
    private final List<String> lines = new ArrayList<>();
    private long now = -7;
    private final Complaints complaints = new Complaints(lines::add, () -> now);

    @Test
    void theFirstLineIsLogged() {
        complaints.say("refused");

        assertThat(lines).containsExactly("refused");
    }

    @Test
    void withinASecondLinesAreCountedOnly() {
        complaints.say("first");
        complaints.say("second");
        now += 999_999_999;
        complaints.say("third");

        assertThat(lines).containsExactly("first");
    }

    @Test
    void theNextLineTellsHowManyWereLeftOut() {
        complaints.say("first");
        complaints.say("second");
        complaints.say("third");
        now += 1_000_000_000;
        complaints.say("fourth");
        now += 1_000_000_000;
        complaints.say("fifth");

        assertThat(lines)
                .containsExactly("first", "fourth (and 2 more that went unlogged)", "fifth");
    }

    @Test
    void whatEndsALineOrDrawsOnATerminalIsEscaped() {
        complaints.say("from\r\n2026 INFO all is well\u001b[2J é");

        assertThat(lines)
                .containsExactly("from\\u000d\\u000a2026 INFO all is well\\u001b[2J \\u00e9");
    }

    @Test
    void aLineHasAnEnd() {
        complaints.say("x".repeat(10_000));

        assertThat(lines).containsExactly("x".repeat(500) + "…");
    }
}
