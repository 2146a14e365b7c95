package dev.bogie.tls.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.tls.TestKeys;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

/** Two machines back to back. */
class TlsMachineTest {
    private static final SSLContext CONTEXT = TestKeys.context();
    static final TlsLimits LIMITS =
            new TlsLimits(16 * 1_024, 1_024, Duration.ofSeconds(10).toNanos());

    static MachinePair pair(String version) throws TlsException {
        return new MachinePair(
                TlsMachine.client(engine(true, version), LIMITS, 0),
                TlsMachine.server(hello -> engine(false, version), LIMITS, 0));
    }

    static SSLEngine engine(boolean client, String... versions) {
        SSLEngine engine = CONTEXT.createSSLEngine();
        engine.setUseClientMode(client);
        engine.setEnabledProtocols(versions);
        return engine;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bothSidesAreEstablishedOnceAndTalk(String version) throws TlsException {
        MachinePair pair = pair(version);
        pair.run();
        pair.client.send(bytes("ping"));
        pair.run();
        pair.server.send(bytes("pong"));
        pair.run();

        assertThat(pair.client.steps).containsOnlyOnce(Step.ESTABLISHED);
        assertThat(pair.server.steps).containsOnlyOnce(Step.ESTABLISHED);
        assertThat(pair.server.received.toString()).isEqualTo("ping");
        assertThat(pair.client.received.toString()).isEqualTo("pong");
        assertThat(pair.server.machine.session().orElseThrow().getProtocol()).isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void closeNotifyEndsTheInput(String version) throws TlsException {
        MachinePair pair = pair(version);
        pair.run();
        pair.client.machine.closeOutput();
        pair.run();

        assertThat(pair.server.machine.isInputEnded()).isTrue();
        assertThat(pair.client.machine.isInputEnded()).isEqualTo(version.equals("TLSv1.2"));
    }
}
