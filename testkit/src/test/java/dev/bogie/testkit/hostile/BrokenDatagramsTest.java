package dev.bogie.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.memory.MemoryTransport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** Each transport whose datagrams are broken fails the test that is meant for it, and no other. */
class BrokenDatagramsTest {
    /** What no breakage is about. */
    private static final Set<String> OTHERS =
            Set.of("anAnswerFindsItsWayBack", "aSendToNobodyIsSilence");

    private static final class Broken extends PassingTransport {
        private final DatagramBreakage breakage;

        Broken(DatagramBreakage breakage) {
            super(new MemoryTransport());
            this.breakage = breakage;
        }

        @Override
        Engine engine(Engine started) {
            return new PassingEngine(started) {
                @Override
                public DatagramPort bind(ListenTarget target, DatagramHandler handler)
                        throws IOException {
                    return new PassingDatagrams.Port(
                            breakage, good.bind(target, breakage.handler(handler)));
                }
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsTheTestMeantForItAndNoOther(DatagramBreakage breakage) {
        Set<String> failed =
                BrokenTransportsTest.failuresOf(
                        new Broken(breakage), Set.of(breakage.meant()), Duration.ofMillis(500));
        assertThat(failed).containsExactly(breakage.meant());
        if (breakage != DatagramBreakage.DELIVERS_TWICE
                && breakage != DatagramBreakage.CLOSES_TWICE) {
            assertThat(
                            BrokenTransportsTest.failuresOf(
                                    new Broken(breakage), OTHERS, Duration.ofSeconds(30)))
                    .isEmpty();
        }
    }
}
