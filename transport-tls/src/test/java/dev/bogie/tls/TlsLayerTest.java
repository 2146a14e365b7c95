package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.support.PassingHandler;
import dev.bogie.transport.support.StreamLimits;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** What connections above TLS see that is TLS's own: the rest is the transport contract's. */
class TlsLayerTest {
    private final TlsRig rig = new TlsRig();

    /** What is below TLS on one side, for who wants to act there. */
    private static final class Below extends PassingHandler {
        private @Nullable Connection connection;

        Below(ConnectionHandler tls) {
            super(tls);
        }

        @Override
        public void opened(Connection opened) throws Exception {
            connection = opened;
            super.opened(opened);
        }

        void drain(Duration within) {
            Connection open = Objects.requireNonNull(connection);
            open.drain(open.nanoTime() + within.toNanos());
        }
    }

    @Test
    void aDrainThatBeginsInOpenedIsToldWithItsTimeAndMayBeBroughtForward() {
        AtomicInteger told = new AtomicInteger();
        RecordingHandler server = new RecordingHandler("server");
        Below[] below = new Below[1];
        server.on(Call.OPENED, c -> below[0].drain(Duration.ofHours(2)))
                .on(
                        Call.DRAINING,
                        c -> {
                            if (told.incrementAndGet() == 1) {
                                below[0].drain(Duration.ofHours(1));
                            } else {
                                c.close();
                            }
                        });
        rig.connect(
                rig.client(),
                new RecordingHandler("client"),
                rig.server().above(tls -> below[0] = new Below(tls)),
                server);

        assertThat(server.seen().how()).isEqualTo(Closed.finished());
        assertThat(told).hasValue(2);
    }

    /** Output would wait for ever for room that never comes. */
    @Test
    void marksBetweenWhichNoRecordFitsAreRefused() {
        TlsRig.Party servers =
                rig.server()
                        .with(StreamLimits.HIGH_MARK, 60_000L)
                        .with(StreamLimits.MAX_PENDING, 70_000L);

        assertThatThrownBy(() -> servers.around(new RecordingHandler("server")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a record");
    }
}
