package dev.bogie.http.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.FieldName;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {
    private static final Router ROUTER =
            Router.builder()
                    .get("/", says("root"))
                    .get("/{name}", r -> Response.text("name " + r.path("name")))
                    .get("/hello", says("hello"))
                    .post("/hello", says("posted"))
                    .get("/a/{x}/c", r -> Response.text("axc " + r.path("x")))
                    .get("/{y}/b/d", r -> Response.text("ybd " + r.path("y")))
                    .get("/files/{path...}", r -> Response.text("files " + r.path("path")))
                    .get("/files/special", says("special"))
                    .any("/any", r -> Response.text("any " + r.method()))
                    .delete("/any", says("deleted"))
                    .build();

    @ParameterizedTest
    @CsvSource({
        "/, root",
        "/?q=/x, root",
        "/hello, hello",
        "/hello?x, hello",
        "/%68ello, hello",
        "/Ann, name Ann",
        "/a%2Fb, name a/b",
        "/%C3%A4, name ä",
        "/a/b/c, axc b",
        "/a/b/d, ybd a",
        "/files/, 'files '",
        "/files/x/y, files x/y",
        "/files/special, special",
        "/files/special/x, files special/x",
        "/any, any GET"
    })
    void theMostLiteralRouteAnswers(String path, String answer) throws Exception {
        assertThat(ROUTER.handle(Request.get(path)).body().readString()).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hello/", "/a/b", "/x/y/z", "//", "//hello", "/hello//"})
    void whatNoRouteMatchesIsNotFound(String path) throws Exception {
        assertThat(ROUTER.handle(Request.get(path)).status()).isEqualTo(Status.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/a/../hello",
                "/./hello",
                "/%2e%2e/x",
                "/.%2E",
                "/%zz",
                "/%",
                "/%4",
                "/%00",
                "/a%0d",
                "/%ff",
                "/%c0%af",
                "/files/a%2Fb"
            })
    void aMalformedOrAmbiguousPathIsABadRequest(String path) {
        assertThatThrownBy(() -> ROUTER.handle(Request.get(path)))
                .isInstanceOfSatisfying(
                        HttpException.class,
                        e -> assertThat(e.status()).isEqualTo(Status.BAD_REQUEST));
    }

    @Test
    void headIsAnsweredByGet() throws Exception {
        Response response = ROUTER.handle(Request.of(Method.HEAD, "/hello"));

        assertThat(response.status()).isEqualTo(Status.OK);
    }

    @Test
    void aMethodWithoutRouteIsToldWhichAreAllowed() throws Exception {
        Response response = ROUTER.handle(Request.delete("/hello"));

        assertThat(response.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
        assertThat(response.fields().first(FieldName.ALLOW)).contains("GET, POST, HEAD, OPTIONS");
    }

    @Test
    void optionsIsAnsweredFromTheRoutes() throws Exception {
        Response response = ROUTER.handle(Request.of(Method.OPTIONS, "/hello"));

        assertThat(response.status()).isEqualTo(Status.NO_CONTENT);
        assertThat(response.fields().first(FieldName.ALLOW)).contains("GET, POST, HEAD, OPTIONS");
        assertThat(ROUTER.handle(Request.of(Method.OPTIONS, "*")).status())
                .isEqualTo(Status.NO_CONTENT);
    }

    @Test
    void aRouteForAMethodGoesBeforeOneForAny() throws Exception {
        assertThat(ROUTER.handle(Request.delete("/any")).body().readString()).isEqualTo("deleted");
        assertThat(ROUTER.handle(Request.of(Method.of("FOO"), "/any")).body().readString())
                .isEqualTo("any FOO");
    }

    @Test
    void twoRoutesForTheSamePathsAreAnErrorThatNamesBoth() {
        Router.Builder builder = Router.builder().get("/a/{x}", says("1")).get("/a/{y}", says("2"));

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("/a/{x}", "/a/{y}", "GET");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "/{", "/{}", "/x{a}", "/{a}/{a}", "/{a...}/b", "/a%20b", "/a/../b"})
    void aMalformedPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> PathPattern.of(pattern))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theRouterBlocksWhereItsRouteMay() {
        Router router =
                Router.builder()
                        .get("/quick", HttpHandler.nonBlocking(says("q")))
                        .get("/quick/{x}", HttpHandler.nonBlocking(says("q")))
                        .get("/slow", says("s"))
                        .build();

        assertThat(router.mayBlock(Request.get("/quick"))).isFalse();
        assertThat(router.mayBlock(Request.get("/quick/1"))).isFalse();
        assertThat(router.mayBlock(Request.get("/slow"))).isTrue();
        assertThat(router.mayBlock(Request.get("/sl%6fw"))).isTrue();
        assertThat(router.mayBlock(Request.get("/none"))).isFalse();
        assertThat(router.mayBlock(Request.get("/%zz"))).isFalse();
    }

    private static HttpHandler says(String text) {
        return request -> Response.text(text);
    }
}
