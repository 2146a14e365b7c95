package dev.bogie.http1.machine;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bogie.http.Fields;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The machine under forty lines of somebody else's I/O, with the JDK's client as the peer. */
class PlainSocketTest {
    private static void serve(Socket socket) throws IOException, MessageException {
        RequestParser parser = new RequestParser(Limits.USUAL);
        ResponseEncoder encoder = new ResponseEncoder();
        ByteBuffer in = ByteBuffer.allocate(32 * 1024).flip();
        RequestHead head;
        do {
            while ((head = parser.next(in)) == null) {
                if (!fill(socket, in)) {
                    return;
                }
            }
            BodyDecoder decoder = new BodyDecoder(head.framing(), Limits.USUAL);
            ByteBuffer out = ByteBuffer.allocate(64 * 1024);
            StringBuilder text = new StringBuilder(head.target());
            for (int n; (n = decoder.next(in)) != BodyDecoder.END; ) {
                if (n == BodyDecoder.MORE && !fill(socket, in)) {
                    decoder.inputEnded();
                }
                text.append(UTF_8.decode(in.slice(in.position(), n)));
                in.position(in.position() + n);
                decoder.taken(n);
            }
            byte[] answer = text.toString().getBytes(UTF_8);
            encoder.head(out, Response.of(Status.OK), Framing.CHUNKED, ResponseEncoder.Ending.KEEP);
            ChunkEncoder.begin(out, answer.length);
            out.put(answer);
            ChunkEncoder.end(out);
            ChunkEncoder.last(out, Fields.empty());
            socket.getOutputStream().write(out.array(), 0, out.position());
        } while (head.keepAlive());
    }

    private static boolean fill(Socket socket, ByteBuffer in) throws IOException {
        in.compact();
        int n = socket.getInputStream().read(in.array(), in.position(), in.remaining());
        in.position(in.position() + Math.max(0, n)).flip();
        return n >= 0;
    }

    @Test
    void anotherClientIsServedOnOneConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread serving = Thread.startVirtualThread(() -> acceptOne(server));
            URI uri = URI.create("http://localhost:" + server.getLocalPort() + "/a?b");
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
            try (HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
                assertThat(answer(client, request)).isEqualTo("/a?b");
                BodyPublisher sized = BodyPublishers.ofString(" hello");
                assertThat(answer(client, request.POST(sized))).isEqualTo("/a?b hello");
                BodyPublisher chunked =
                        BodyPublishers.fromPublisher(BodyPublishers.ofString(" in chunks"));
                assertThat(answer(client, request.POST(chunked))).isEqualTo("/a?b in chunks");
            }
            serving.join();
        }
    }

    private static String answer(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString()).body();
    }

    private static void acceptOne(ServerSocket server) {
        try (Socket socket = server.accept()) {
            serve(socket);
        } catch (IOException | MessageException e) {
            throw new AssertionError(e);
        }
    }
}
