package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The program of the guide for authors of applications, as it stands. */
class GuideIT {
    private static final WebSocket.Listener IGNORING = new WebSocket.Listener() {};

    @TempDir static Path directory;

    @Test
    void whatIsSaidIntoASocketIsHeardAsAnEvent() throws Exception {
        Programs guide = new Programs("docs/guide/application.md", directory);
        try (Program live = guide.run("Live")) {
            String url = live.awaitMatch("(http://127\\.0\\.0\\.1:\\d+)/events");
            try (HttpClient client = HttpClient.newHttpClient()) {
                client.newWebSocketBuilder()
                        .buildAsync(URI.create(url.replace("http", "ws") + "/socket"), IGNORING)
                        .join()
                        .sendText("from a socket", true)
                        .join();
                HttpRequest events = HttpRequest.newBuilder(URI.create(url + "/events")).build();
                try (Stream<String> lines =
                        client.send(events, HttpResponse.BodyHandlers.ofLines()).body()) {
                    assertThat(lines.anyMatch("data: from a socket"::equals)).isTrue();
                }
                client.shutdownNow();
            }
        }
    }
}
