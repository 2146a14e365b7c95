package dev.bogie.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Settings;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClosedException;
import dev.bogie.websocket.WebSocketSettings;
import dev.bogie.websocket.machine.Role;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a sender and its peer see when the peer does not read. */
final class SlowReaderTest {
    private final Recording server = new Recording();
    private final Recording client = new Recording();
    private final SocketPair pair = SocketPair.seeded(12);

    @Test
    void aResultCompletesWhenThereIsRoomAgain() {
        RawPeer peer = new RawPeer(false);
        pair.connect(() -> pair.handler(Role.SERVER, server, Settings.defaults()), peer);
        pair.network.runFor(Duration.ZERO);
        WebSocket socket = server.socket();
        ByteBuffer big = ByteBuffer.allocate(1 << 20);

        CompletableFuture<Void> sent = socket.send(big).toCompletableFuture();
        pair.network.runFor(Duration.ofSeconds(1));

        assertThat(sent).isNotDone();
        assertThat(socket.isWritable()).isFalse();
        assertThat(socket.pending()).isGreaterThan(500_000);

        List<String> told = new ArrayList<>();
        socket.whenWritable(() -> told.add("room"));
        pair.network.runFor(Duration.ZERO);
        assertThat(told).isEmpty();
        peer.run(c -> c.resumeInput());
        pair.network.runUntil(sent::isDone);
        pair.network.runFor(Duration.ZERO);

        assertThat(sent).isCompleted();
        assertThat(told).containsExactly("room");
        assertThat(socket.isWritable()).isTrue();
        assertThat(socket.pending()).isLessThan(65_536);
    }

    @Test
    void aReaderThatOverflowsTheOutboxIsAborted() {
        RawPeer peer = new RawPeer(false);
        Settings settings = Settings.defaults().with(WebSocketSettings.MAX_OUTBOX, 300_000L);
        pair.connect(() -> pair.handler(Role.SERVER, server, settings), peer);
        pair.network.runFor(Duration.ZERO);

        List<CompletionStage<Void>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            results.add(server.socket().send(ByteBuffer.allocate(100_000)));
            pair.network.runFor(Duration.ZERO);
        }

        assertThat(server.end().code()).isEqualTo(1006);
        assertThat(server.end().reason()).startsWith("slow reader");
        assertThat(server.end().transport()).isInstanceOf(Closed.Aborted.class);
        assertThat(results).allMatch(r -> r.toCompletableFuture().isDone());
        assertThatThrownBy(() -> results.getLast().toCompletableFuture().join())
                .hasCauseInstanceOf(WebSocketClosedException.class);
    }

    @Test
    void aReaderThatTakesNothingIsAbortedThoughItTalks() {
        RawPeer peer = new RawPeer(false);
        pair.connect(() -> pair.handler(Role.SERVER, server, Settings.defaults()), peer);
        pair.network.runFor(Duration.ZERO);
        server.socket().send(ByteBuffer.allocate(1 << 20));

        for (int i = 0; i < 7 && !server.isClosed(); i++) {
            peer.text("still here");
            pair.network.runFor(Duration.ofSeconds(5));
        }

        assertThat(server.end().reason()).startsWith("slow reader");
    }

    @Test
    void aMessageLargerThanTheOutboxIsRefused() {
        Settings settings = Settings.defaults().with(WebSocketSettings.MAX_OUTBOX, 1_000L);
        pair.open(server, client, settings);

        assertThatThrownBy(() -> client.socket().send(ByteBuffer.allocate(1_001)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("websocket.max-outbox");
        assertThatThrownBy(() -> client.socket().send("\uD800"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
