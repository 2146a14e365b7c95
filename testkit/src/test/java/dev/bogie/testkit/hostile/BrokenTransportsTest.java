package dev.bogie.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.contract.TransportContract;
import dev.bogie.testkit.stranger.PipeTransport;
import dev.bogie.transport.Transport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;

/**
 * Each broken transport fails the test that is meant for it, and what has nothing to do with it
 * passes.
 */
class BrokenTransportsTest {
    private static final String PATIENCE = "dev.bogie.testkit.patience-millis";

    /** Rules of several themes that most breakages have nothing to do with. */
    private static final Set<String> OTHERS =
            Set.of(
                    "openedIsTheFirstCallAndReceivedComesAfterIt",
                    "theEndIsToldWithoutAnyBytes",
                    "withNothingLeftTheNextHandlerIsOpenedOnly",
                    "transferNeedsItsCapability",
                    "theClockIsTheEnginesAndMonotonic",
                    "anAddressInUseIsABindException");

    private static volatile Transport underTest = new PipeTransport();

    /** Not found by name: run by this class only. */
    static final class Subject extends TransportContract {
        @Override
        protected Transport transport() {
            return underTest;
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsTheTestMeantForIt(Breakage breakage) {
        Set<String> meant = Set.of(breakage.meant());
        assertThat(failuresOf(new BrokenTransport(breakage), meant, Duration.ofSeconds(2)))
                .containsExactly(breakage.meant());
    }

    /** The tests that fail with a transport, when nobody waits for longer than that. */
    static Set<String> failuresOf(Transport transport, Set<String> tests, Duration patience) {
        underTest = transport;
        System.setProperty(PATIENCE, "" + patience.toMillis());
        try {
            return failuresOf(tests);
        } finally {
            System.clearProperty(PATIENCE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesWhatHasNothingToDoWithIt(Breakage breakage) {
        underTest = new BrokenTransport(breakage);
        Set<String> untouched = new TreeSet<>(OTHERS);
        untouched.removeAll(breakage.touched());
        assertThat(failuresOf(untouched)).isEmpty();
    }

    @Test
    void theTransportBelowIsGood() {
        underTest = new PipeTransport();
        Set<String> all = new TreeSet<>(OTHERS);
        for (Breakage breakage : Breakage.values()) {
            all.add(breakage.meant());
        }
        assertThat(failuresOf(all)).isEmpty();
    }

    private static Set<String> failuresOf(Set<String> tests) {
        return Failures.of(Subject.class, tests);
    }
}
