package dev.bogie.sse.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.FieldName;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.ProducedBody;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.sse.Event;
import dev.bogie.sse.EventStream;
import dev.bogie.sse.SseHandler;
import dev.bogie.sse.SseProtocol;
import dev.bogie.sse.SseSettings;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

final class StreamResponsesTest {
    private final SseProtocol protocol = new SseProtocol();
    private final List<EventStream> opened = new ArrayList<>();
    private final HttpHandler handler = serve(opened::add);

    private HttpHandler serve(SseHandler application) {
        return protocol.serve(application, new TestContext(Settings.defaults()));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET, -, 200, 1",
                "GET, text/event-stream, 200, 1",
                "GET, 'text/html, */*;q=0.1', 200, 1",
                "GET, text/*, 200, 1",
                "POST, 'application/json, text/event-stream', 200, 1",
                "HEAD, -, 200, 0",
                "GET, application/json, 406, 0",
                "PUT, -, 405, 0",
                "DELETE, text/event-stream, 405, 0"
            })
    void whoMayHaveAStreamGetsOne(String method, @Nullable String accept, int status, int streams)
            throws Exception {
        Request request = Request.of(Method.of(method), "/events");
        if (accept != null) {
            request = request.with(FieldName.ACCEPT, accept);
        }

        Response response = handler.handle(request);

        assertThat(response.status().code()).isEqualTo(status);
        assertThat(opened).hasSize(streams);
        assertThat(response.body() instanceof ProducedBody).isEqualTo(streams == 1);
    }

    @Test
    void theResponseIsNeitherStoredNorHeldBack() throws Exception {
        Response response = handler.handle(Request.get("/events"));

        assertThat(response.fields().first(FieldName.CONTENT_TYPE)).contains("text/event-stream");
        assertThat(response.fields().first(FieldName.CACHE_CONTROL)).contains("no-store");
        assertThat(response.fields().first("X-Accel-Buffering")).contains("no");
    }

    @Test
    void aTestReadsAStreamWithoutAServer() throws Exception {
        HttpHandler two =
                serve(
                        stream -> {
                            stream.send(Event.of("one"));
                            stream.send(Event.of("two"));
                            stream.close();
                        });

        try (Response response = two.handle(Request.get("/events"))) {
            assertThat(response.body().readString()).isEqualTo("data: one\n\ndata: two\n\n");
        }
    }

    @Test
    void anApplicationThatRefusesHasItsStreamEnded() {
        List<Closed> ends = new ArrayList<>();
        HttpHandler refusing =
                serve(
                        stream -> {
                            stream.whenClosed(ends::add);
                            throw new HttpException(Status.UNAUTHORIZED);
                        });

        assertThatThrownBy(() -> refusing.handle(Request.get("/events")))
                .isInstanceOf(HttpException.class);
        assertThat(ends).hasSize(1);
    }

    @Test
    void aResponseThatIsNotSentEndsItsStream() throws Exception {
        List<Closed> ends = new ArrayList<>();
        Response response =
                serve(stream -> stream.whenClosed(ends::add)).handle(Request.get("/events"));

        response.close();

        assertThat(ends).hasSize(1);
    }

    @Test
    void aNonBlockingApplicationStaysOnTheDriver() {
        class Quick implements SseHandler, NonBlocking {
            @Override
            public void open(EventStream stream) {}
        }

        assertThat(serve(new Quick()).mayBlock(Request.get("/"))).isFalse();
        assertThat(handler.mayBlock(Request.get("/"))).isTrue();
        assertThat(protocol.name()).isEqualTo("sse");
        assertThat(protocol.settings()).isEqualTo(SseSettings.ALL).hasSize(5);
    }
}
