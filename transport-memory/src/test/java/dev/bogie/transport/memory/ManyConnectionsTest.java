package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ManyConnectionsTest {

    private static Recorder client() {
        Recorder client = new Recorder("client").opened(c -> Recorder.say(c, "ping"));
        client.onReceived = in -> client.connection().close();
        return client;
    }

    private static Recorder server() {
        Recorder server = new Recorder("server");
        server.onReceived = in -> server.connection().write(in.duplicate(), null);
        return server;
    }

    @Test
    void aThousandConnectionsAtOnceAllEndInOrder() throws IOException {
        Network network = Network.seeded(8).rough();
        Engine engine = network.engine();
        Listener listener = engine.listen(ListenTarget.loopback(0), ManyConnectionsTest::server);
        List<Recorder> clients = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Recorder client = client();
            clients.add(client);
            var unused = engine.connect(Pair.to(listener), client);
        }

        network.run();

        assertThat(clients).allMatch(c -> c.text.length() > 0);
        assertThat(clients).allMatch(c -> Closed.finished().equals(c.closed));
        assertThat(network.await(engine.close(Duration.ZERO))).isEqualTo(new Engine.Drained(0, 0));
    }

    @Test
    void portsAreUsedAgain() throws IOException {
        Network network = Network.seeded(8);
        Engine engine = network.engine();
        Listener listener = engine.listen(ListenTarget.loopback(0), () -> new Recorder("server"));
        for (int i = 0; i < 16_400; i++) {
            Recorder client = new Recorder("client").opened(Connection::close);
            network.await(engine.connect(Pair.to(listener), client));
        }

        network.run();

        assertThat(network.await(engine.close(Duration.ZERO))).isEqualTo(new Engine.Drained(0, 0));
    }
}
