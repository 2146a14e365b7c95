package dev.bogie.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.stranger.PipeTransport;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Each transport whose engine is broken fails the test that is meant for it. */
class BrokenEnginesTest {
    private static final class Broken extends PassingTransport {
        private final EngineBreakage breakage;

        Broken(EngineBreakage breakage) {
            super(new PipeTransport());
            this.breakage = breakage;
        }

        @Override
        Engine engine(Engine started) {
            breakage.started();
            return new PassingEngine(started) {
                @Override
                public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
                        throws IOException {
                    return breakage.listen(good, target, handlers);
                }

                @Override
                public CompletionStage<Void> connect(
                        ConnectTarget target, ConnectionHandler handler) {
                    return breakage.connect(good, target, handler);
                }

                @Override
                public Timer schedule(long delayNanos, Runnable task) {
                    return breakage.schedule(good, delayNanos, task);
                }

                @Override
                public CompletionStage<Drained> close(Duration grace) {
                    return breakage.close(good, grace);
                }
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void failsTheTestMeantForIt(EngineBreakage breakage) {
        Set<String> failed =
                BrokenTransportsTest.failuresOf(
                        new Broken(breakage), Set.of(breakage.meant()), Duration.ofMillis(500));
        assertThat(failed).containsExactly(breakage.meant());
    }

    @Test
    void theTransportBelowIsGood() {
        Set<String> all =
                Arrays.stream(EngineBreakage.values())
                        .map(EngineBreakage::meant)
                        .collect(Collectors.toSet());
        assertThat(
                        BrokenTransportsTest.failuresOf(
                                new PipeTransport(), all, Duration.ofSeconds(30)))
                .isEmpty();
    }
}
