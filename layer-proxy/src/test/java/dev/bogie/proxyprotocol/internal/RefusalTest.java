package dev.bogie.proxyprotocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.LayerSide;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;
import dev.bogie.transport.memory.Network;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whoever put the layers together is told, once, that the handler above will not be opened. */
class RefusalTest {
    private final Network network = Network.seeded(1);
    private final Engine engine = network.engine();
    private final RecordingHandler above = new RecordingHandler("above").keepOpen();
    private final RecordingHandler peer = new RecordingHandler("peer").keepOpen();
    private final List<Closed> refused = new ArrayList<>();
    private final List<Optional<SocketAddress>> whom = new ArrayList<>();
    private final LayerSide side =
            LayerSide.server(new CountingContext(Settings.defaults())).telling(this::note);

    private void note(Connection below, Closed how) {
        refused.add(how);
        whom.add(below.info(Info.REMOTE_ADDRESS));
    }

    private void connect() throws IOException {
        Listener listener =
                engine.listen(ListenTarget.loopback(0), () -> new ProxyLayer().wrap(above, side));
        var unused = network.await(engine.connect(ConnectTarget.to(listener.address()), peer));
        network.runFor(Duration.ZERO);
    }

    private void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(peer.tell(c -> c.write(ByteBuffer.wrap(bytes), null))).isTrue();
        network.runFor(Duration.ZERO);
    }

    private void end() {
        var unused = engine.close(Duration.ofSeconds(1));
        network.runFor(Duration.ofSeconds(2));
    }

    @Test
    void whatIsNoHeaderIsToldWithItsPeer() throws IOException {
        connect();
        Optional<SocketAddress> own = peer.connection().info(Info.LOCAL_ADDRESS);
        send("GET / HTTP/1.1\r\n\r\n");
        end();

        assertThat(refused).singleElement().isInstanceOf(Closed.Aborted.class);
        assertThat(whom).containsExactly(own);
    }

    @Test
    void whoOnlyLooksWhoListensFinishes() throws IOException {
        connect();
        assertThat(peer.tell(c -> c.close())).isTrue();
        network.runFor(Duration.ZERO);
        end();

        assertThat(refused).containsExactly(Closed.finished());
    }

    @Test
    void afterTheHeaderTheEndIsToldToTheHandlerAboveOnly() throws IOException {
        connect();
        send("PROXY UNKNOWN\r\n");
        assertThat(peer.tell(c -> c.close())).isTrue();
        network.runFor(Duration.ZERO);
        end();

        assertThat(refused).isEmpty();
        assertThat(above.seen().how()).isNotNull();
    }
}
