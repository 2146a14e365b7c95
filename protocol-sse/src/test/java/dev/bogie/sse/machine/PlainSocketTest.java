package dev.bogie.sse.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.sse.machine.EventParser.Result;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A stranger's drivers over plain sockets. */
final class PlainSocketTest {
    @Test
    void parsesWhatASocketBringsAndWhatTheEncoderWrites() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served =
                    CompletableFuture.runAsync(() -> serve(listener), Thread::startVirtualThread);
            assertThat(read(listener.getLocalPort()))
                    .containsExactly("message:raw:", "chat:one\ntwo:8", "message:漢:8");
            served.get(30, TimeUnit.SECONDS);
        }
    }

    private static void serve(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            OutputStream out = socket.getOutputStream();
            EventEncoder encoder = new EventEncoder();
            encoder.comment("hello").id("8").event("chat").data("one\ntwo").end().data("漢").end();
            ByteBuffer encoded = ByteBuffer.allocate(encoder.size());
            encoder.writeTo(encoded);
            out.write("data: raw\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            out.write(encoded.array());
            out.write("data: half".getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(int port) throws IOException {
        List<String> events = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            InputStream in = socket.getInputStream();
            EventParser parser = new EventParser(1000, 1000);
            byte[] bytes = new byte[7];
            for (int count; (count = in.read(bytes)) >= 0; ) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, 0, count);
                while (parser.next(piece) == Result.EVENT) {
                    events.add(parser.type() + ":" + parser.data() + ":" + parser.lastEventId());
                }
            }
        }
        return events;
    }
}
