package dev.bogie.http.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.Attribute;
import dev.bogie.http.FieldName;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

class SessionsTest {
    private static final Attribute<String> USER = Attribute.named("user");

    private final AtomicInteger users = new AtomicInteger();
    private Instant now = Instant.EPOCH;
    private Sessions sessions;
    private HttpHandler handler;

    @BeforeEach
    void open() {
        sessions =
                Sessions.builder()
                        .settings(
                                Settings.defaults()
                                        .with(Sessions.IDLE, Duration.ofMinutes(10))
                                        .with(Sessions.CAPACITY, 3L))
                        .clock(() -> now)
                        .build();
        HttpHandler inner =
                request -> {
                    if (request.path().equals("/static")) {
                        return Response.text("");
                    }
                    Session session = Session.of(request);
                    if (request.path().equals("/login")) {
                        session.renew();
                    }
                    if (request.path().equals("/logout")) {
                        session.invalidate();
                        return Response.text("");
                    }
                    return Response.text(session.get(USER, () -> "user" + users.incrementAndGet()));
                };
        handler = inner.with(sessions);
    }

    @Test
    void aBrowserKeepsItsSession() throws Exception {
        Response first = get("/", "");
        Response second = get("/", cookie(first));

        assertThat(first.body().readString()).isEqualTo("user1");
        assertThat(second.body().readString()).isEqualTo("user1");
        assertThat(second.fields().has(FieldName.SET_COOKIE)).isFalse();
    }

    @Test
    void theCookieIsCarefulAndItsResponseNotCached() throws Exception {
        Response response = get("/", "");

        assertThat(response.fields().first(FieldName.SET_COOKIE).orElseThrow())
                .matches("session=[A-Za-z0-9_-]{32}; Path=/; HttpOnly; SameSite=Lax");
        assertThat(response.fields().first(FieldName.CACHE_CONTROL)).contains("no-store");
        assertThat(
                        handler.handle(Request.get("https://a/"))
                                .fields()
                                .first(FieldName.SET_COOKIE)
                                .orElseThrow())
                .endsWith("; Secure");
    }

    @Test
    void whoAsksForNoSessionGetsNone() throws Exception {
        assertThat(get("/static", "").fields().isEmpty()).isFalse();
        assertThat(get("/static", "").fields().has(FieldName.SET_COOKIE)).isFalse();
        assertThat(sessions.count()).isZero();
    }

    // CVE-2020-9484, CVE-2025-24813: nothing but an identifier is ever looked up
    @ParameterizedTest
    @ValueSource(
            strings = {
                "session=",
                "session=../../etc/passwd",
                "session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\u00e9",
                "session=\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"",
                "other=x"
            })
    void aBadCookieGetsANewSessionAndNeverItsOwnIdentifier(String cookie) throws Exception {
        Response response = get("/", cookie);

        assertThat(response.body().readString()).isEqualTo("user1");
        assertThat(cookie(response)).isNotEqualTo(cookie);
    }

    @Test
    void renewingVoidsTheOldIdentifierAndKeepsTheValues() throws Exception {
        String before = cookie(get("/", ""));
        Response login = get("/login", before);
        String after = cookie(login);

        assertThat(after).isNotEqualTo(before);
        assertThat(get("/", after).body().readString()).isEqualTo("user1");
        assertThat(get("/", before).body().readString()).isEqualTo("user2");
    }

    @Test
    void anInvalidatedSessionIsGone() throws Exception {
        String cookie = cookie(get("/", ""));
        get("/logout", cookie);

        assertThat(sessions.count()).isZero();
        assertThat(get("/", cookie).body().readString()).isEqualTo("user2");
    }

    @Test
    void anUnusedSessionExpiresAndAUsedOneDoesNot() throws Exception {
        String cookie = cookie(get("/", ""));
        now = now.plus(Duration.ofMinutes(10));
        assertThat(get("/", cookie).body().readString()).isEqualTo("user1");
        now = now.plus(Duration.ofMinutes(10));
        assertThat(get("/", cookie).body().readString()).isEqualTo("user1");
        now = now.plus(Duration.ofMinutes(10)).plusMillis(1);

        assertThat(get("/", cookie).body().readString()).isEqualTo("user2");
    }

    @Test
    void theLeastRecentlyUsedGoesWhenThereAreTooMany() throws Exception {
        String one = cookie(get("/", ""));
        String two = cookie(get("/", ""));
        String three = cookie(get("/", ""));
        get("/", one);
        get("/", "");

        assertThat(sessions.count()).isEqualTo(3);
        assertThat(get("/", one).body().readString()).isEqualTo("user1");
        assertThat(get("/", three).body().readString()).isEqualTo("user3");
        assertThat(get("/", two).body().readString()).isEqualTo("user5");
    }

    @Test
    void withoutTheFilterThereIsNoSession() {
        assertThatThrownBy(() -> Session.of(Request.get("/")))
                .isInstanceOf(IllegalStateException.class);
    }

    private Response get(String path, String cookie) throws Exception {
        Request request = Request.get("http://a" + path);
        return handler.handle(cookie.isEmpty() ? request : request.with(FieldName.COOKIE, cookie));
    }

    private static String cookie(Response response) {
        return response.fields().first(FieldName.SET_COOKIE).orElseThrow().split(";")[0];
    }
}
