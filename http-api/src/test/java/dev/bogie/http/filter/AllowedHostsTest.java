package dev.bogie.http.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.Response;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class AllowedHostsTest {
    private final HttpHandler served =
            HttpHandler.nonBlocking(request -> Response.text("ok"))
                    .with(new AllowedHosts(List.of("Box.lan", ".example.com")));

    private int asked(String host) throws Exception {
        Request request = Request.builder(Method.GET, "/").authority(host).build();
        return served.handle(request).status().code();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:8080",
                "localhost.",
                "app.localhost:81",
                "127.0.0.1:8080",
                "127.1",
                "192.168.1.7",
                "[::1]:8080",
                "[fe80::1]",
                "box.lan",
                "BOX.LAN:9",
                "example.com",
                "a.example.com",
                "a.b.example.com:443"
            })
    void whatIsOursIsAnswered(String host) throws Exception {
        assertThat(asked(host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "notlocalhost",
                "127.0.0.1.evil.example",
                "a.box.lan",
                "badexample.com",
                "example.com.evil",
                "1.2.3.4a",
                "a b"
            })
    void whatIsNotOursIsMisdirected(String host) throws Exception {
        assertThat(asked(host)).isEqualTo(421);
    }

    @Test
    void whoNamesNoHostIsNoBrowser() throws Exception {
        assertThat(asked("")).isEqualTo(200);
    }

    @Test
    void theHandlerStaysNonBlocking() {
        assertThat(served.mayBlock(Request.get("/"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"a b, not a host", "box:80, without a port", "'', not a host", "., not a host"})
    void whatIsNoHostNameIsRefused(String name, String why) {
        assertThatThrownBy(() -> new AllowedHosts(List.of(name)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
