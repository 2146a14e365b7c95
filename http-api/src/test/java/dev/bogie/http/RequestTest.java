package dev.bogie.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

class RequestTest {
    @Test
    void anAddressIsTakenApart() {
        Request request = Request.get("HTTPS://[::1]:8443/a%20b?x=1");

        assertThat(request.scheme()).isEqualTo("https");
        assertThat(request.authority()).isEqualTo("[::1]:8443");
        assertThat(request.target()).isEqualTo("/a%20b?x=1");
        assertThat(request.path()).isEqualTo("/a%20b");
        assertThat(request.query()).isEqualTo("x=1");
    }

    @Test
    void anAddressWithoutPathAsksForTheRoot() {
        assertThat(Request.get("http://a").target()).isEqualTo("/");
        assertThat(Request.get("http://a?q").target()).isEqualTo("/?q");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "ftp://a/",
                "http:///x",
                "http://user@a/",
                "http://a:80#@b/",
                "http://[::1/",
                "http://a:99999/",
                "/a b",
                "/a\r\nX: y",
                "/\u00e4",
                "/#f",
                "http://a/#f",
                "http://a\\b/"
            })
    void anAddressThatIsAmbiguousOrCouldInjectIsRefused(String address) {
        assertThatThrownBy(() -> Request.get(address)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theContentIsWhatItIsSaidToBe() {
        Request request = Request.post("/", Body.text("{}"));

        assertThat(request.with(FieldName.CONTENT_TYPE, "Application/JSON; charset=utf-8"))
                .extracting(r -> r.contentType().orElseThrow().is("application/json"))
                .isEqualTo(true);
        assertThat(Request.get("/").contentType()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "", "text/", "text/plain; charset", "a/b, c/d"})
    void aContentTypeThatIsNoneIsTheClientsError(String value) {
        Request request = Request.get("/").with(FieldName.CONTENT_TYPE, value);

        assertThatThrownBy(request::contentType)
                .isInstanceOfSatisfying(
                        HttpException.class,
                        e -> assertThat(e.status()).isEqualTo(Status.UNSUPPORTED_MEDIA_TYPE))
                .hasMessageStartingWith("malformed Content-Type: ");
    }

    @Test
    void twoContentTypesAreTheClientsError() {
        Request request =
                Request.get("/")
                        .with(FieldName.CONTENT_TYPE, "text/plain")
                        .adding(FieldName.CONTENT_TYPE, "text/html");

        assertThatThrownBy(request::contentType).hasMessage("more than one field Content-Type");
    }

    @Test
    void aMethodIsAToken() {
        assertThatThrownBy(() -> Method.of("GET / HTTP/1.1\r\nX:"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Method.of("get")).isNotEqualTo(Method.GET);
    }

    @Test
    void aQueryParameterIsDecodedOnceAndTheFirstCounts() {
        Request request = Request.get("/?a=1%2B1+2&b&a=3&c%3D=%2541");

        assertThat(request.query("a")).contains("1+1 2");
        assertThat(request.query("b")).contains("");
        assertThat(request.query("c=")).contains("%41");
        assertThat(request.query("d")).isEmpty();
    }

    @Test
    void aMalformedEscapeInTheQueryIsABadRequest() {
        assertThatThrownBy(() -> Request.get("/?a=%zz").query("a"))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        e -> assertThat(e.status()).isEqualTo(Status.BAD_REQUEST));
    }

    @Test
    void anotherTargetChangesNothingElse() {
        Attribute<String> one = Attribute.named("x");
        Request request = Request.get("/below/there?x=1").with(one, "1").withTarget("/there?x=2");

        assertThat(request.path()).isEqualTo("/there");
        assertThat(request.query("x")).contains("2");
        assertThat(request.attribute(one)).contains("1");
        assertThatThrownBy(() -> request.withTarget("there"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAttributeIsSeenUnderItsOwnKeyOnly() {
        Attribute<String> one = Attribute.named("x");
        Attribute<String> other = Attribute.named("x");
        Request request = Request.get("/").with(one, "1");

        assertThat(request.attribute(one)).contains("1");
        assertThat(request.attribute(other)).isEmpty();
        assertThat(request.with(one, "2").attribute(one)).contains("2");
        assertThat(request.attribute(one)).contains("1");
    }

    @Test
    void aMissingPathParameterIsNamedWithThoseThatAreThere() {
        Request request = Request.get("/").withPathParameters(Map.of("name", "x"));

        assertThat(request.path("name")).isEqualTo("x");
        assertThatThrownBy(() -> request.path("nmae")).hasMessageContaining("[name]");
    }

    @Test
    void anUpgradeIsOfferedByTokenRegardlessOfCase() {
        Request request = Request.builder(Method.GET, "/").upgrade("foo, WebSocket").build();

        assertThat(request.offersUpgrade("websocket")).isTrue();
        assertThat(request.offersUpgrade("web")).isFalse();
        assertThat(Request.get("/").offersUpgrade("")).isFalse();
    }
}
