package dev.bogie.chat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.broadcast.Topic;
import dev.bogie.chat.Room;
import dev.bogie.chat.Room.Message;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.filter.Sessions;
import dev.bogie.websocket.SharedMessage;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketListener;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** What comes by WebSocket, as the listener of one socket meets it. */
class SocketEntranceTest {
    private final TopicRoom room = new TopicRoom(() -> Instant.EPOCH, Topic.Limits.STANDARD);
    private final Ear socket = new Ear();
    private WebSocketListener listener;

    @BeforeEach
    void enter() throws Exception {
        SocketEntrance entrance = new SocketEntrance(room, new Members(), new Wording());
        AtomicReference<WebSocketListener> accepted = new AtomicReference<>();
        HttpHandler upgrade =
                request -> {
                    accepted.set(entrance.accept(request));
                    return Response.text("");
                };
        upgrade.with(Sessions.builder().build())
                .handle(Request.get("http://chat.example/socket"))
                .close();
        listener = accepted.get();
        listener.opened(socket);
        socket.sent.clear(); // the welcome
    }

    @Test
    void theFirstLineIsTheKey() throws Exception {
        listener.text(socket, "k1\nhello");
        listener.text(socket, "k1\nhello");

        assertThat(room.history()).extracting(Message::text).containsExactly("hello");
    }

    @Test
    void whatCantBeSaidIsRefusedByItsKey() throws Exception {
        listener.text(socket, "k1\n");

        assertThat(socket.sent)
                .containsExactly(
                        "{\"type\":\"refused\",\"key\":\"k1\",\"why\":\"there is nothing to"
                                + " say\"}");
    }

    @Test
    void aFirstLineTooLongForAKeyIsNotSentBack() throws Exception {
        listener.text(socket, "\u0001".repeat(1 << 20) + "\nhello".repeat(Room.MAX_TEXT));

        assertThat(socket.sent).hasSize(1);
        assertThat(socket.sent.getFirst()).contains("refused").hasSizeLessThan(200);
        assertThat(room.history()).isEmpty();
    }

    /** Keeps what it is sent. */
    private static final class Ear implements WebSocket {
        final List<String> sent = new ArrayList<>();

        @Override
        public CompletionStage<Void> send(String text) {
            sent.add(text);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> send(ByteBuffer data) {
            throw new AssertionError("nothing binary is sent");
        }

        @Override
        public CompletionStage<Void> send(SharedMessage message) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close(int code, String reason) {
            throw new AssertionError(code + reason);
        }

        @Override
        public void abort(String reason) {
            throw new AssertionError(reason);
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public Request request() {
            throw new AssertionError("the request was seen at the handshake");
        }

        @Override
        public String subprotocol() {
            return "";
        }

        @Override
        public void setKeepAlive(Duration interval, Duration timeout) {}

        @Override
        public long pending() {
            return 0;
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void whenWritable(Runnable task) {}

        @Override
        public boolean execute(Runnable task) {
            task.run();
            return true;
        }
    }
}
