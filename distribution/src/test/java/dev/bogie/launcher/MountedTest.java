package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http.HttpApplication;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.runtime.Contribution;

import org.junit.jupiter.api.Test;

import java.util.List;

class MountedTest {
    private static final HttpApplication APPLICATION =
            new HttpApplication() {
                @Override
                public String name() {
                    return "hello";
                }

                @Override
                public String description() {
                    return "says hello";
                }

                @Override
                public Running start(Context context) {
                    return Running.of(request -> Response.text("hello"));
                }
            };

    private final Mounted mounted =
            new Mounted("hello", APPLICATION, Contribution.of("plugin hello", ModuleLayer.empty()));
    private final HttpApplication.Running running =
            HttpApplication.Running.of(request -> Response.text("hello"));

    @Test
    void anExchangeThatCannotBeBrokenOffIsNoReasonToLeaveTheOthers() throws Exception {
        assertThat(mounted.enter(running)).isTrue();
        List<EndlessExchange> exchanges =
                List.of(new EndlessExchange(true), new EndlessExchange(true));
        for (EndlessExchange exchange : exchanges) {
            assertThat(answer(exchange).status().code()).isEqualTo(200);
        }

        mounted.abort("time is over");

        assertThat(exchanges).allSatisfy(e -> assertThat(e.reasons()).hasSize(1));
    }

    @Test
    void anExchangeThatComesWhenAllAreBrokenOffIsBrokenOffToo() throws Exception {
        assertThat(mounted.enter(running)).isTrue();
        mounted.abort("time is over");
        EndlessExchange exchange = new EndlessExchange();

        assertThat(answer(exchange).status().code()).isEqualTo(503);

        assertThat(exchange.reasons()).containsExactly("time is over");
    }

    @Test
    void whatStartsWhenTheApplicationHasEndedDoesNotAnswer() throws Exception {
        mounted.close();

        assertThat(mounted.enter(running)).isFalse();

        assertThat(answer(new EndlessExchange()).status().code()).isEqualTo(503);
    }

    private Response answer(EndlessExchange exchange) throws Exception {
        return mounted.handle(Request.builder(Method.GET, "/hello/").exchange(exchange).build());
    }
}
