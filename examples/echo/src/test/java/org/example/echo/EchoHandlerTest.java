package org.example.echo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.memory.Network;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * On a simulated network, which cuts and delays as the seed decides; the same seed, the same run.
 */
class EchoHandlerTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void allThatWasSentComesBackInOrder(long seed) throws Exception {
        Network network = Network.seeded(seed).rough();
        List<String> told = new ArrayList<>();
        String text = "one two three ".repeat(10_000); // more than the marks of the output
        RecordingHandler client =
                new RecordingHandler("client")
                        .on(
                                Call.OPENED,
                                c -> {
                                    c.output(text.length()).put(text.getBytes(US_ASCII));
                                    c.end();
                                });

        Engine engine = network.engine();
        Listener listener =
                engine.listen(ListenTarget.loopback(0), () -> new EchoHandler(new Noting(told)));
        network.await(engine.connect(ConnectTarget.to(listener.address()), client));
        network.run();

        assertEquals(text, client.seen().text(), network::toString);
        assertEquals(List.of("connected", "finished"), told, network::toString);
        assertTrue(network.isDeterministic());
    }

    private record Noting(List<String> told) implements EchoListener {
        @Override
        public void connected(SocketAddress peer) {
            told.add("connected");
        }

        @Override
        public void lost(SocketAddress peer, Closed how) {
            told.add(how.describe());
        }
    }
}
