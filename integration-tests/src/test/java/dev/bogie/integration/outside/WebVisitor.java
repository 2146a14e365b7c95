package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;

/** Somebody in the chat by the JDK's client: hears by an event stream and by a WebSocket. */
final class WebVisitor implements AutoCloseable {
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(new CookieManager())
                    .build();
    private final Transcript events = new Transcript();
    private final Transcript messages = new Transcript();
    private final String url;

    /** Opens the page, and enters by both ways. */
    WebVisitor(String url) throws IOException, InterruptedException {
        this.url = url;
        client.send(HttpRequest.newBuilder(URI.create(url)).build(), discarded());
        client.sendAsync(
                        HttpRequest.newBuilder(URI.create(url + "events")).build(),
                        HttpResponse.BodyHandlers.ofLines())
                .thenAcceptAsync(
                        response -> response.body().forEach(events::add),
                        task -> Thread.ofVirtual().start(task))
                .whenComplete((nothing, problem) -> events.end());
        client.newWebSocketBuilder()
                .buildAsync(URI.create(url.replaceFirst("http", "ws") + "socket"), new Listening())
                .join();
        events.awaitMatch("welcome");
        messages.awaitMatch("welcome");
    }

    private static HttpResponse.BodyHandler<Void> discarded() {
        return HttpResponse.BodyHandlers.discarding();
    }

    /** Says something. */
    void say(String text) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "messages"))
                        .header("Content-Type", "text/plain;charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(text))
                        .build();
        assertThat(client.send(request, discarded()).statusCode()).isEqualTo(204);
    }

    /** Waits until both ways have told a message whose JSON has this. */
    void awaitHeard(String regex) {
        events.awaitMatch(regex);
        messages.awaitMatch(regex);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private final class Listening implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                messages.add(text.toString());
                text.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, data, last);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            messages.end();
            return WebSocket.Listener.super.onClose(socket, status, reason);
        }

        @Override
        public void onError(WebSocket socket, Throwable problem) {
            messages.end();
        }
    }
}
