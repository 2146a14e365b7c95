package dev.bogie.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.memory.MemoryTransport;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Each transport whose datagrams are broken fails the test that is meant for it, and no other. */
class BrokenDatagramsTest {
    /** What no breakage is about. */
    private static final Set<String> OTHERS =
            Set.of("anAnswerFindsItsWayBack", "aSendToNobodyIsSilence");

    private record Broken(DatagramBreakage breakage) implements Transport {
        private static final Transport GOOD = new MemoryTransport();

        @Override
        public String name() {
            return GOOD.name();
        }

        @Override
        public Availability availability(TransportContext context) {
            return GOOD.availability(context);
        }

        @Override
        public Set<Capability> capabilities() {
            return GOOD.capabilities();
        }

        @Override
        public Engine start(TransportContext context) throws IOException {
            return new BrokenEngine(breakage, GOOD.start(context));
        }
    }

    private record BrokenEngine(DatagramBreakage breakage, Engine good) implements Engine {
        @Override
        public DatagramPort bind(ListenTarget target, DatagramHandler handler) throws IOException {
            return new PassingDatagrams.Port(
                    breakage, good.bind(target, breakage.handler(handler)));
        }

        @Override
        public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
                throws IOException {
            return good.listen(target, handlers);
        }

        @Override
        public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
            return good.connect(target, handler);
        }

        @Override
        public long nanoTime() {
            return good.nanoTime();
        }

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            return good.schedule(delayNanos, task);
        }

        @Override
        public CompletionStage<Drained> close(Duration grace) {
            return good.close(grace);
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
