package dev.bogie.integration.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.proxyprotocol.ProxyProtocol;
import dev.bogie.proxyprotocol.TrustedPeers;
import dev.bogie.proxyprotocol.machine.Endpoint;
import dev.bogie.proxyprotocol.machine.ProxyHeader;
import dev.bogie.proxyprotocol.machine.ProxyHeaderEncoder;
import dev.bogie.runtime.Client;
import dev.bogie.runtime.Server;
import dev.bogie.transport.Info;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A server behind a proxy that says for whom it connects. */
class ProxyProtocolIT {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    private static Server.Builder server(String transport) {
        HttpHandler whoAreYou = request -> Response.text(remote(request));
        return Server.builder()
                .transport(transport)
                .layer(ProxyProtocol.NAME)
                .listen(0, HttpHandler.class, whoAreYou);
    }

    private static String remote(Request request) {
        return request.exchange().info(Info.REMOTE_ADDRESS).orElseThrow().toString();
    }

    private static Socket connected(Server server) throws IOException {
        InetSocketAddress address = server.address();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private static String answer(Server server, ByteBuffer header) throws IOException {
        try (Socket socket = connected(server)) {
            OutputStream out = socket.getOutputStream();
            out.write(header.array(), 0, header.position());
            out.write(GET.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void aBlockingHandlerSeesTheClientThatTheHeaderNames(String transport) throws IOException {
        ProxyHeader header =
                new ProxyHeader.Internet(
                        Endpoint.of(new byte[] {(byte) 192, 0, 2, 7}, 54_321),
                        Endpoint.of(new byte[] {(byte) 198, 51, 100, 1}, 443));
        ByteBuffer line = ByteBuffer.allocate(ProxyHeaderEncoder.MAX_LENGTH);
        ByteBuffer binary = ByteBuffer.allocate(ProxyHeaderEncoder.MAX_LENGTH);
        ProxyHeaderEncoder.writeLine(header, line);
        ProxyHeaderEncoder.writeBinary(header, binary);
        try (Server server = server(transport).start()) {
            assertThat(answer(server, line)).endsWith("\r\n\r\n/192.0.2.7:54321");
            assertThat(answer(server, binary)).endsWith("\r\n\r\n/192.0.2.7:54321");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void aPeerThatIsNotTrustedGetsNoAnswer(String transport) throws IOException {
        Server.Builder builder =
                server(transport).set(ProxyProtocol.TRUSTED, TrustedPeers.of("192.0.2.0/24"));
        try (Server server = builder.start();
                Socket socket = connected(server)) {
            assertThat(endOf(socket)).isIn("end", "reset");
        }
    }

    private static String endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0 ? "end" : "answer";
        } catch (SocketException e) {
            return "reset";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void aClientWithTheLayerIsServed(String transport) throws Exception {
        try (Server server = server(transport).start();
                Client<HttpHandler> client =
                        Client.builder(HttpHandler.class)
                                .transport(transport)
                                .layer(ProxyProtocol.NAME)
                                .set("proxy-protocol.send", "v1")
                                .open();
                Response response =
                        client.api()
                                .handle(
                                        Request.get(
                                                "http://127.0.0.1:"
                                                        + server.address().getPort()
                                                        + "/"))) {
            assertThat(response.body().readString()).startsWith("/127.0.0.1:");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void curlIsServed(String transport) throws Exception {
        boolean there =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(d -> Files.isExecutable(Path.of(d, "curl")));
        assumeTrue(there, "there is no curl on the path: skipped");
        try (Server server = server(transport).start()) {
            Process curl =
                    new ProcessBuilder(
                                    "curl",
                                    "--silent",
                                    "--max-time",
                                    "60",
                                    "--haproxy-protocol",
                                    "--write-out",
                                    " %{local_port}",
                                    "http://127.0.0.1:" + server.address().getPort() + "/")
                            .start();
            String[] out =
                    new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                            .split(" ");

            assertThat(curl.waitFor()).isZero();
            assertThat(out[0]).isEqualTo("/127.0.0.1:" + out[1]);
        }
    }
}
