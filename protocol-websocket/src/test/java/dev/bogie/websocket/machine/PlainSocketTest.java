package dev.bogie.websocket.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bogie.websocket.machine.ClosingHandshake.TransportEnd;
import dev.bogie.websocket.machine.WebSocketMachine.Event;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A stranger's driver over a plain socket, against the client of the JDK. */
final class PlainSocketTest {
    @Test
    void echoesToTheClientOfTheJdk() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpClient http = HttpClient.newHttpClient()) {
            CompletableFuture<Void> served =
                    CompletableFuture.runAsync(() -> serve(listener), Thread::startVirtualThread);
            CompletableFuture<String> conversation = new CompletableFuture<>();
            URI uri = URI.create("ws://127.0.0.1:" + listener.getLocalPort() + "/");
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .buildAsync(uri, new Recorder(conversation))
                            .get(30, TimeUnit.SECONDS);
            String large = "漢".repeat(30_000);
            socket.sendText("Hel", false)
                    .thenCompose(s -> s.sendText("lo", true))
                    .get(30, TimeUnit.SECONDS);
            socket.sendPing(ByteBuffer.wrap(new byte[] {7})).get(30, TimeUnit.SECONDS);
            socket.sendText(large, true).get(30, TimeUnit.SECONDS);
            socket.sendClose(4001, "enough").get(30, TimeUnit.SECONDS);
            assertEquals(
                    "Hello|pong 7|" + large + "|close 4001",
                    conversation.get(30, TimeUnit.SECONDS));
            served.get(30, TimeUnit.SECONDS);
        }
    }

    /** The whole driver. */
    private static void serve(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            InputStream input = socket.getInputStream();
            OutputStream output = socket.getOutputStream();
            output.write(answer(head(input)).getBytes(StandardCharsets.ISO_8859_1));
            WebSocketMachine machine =
                    WebSocketMachine.server(Limits.STANDARD, Timeouts.STANDARD, System.nanoTime());
            ByteBuffer in = ByteBuffer.allocate(8192).limit(0);
            while (machine.transportEnd() == TransportEnd.NOT_YET) {
                Event event = machine.next(in, System.nanoTime());
                if (event == Event.TEXT) {
                    ByteBuffer text = machine.data();
                    ByteBuffer out = ByteBuffer.allocate(machine.frameSize(text.remaining()));
                    machine.send(Opcode.TEXT, true, text, out);
                    output.write(out.array());
                }
                ByteBuffer owed = ByteBuffer.allocate(machine.owed());
                machine.writeOwed(owed);
                output.write(owed.array());
                if (event == Event.NEED_MORE) {
                    in.compact();
                    int count = input.read(in.array(), in.position(), in.remaining());
                    in.position(in.position() + Math.max(count, 0)).flip();
                    if (count < 0) {
                        machine.inputEnded();
                    }
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String head(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) input.read());
        }
        return head.toString();
    }

    private static String answer(String head) {
        String key =
                head.lines()
                        .filter(l -> l.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
                        .map(l -> l.substring(18).trim())
                        .findFirst()
                        .orElseThrow();
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: "
                + HandshakeKey.accept(key)
                + "\r\n\r\n";
    }

    private static final class Recorder implements WebSocket.Listener {
        private final StringBuilder seen = new StringBuilder();
        private final CompletableFuture<String> conversation;

        Recorder(CompletableFuture<String> conversation) {
            this.conversation = conversation;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            seen.append(data).append(last ? "|" : "");
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            seen.append("pong ").append(message.get()).append('|');
            return WebSocket.Listener.super.onPong(socket, message);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            conversation.complete(seen.append("close ").append(code).toString());
            return WebSocket.Listener.super.onClose(socket, code, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            conversation.completeExceptionally(error);
        }
    }
}
