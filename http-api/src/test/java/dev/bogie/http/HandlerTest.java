package dev.bogie.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class HandlerTest {
    private static final Request ANY = Request.get("/");
    private static final HttpHandler PLAIN = request -> Response.text("hi");

    @Test
    void theFirstFilterIsOutermost() throws Exception {
        List<String> order = new ArrayList<>();
        Filter a = noting("a", order);
        Filter b = noting("b", order);

        assertThat(PLAIN.with(a, b).handle(ANY).body().readString()).isEqualTo("hi");
        assertThat(order).containsExactly("a in", "b in", "b out", "a out");
    }

    @Test
    void whatIsNotMarkedMayBlock() {
        assertThat(PLAIN.mayBlock(ANY)).isTrue();
        assertThat(HttpHandler.nonBlocking(PLAIN).mayBlock(ANY)).isFalse();
    }

    @Test
    void aFilterThatMayBlockMakesTheHandlerBlock() {
        HttpHandler quick = HttpHandler.nonBlocking(PLAIN);
        class Quick implements Filter, NonBlocking {
            @Override
            public Response filter(Request request, HttpHandler next) throws Exception {
                return next.handle(request);
            }
        }

        assertThat(quick.with(new Quick()).mayBlock(ANY)).isFalse();
        assertThat(quick.with(new Quick(), noting("x", new ArrayList<>())).mayBlock(ANY)).isTrue();
        assertThat(PLAIN.with(new Quick()).mayBlock(ANY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/\\evil",
                "/a\r\nX: y",
                "",
                "/a b"
            })
    void aRedirectStaysOnThisServer(String path) {
        assertThatThrownBy(() -> Response.seeOther(path))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anErrorIsNoSuccess() {
        assertThatThrownBy(() -> new HttpException(Status.OK))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Status.of(600)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Status.of(99)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Filter noting(String name, List<String> order) {
        return (request, next) -> {
            order.add(name + " in");
            Response response = next.handle(request);
            order.add(name + " out");
            return response;
        };
    }
}
