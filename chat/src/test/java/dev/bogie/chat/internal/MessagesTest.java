package dev.bogie.chat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.broadcast.Topic;
import dev.bogie.chat.Room.Message;
import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.filter.ErrorResponses;
import dev.bogie.http.filter.SameOrigin;
import dev.bogie.http.filter.Sessions;

import org.junit.jupiter.api.Test;

import java.time.Instant;

/** What comes by POST, behind the filters that the application puts before it. */
class MessagesTest {
    private final TopicRoom room = new TopicRoom(() -> Instant.EPOCH, Topic.Limits.STANDARD);
    private final HttpHandler messages =
            new Messages(room, new Members())
                    .with(new ErrorResponses(), new SameOrigin(), Sessions.builder().build());

    private static Request post(String body) {
        return Request.of(dev.bogie.http.Method.POST, "http://chat.example/messages")
                .with(Body.text(body))
                .with(FieldName.CONTENT_TYPE, "text/plain;charset=utf-8");
    }

    private int status(Request request) throws Exception {
        try (Response response = messages.handle(request)) {
            return response.status().code();
        }
    }

    @Test
    void theBodyIsSaidByTheSessionsMember() throws Exception {
        Response first = messages.handle(post("hello"));
        assertThat(first.status().code()).isEqualTo(204);
        String cookie = first.fields().first(FieldName.SET_COOKIE).orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(status(post("again").with(FieldName.COOKIE, pair))).isEqualTo(204);
        assertThat(status(post("other"))).isEqualTo(204);
        assertThat(room.history())
                .extracting(Message::text)
                .containsExactly("hello", "again", "other");
        assertThat(room.history().get(1).from()).isEqualTo(room.history().get(0).from());
        assertThat(room.history().get(2).from()).isNotEqualTo(room.history().get(0).from());
    }

    @Test
    void aBadCookieIsANewSession() throws Exception {
        assertThat(status(post("x").with(FieldName.COOKIE, "session=../../etc/passwd")))
                .isEqualTo(204);
        assertThat(status(post("x").with(FieldName.COOKIE, "session=" + "A".repeat(32))))
                .isEqualTo(204);
    }

    @Test
    void anotherOriginIsRefused() throws Exception {
        assertThat(status(post("x").with(FieldName.ORIGIN, "http://evil.example"))).isEqualTo(403);
        assertThat(status(post("x").with(FieldName.ORIGIN, "http://chat.example"))).isEqualTo(204);
        assertThat(room.history()).hasSize(1);
    }

    @Test
    void nothingOrTooMuchIsRefused() throws Exception {
        assertThat(status(post(""))).isEqualTo(400);
        assertThat(status(post("x".repeat(2_001)))).isEqualTo(400);
        assertThat(status(post("x".repeat(100_000)))).isEqualTo(413);
    }

    @Test
    void aFormWithoutScriptIsTakenAndShownThePageAgain() throws Exception {
        Request form =
                post("text=a+b%26%3Cc%3E")
                        .with(FieldName.CONTENT_TYPE, "application/x-www-form-urlencoded");
        assertThat(status(form)).isEqualTo(303);
        assertThat(room.history()).extracting(Message::text).containsExactly("a b&<c>");
    }

    @Test
    void theSameKeyIsSaidOnce() throws Exception {
        FieldName key = FieldName.of("Idempotency-Key");
        Response first = messages.handle(post("once").with(key, "k"));
        String cookie = first.fields().first(FieldName.SET_COOKIE).orElseThrow();
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertThat(status(post("once").with(key, "k").with(FieldName.COOKIE, pair))).isEqualTo(204);
        assertThat(room.history()).hasSize(1);
    }
}
