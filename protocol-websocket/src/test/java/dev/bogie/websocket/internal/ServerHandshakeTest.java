package dev.bogie.websocket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.FieldsBuilder;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.websocket.AllowedOrigins;
import dev.bogie.websocket.WebSocketHandler;
import dev.bogie.websocket.WebSocketListener;
import dev.bogie.websocket.WebSocketProtocol;
import dev.bogie.websocket.WebSocketSettings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

final class ServerHandshakeTest {
    static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final WebSocketProtocol protocol = new WebSocketProtocol();
    private final HttpHandler handler = protocol.serve(request -> new Recording(), context());

    /** Default settings, and threads that run at once. */
    static ProtocolContext context() {
        return new TestContext(new HeldThreads());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // method, upgrade, version, key, status
                "GET, websocket, 13, dGhlIHNhbXBsZSBub25jZQ==, 101",
                "GET, WebSocket, 13, dGhlIHNhbXBsZSBub25jZQ==, 101",
                "GET, 'h2c, websocket', 13, dGhlIHNhbXBsZSBub25jZQ==, 101",
                "POST, websocket, 13, dGhlIHNhbXBsZSBub25jZQ==, 405",
                "HEAD, websocket, 13, dGhlIHNhbXBsZSBub25jZQ==, 405",
                "GET, '', 13, dGhlIHNhbXBsZSBub25jZQ==, 426",
                "GET, websockets, 13, dGhlIHNhbXBsZSBub25jZQ==, 426",
                "GET, web socket, 13, dGhlIHNhbXBsZSBub25jZQ==, 426",
                "GET, websocket, -, dGhlIHNhbXBsZSBub25jZQ==, 400",
                "GET, websocket, 12, dGhlIHNhbXBsZSBub25jZQ==, 426",
                "GET, websocket, 8, dGhlIHNhbXBsZSBub25jZQ==, 426",
                "GET, websocket, 013, dGhlIHNhbXBsZSBub25jZQ==, 426",
                "GET, websocket, 13, -, 400",
                "GET, websocket, 13, dGhlIHNhbXBsZSBub25jZQ, 400",
                "GET, websocket, 13, dGhlIHNhbXBsZSBub25j, 400",
                "GET, websocket, 13, dGhlIHNhbXBsZSBub25jZQAA, 400",
                "GET, websocket, 13, !!!!!!!!!!!!!!!!!!!!!!==, 400"
            })
    void onlyASoundHandshakeIsAgreedTo(
            String method,
            String upgrade,
            @Nullable String version,
            @Nullable String key,
            int status)
            throws Exception {
        FieldsBuilder fields = Fields.builder();
        add(fields, Handshake.VERSION, version);
        add(fields, Handshake.KEY, key);
        Request request =
                Request.builder(Method.of(method), "/socket")
                        .authority("host.example")
                        .upgrade(upgrade)
                        .fields(fields.build())
                        .build();

        Response response = handler.handle(request);

        assertThat(response.status().code()).isEqualTo(status);
        assertThat(response.body() instanceof Body.Handover).isEqualTo(status == 101);
        if (status == 400 || status == 426) {
            assertThat(response.fields().all(Handshake.VERSION)).containsExactly("13");
        }
        assertThat(response.upgrade()).isEqualTo(status == 426 ? "websocket" : "");
    }

    private static void add(FieldsBuilder fields, FieldName name, @Nullable String value) {
        if (value != null) {
            fields.add(name, value);
        }
    }

    @ParameterizedTest
    @CsvSource({"'a, b', 101", "'a,,b', 101", "'a, a', 400", "'a b', 400", "'a, \"b', 400"})
    void subprotocolsAreAListOfDifferentTokens(String list, int status) throws Exception {
        Request request = sound().with(Handshake.PROTOCOL, list);

        assertThat(handler.handle(request).status().code()).isEqualTo(status);
    }

    @Test
    void theKeyIsAnsweredAsTheRfcSays() throws Exception {
        Response response = handler.handle(sound());

        assertThat(response.fields().first(Handshake.ACCEPT))
                .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(response.fields().has(Handshake.PROTOCOL)).isFalse();
    }

    @Test
    void aFieldThatIsRepeatedIsRefused() throws Exception {
        assertThat(handler.handle(sound().adding(Handshake.KEY, KEY)).status().code())
                .isEqualTo(400);
        assertThat(handler.handle(sound().adding(Handshake.VERSION, "13")).status().code())
                .isEqualTo(400);
    }

    @Test
    void aRequestWithContentIsNotUpgraded() throws Exception {
        assertThat(handler.handle(sound().with(Body.text("smuggled"))).status().code())
                .isEqualTo(426);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, 101",
                "http://host.example, -, 101",
                "https://host.example, same-origin, 101",
                "http://evil.example, -, 403",
                "http://host.example.evil.example, -, 403",
                "http://host.example:81, -, 403",
                "null, -, 403",
                "-, cross-site, 403",
                "-, same-site, 403"
            })
    void aPageOfAnotherOriginIsRefused(@Nullable String origin, @Nullable String site, int status)
            throws Exception {
        FieldsBuilder fields = sound().fields().toBuilder();
        add(fields, FieldName.ORIGIN, origin);
        add(fields, FieldName.SEC_FETCH_SITE, site);

        assertThat(handler.handle(sound().with(fields.build())).status().code()).isEqualTo(status);
    }

    @Test
    void anOriginMayBeAllowedByTheApplication() throws Exception {
        AllowedOrigins origins = new AllowedOrigins(Set.of("https://app.example"));
        HttpHandler open =
                protocol.serve(
                        new WebSocketHandler() {
                            @Override
                            public WebSocketListener accept(Request request) {
                                return new Recording();
                            }

                            @Override
                            public boolean isAllowedOrigin(Request request) {
                                return origins.allows(request);
                            }
                        },
                        context());

        assertThat(open.handle(from("https://APP.example")).status().code()).isEqualTo(101);
        assertThat(open.handle(from("http://host.example")).status().code()).isEqualTo(101);
        assertThat(open.handle(from("http://app.example")).status().code()).isEqualTo(403);
        assertThat(open.handle(from("https://app.example.evil")).status().code()).isEqualTo(403);
        assertThatThrownBy(() -> new AllowedOrigins(Set.of("app.example")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theApplicationIsAskedOnlyAboutSoundHandshakesAndMayRefuse() throws Exception {
        List<Request> asked = new ArrayList<>();
        HttpHandler closed =
                protocol.serve(
                        request -> {
                            asked.add(request);
                            throw new HttpException(Status.UNAUTHORIZED);
                        },
                        context());

        assertThat(closed.handle(Request.get("/")).status().code()).isEqualTo(426);
        assertThat(asked).isEmpty();
        assertThatThrownBy(() -> closed.handle(sound())).isInstanceOf(HttpException.class);
        assertThat(asked).hasSize(1);
    }

    @Test
    void theSubprotocolIsTheApplicationsChoiceAmongThoseOffered() throws Exception {
        class Choosing implements WebSocketHandler, NonBlocking {
            @Override
            public WebSocketListener accept(Request request) {
                return new Recording();
            }

            @Override
            public String subprotocol(Request request, List<String> offered) {
                return offered.contains("b") ? "b" : offered.isEmpty() ? "" : "none of them";
            }
        }
        HttpHandler choosing = protocol.serve(new Choosing(), context());

        Response chosen = choosing.handle(sound().adding(Handshake.PROTOCOL, "a, b"));
        assertThat(chosen.fields().first(Handshake.PROTOCOL)).contains("b");
        assertThat(choosing.handle(sound()).fields().has(Handshake.PROTOCOL)).isFalse();
        assertThatThrownBy(() -> choosing.handle(sound().adding(Handshake.PROTOCOL, "a")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(choosing.mayBlock(sound())).isFalse();
        assertThat(handler.mayBlock(sound())).isTrue();
    }

    @Test
    void theProviderIsFoundAndListsItsSettings() {
        assertThat(protocol.name()).isEqualTo("websocket");
        assertThat(protocol.contract()).isEqualTo(WebSocketHandler.class);
        assertThat(protocol.settings()).isEqualTo(WebSocketSettings.ALL).hasSize(12);
    }

    static Request sound() {
        return Request.builder(Method.GET, "/socket")
                .authority("host.example")
                .upgrade("websocket")
                .fields(
                        Fields.builder()
                                .add(Handshake.VERSION, "13")
                                .add(Handshake.KEY, KEY)
                                .build())
                .build();
    }

    private static Request from(String origin) {
        return sound().with(FieldName.ORIGIN, origin);
    }
}
