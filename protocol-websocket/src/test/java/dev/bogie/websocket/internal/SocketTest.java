package dev.bogie.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.NonBlocking;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Settings;
import dev.bogie.transport.memory.Network;
import dev.bogie.websocket.SharedMessage;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClosedException;
import dev.bogie.websocket.WebSocketSettings;
import dev.bogie.websocket.machine.CloseCode;
import dev.bogie.websocket.machine.Opcode;
import dev.bogie.websocket.machine.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Both ends of a socket over a simulated network: no threads, no real time. */
final class SocketTest {
    private final Recording server = new Recording();
    private final Recording client = new Recording();
    private final SocketPair pair = SocketPair.seeded(11);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void messagesArriveWholeAndInOrderOnARoughNetwork(long seed) {
        Recording echo =
                new Recording() {
                    @Override
                    public void text(WebSocket from, String message) {
                        from.send(message);
                    }

                    @Override
                    public void binary(WebSocket from, ByteBuffer message) {
                        from.send(message);
                    }
                };
        SocketPair rough = new SocketPair(Network.seeded(seed).rough()).open(echo, client);
        String large = "漢".repeat(100_000);

        client.socket().send("one");
        client.socket().send(large);
        client.socket().send(StandardCharsets.ISO_8859_1.encode("two"));
        rough.network.runUntil(() -> client.calls.size() == 4);
        client.socket().close(4001, "enough");
        rough.network.runUntil(() -> client.isClosed() && echo.isClosed());

        assertThat(
                        client.calls.equals(
                                List.of(
                                        "opened",
                                        "text one",
                                        "text " + large,
                                        "binary two",
                                        "closed 4001")))
                .as("what was sent came back")
                .isTrue();
        assertThat(echo.end().code()).isEqualTo(4001);
        assertThat(echo.end().reason()).isEqualTo("enough");
        assertThat(echo.end().isInOrder()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eitherEndMayClose(boolean serverCloses) {
        pair.open(server, client);

        (serverCloses ? server : client).socket().close(CloseCode.NORMAL, "bye");
        pair.network.runUntil(() -> client.isClosed() && server.isClosed());

        assertThat(List.of(client.end().code(), server.end().code())).containsOnly(1000);
        assertThat(client.end().transport()).isEqualTo(Closed.finished());
        assertThat(server.end().transport()).isEqualTo(Closed.finished());
    }

    @Test
    void whatWasSentBeforeCloseArrivesAndWhatIsSentAfterFailsWithTheCode() {
        pair.open(server, client);

        client.socket().send("last");
        client.socket().close(4000, "done");
        CompletionStage<Void> late = client.socket().send("late");
        pair.network.runUntil(server::isClosed);

        assertThat(server.calls).containsExactly("opened", "text last", "closed 4000");
        assertThat(client.socket().isOpen()).isFalse();
        assertThatThrownBy(() -> late.toCompletableFuture().join())
                .hasCauseInstanceOf(WebSocketClosedException.class)
                .hasMessageContaining("4000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 5000})
    void aCodeThatMustNotBeSentIsRefusedWhereItIsGiven(int code) {
        pair.open(server, client);

        assertThatThrownBy(() -> client.socket().close(code, "why"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(client.socket().isOpen()).isTrue();
    }

    @Test
    void aPeerThatAnswersNoPingIsLostWith1006() {
        RawPeer peer = new RawPeer(true);
        pair.connect(() -> pair.handler(Role.SERVER, server, Settings.defaults()), peer);

        pair.network.runFor(Duration.ofSeconds(39));
        assertThat(server.isClosed()).isFalse();
        pair.network.runFor(Duration.ofSeconds(2));

        assertThat(server.end().code()).isEqualTo(1006);
        assertThat(server.end().reason()).startsWith("ping timeout");
    }

    @Test
    void anIdleSocketLivesByItsPings() {
        pair.open(server, client);

        pair.network.runFor(Duration.ofHours(1));

        assertThat(server.isClosed() || client.isClosed()).isFalse();
    }

    @Test
    void keepAliveMayBeChangedWhileTheSocketIsOpen() {
        RawPeer peer = new RawPeer(true);
        pair.connect(() -> pair.handler(Role.SERVER, server, Settings.defaults()), peer);
        pair.network.runFor(Duration.ofSeconds(1));

        server.socket().setKeepAlive(Duration.ofSeconds(1), Duration.ofSeconds(1));
        pair.network.runFor(Duration.ofSeconds(3));

        assertThat(server.end().reason()).startsWith("ping timeout");
        assertThatThrownBy(
                        () -> server.socket().setKeepAlive(Duration.ofSeconds(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPeerThatDoesNotAnswerCloseIsAborted() {
        RawPeer peer = new RawPeer(true);
        pair.connect(() -> pair.handler(Role.SERVER, server, Settings.defaults()), peer);
        pair.network.runFor(Duration.ZERO);

        server.socket().close();
        pair.network.runFor(Duration.ofSeconds(11));

        assertThat(server.end().code()).isEqualTo(1006);
        assertThat(server.end().reason()).contains("closing handshake");
        assertThat(peer.closed).isNotNull();
    }

    @Test
    void anEndWithoutCloseIs1006() {
        RawPeer peer = new RawPeer(true);
        pair.connect(() -> pair.handler(Role.SERVER, server, Settings.defaults()), peer);
        pair.network.runFor(Duration.ZERO);

        peer.run(c -> c.close());
        pair.network.runUntil(server::isClosed);

        assertThat(server.end().code()).isEqualTo(1006);
        assertThat(server.end().reason()).contains("without a close frame");
    }

    @Test
    void drainingClosesWith1001() {
        pair.open(server, client);

        pair.network.runFor(Duration.ofSeconds(1));
        CompletionStage<?> drained = pair.engine.close(Duration.ofSeconds(5));
        pair.network.runUntil(() -> client.isClosed() && server.isClosed());
        var unused = pair.network.await(drained);

        assertThat(List.of(client.end(), server.end()))
                .allMatch(end -> end.code() == 1001, "code 1001");
    }

    @Test
    void aLongDrainLetsASocketGoOnUntilItsLastMinute() {
        pair.open(server, client);
        pair.network.runFor(Duration.ofSeconds(1));

        CompletionStage<?> drained = pair.engine.close(Duration.ofMinutes(5));
        pair.network.runFor(Duration.ofSeconds(239));
        client.socket().send("still here");
        pair.network.runUntil(() -> server.calls.contains("text still here"));
        assertThat(server.isClosed()).isFalse();
        pair.network.runFor(Duration.ofSeconds(2));

        var unused = pair.network.await(drained);
        assertThat(List.of(client.end(), server.end()))
                .allMatch(end -> end.code() == 1001, "code 1001");
    }

    @Test
    void aBusyListenerStopsTheInputAndPingsAreStillAnswered() {
        Settings settings = Settings.defaults().with(WebSocketSettings.MAX_INBOX_MESSAGES, 4L);
        pair.serverThreads.hold();
        RawPeer peer = new RawPeer(true);
        pair.connect(() -> pair.handler(Role.SERVER, server, settings), peer);
        pair.network.runFor(Duration.ZERO);
        peer.text("0");
        peer.frame(Opcode.PING, new byte[] {1});
        pair.network.runFor(Duration.ZERO);
        assertThat(peer.received).as("a Pong").isEqualTo(3);

        for (int i = 1; i <= 20; i++) {
            peer.text(Integer.toString(i));
        }
        peer.frame(Opcode.PING, new byte[] {2});
        pair.network.runFor(Duration.ofMinutes(5));
        assertThat(peer.received).as("no Pong: its Ping waits unread").isEqualTo(3);
        assertThat(server.calls).isEmpty();

        pair.serverThreads.release();
        pair.network.runFor(Duration.ZERO);

        assertThat(server.calls).hasSize(22).endsWith("text 19", "text 20");
        assertThat(peer.received).as("the other Pong").isEqualTo(6);
    }

    @Test
    void aBusyListenerDoesNotHoldUpWhatIsSent() {
        pair.serverThreads.hold();
        List<WebSocket> sockets = new ArrayList<>();
        pair.connect(
                () ->
                        new WebSocketConnectionHandler(
                                new SocketSetup(
                                        Role.SERVER,
                                        new SocketSetup.Agreed(dev.bogie.http.Request.get("/"), ""),
                                        server,
                                        SocketOptions.of(Settings.defaults()),
                                        pair.serverThreads),
                                sockets::add),
                pair.handler(Role.CLIENT, client, Settings.defaults()));
        pair.network.runUntil(() -> !sockets.isEmpty());

        sockets.getFirst().send(SharedMessage.text("to all"));
        pair.network.runUntil(() -> client.calls.size() == 2);

        assertThat(client.calls).containsExactly("opened", "text to all");
        assertThat(server.calls).as("the listener has not even been told opened").isEmpty();
    }

    @Test
    void aListenerThatThrowsClosesWith1011AndHearsOnlyTheEnd() {
        Recording broken =
                new Recording() {
                    @Override
                    public void text(WebSocket from, String message) throws Exception {
                        super.text(from, message);
                        throw new IllegalStateException("broken");
                    }
                };
        pair.open(broken, client);

        client.socket().send("one");
        client.socket().send("two");
        pair.network.runUntil(() -> client.isClosed() && broken.isClosed());

        assertThat(broken.calls).containsExactly("opened", "text one", "closed 1011");
        assertThat(client.end().code()).isEqualTo(CloseCode.INTERNAL_ERROR);
    }

    @Test
    void aListenerThatTakesNoTextClosesWith1003() {
        Recording binaryOnly =
                new Recording() {
                    @Override
                    public void text(WebSocket from, String message) throws Exception {
                        new dev.bogie.websocket.WebSocketListener() {}.text(from, message);
                    }
                };
        pair.open(binaryOnly, client);

        client.socket().send("text");
        pair.network.runUntil(client::isClosed);

        assertThat(client.end().code()).isEqualTo(CloseCode.UNSUPPORTED_DATA);
    }

    @Test
    void anUnmaskedFrameEndsWith1002() {
        RawPeer peer = new RawPeer(true);
        pair.connect(() -> pair.handler(Role.SERVER, server, Settings.defaults()), peer);
        pair.network.runFor(Duration.ZERO);

        peer.run(c -> c.output(3).put((byte) 0x81).put((byte) 1).put((byte) 'a'));
        pair.network.runUntil(server::isClosed);

        assertThat(server.calls).containsExactly("opened", "closed 1002");
    }

    @Test
    void aNonBlockingListenerRunsInTheTurnOfItsSocket() {
        List<Boolean> inTurn = new ArrayList<>();
        class Quick extends Recording implements NonBlocking {
            @Override
            public void text(WebSocket from, String message) {
                CompletableFuture<Void> sent = from.send(message).toCompletableFuture();
                inTurn.add(sent.isDone()); // written at once, no thread between
            }
        }
        Quick quick = new Quick();
        pair.serverThreads.hold();
        pair.open(quick, client);

        client.socket().send("now");
        pair.network.runUntil(() -> client.calls.size() == 2);

        assertThat(inTurn).containsExactly(true);
        assertThat(client.calls).containsExactly("opened", "text now");
    }

    @Test
    void aSharedMessageGoesToManyAndIsMaskedByAClient() {
        pair.open(server, client);
        SharedMessage text = SharedMessage.text("größer");
        SharedMessage large = SharedMessage.binary(ByteBuffer.allocate(100_000));

        server.socket().send(text);
        server.socket().send(large);
        client.socket().send(text);
        pair.network.runUntil(() -> client.calls.size() == 3 && server.calls.size() == 2);

        assertThat(client.calls.get(1)).isEqualTo("text größer");
        assertThat(client.calls.get(2)).hasSize("binary ".length() + 100_000);
        assertThat(server.calls.get(1)).isEqualTo("text größer");
    }

    @Test
    void whatATaskSendsLeavesAndTasksAreRefusedAfterTheEnd() {
        pair.open(server, client);

        boolean accepted = server.socket().execute(() -> server.socket().send("from a task"));
        pair.network.runUntil(() -> client.calls.size() == 2);
        server.socket().abort("enough");
        pair.network.runUntil(() -> server.isClosed() && client.isClosed());

        assertThat(accepted).isTrue();
        assertThat(server.end().reason()).isEqualTo("enough");
        assertThat(client.end().code()).isEqualTo(1006);
        assertThat(server.socket().execute(() -> {})).isFalse();
    }
}
