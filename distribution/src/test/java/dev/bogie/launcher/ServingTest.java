package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bogie.http.HttpApplication;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Registry;
import dev.bogie.transport.Info;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

class ServingTest {

    @ParameterizedTest
    @CsvSource({
        "'', localhost, 200",
        "'', 127.0.0.1:8080, 200",
        "'', evil.example, 421",
        "--allow-host=box.lan, box.lan, 200",
        "--allow-host=box.lan, evil.example, 421",
        "--host=localhost, evil.example, 421",
        "--host=0.0.0.0, any.example, 200",
        "--host=0.0.0.0 --allow-host=box.lan, any.example, 421"
    })
    void onLoopbackOnlyKnownHostsAreAnsweredFor(String options, String host, int status)
            throws IOException {
        List<String> words = new ArrayList<>(List.of("--port=0"));
        if (!options.isEmpty()) {
            words.addAll(List.of(options.split(" ")));
        }
        Serving serving =
                Serving.start(
                        Arguments.read(new DemoCommand(), words),
                        0,
                        Registry.installed(),
                        PluginOptions.none(),
                        context -> HttpApplication.Running.of(request -> Response.text("ok")));
        try {
            URI uri = URI.create(serving.url());
            assertThat(get(uri, host)).startsWith("HTTP/1.1 " + status + " ");
        } finally {
            assertThat(serving.drain(new PrintStream(OutputStream.nullOutputStream()))).isZero();
        }
    }

    @Test
    void behindAProxyAConnectionIsThatOfWhomItsHeaderNames() throws IOException {
        Serving serving =
                Serving.start(
                        Arguments.read(new DemoCommand(), List.of("--port=0", "--proxy-protocol")),
                        0,
                        Registry.installed(),
                        PluginOptions.none(),
                        context ->
                                HttpApplication.Running.of(
                                        request -> Response.text(remote(request))));
        try {
            String header = "PROXY TCP4 192.0.2.7 192.0.2.1 54321 80\r\n";
            assertThat(answer(URI.create(serving.url()), header + request("localhost")))
                    .endsWith("/192.0.2.7:54321");
        } finally {
            assertThat(serving.drain(new PrintStream(OutputStream.nullOutputStream()))).isZero();
        }
    }

    private static String remote(Request request) {
        return request.exchange().info(Info.REMOTE_ADDRESS).orElseThrow().toString();
    }

    private static String get(URI uri, String host) throws IOException {
        return answer(uri, request(host));
    }

    private static String request(String host) {
        return "GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    private static String answer(URI uri, String request) throws IOException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
