package dev.bogie.sse.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.sse.Event;
import dev.bogie.sse.EventSource;
import dev.bogie.sse.EventSourceListener;
import dev.bogie.sse.machine.Backoff;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A source against answers that a test wrote; what it remembers is read after its last call. */
final class EventSourceTest {
    private static final long LIMIT = 30;
    private static final Backoff AT_ONCE =
            new Backoff(Duration.ofNanos(1), Duration.ofNanos(1), 0, 3);

    private final List<Request> requests = new ArrayList<>();
    private final Deque<HttpHandler> answers = new ArrayDeque<>();
    private final Recorder recorder = new Recorder();

    private static class Recorder implements EventSourceListener {
        final List<String> calls = new ArrayList<>();
        final CompletableFuture<String> end = new CompletableFuture<>();

        @Override
        public void event(Event event) throws Exception {
            calls.add(event.type() + " " + event.data() + " #" + event.id());
        }

        @Override
        public void opened() {
            calls.add("opened");
        }

        @Override
        public void waiting(String why, Duration delay) {
            calls.add("waiting");
        }

        @Override
        public void closed(String why) {
            end.complete(why);
        }
    }

    private EventSource.Builder source() {
        return EventSource.of(
                        request -> {
                            requests.add(request);
                            HttpHandler answer = answers.poll();
                            return answer == null
                                    ? Response.of(Status.NO_CONTENT)
                                    : answer.handle(request);
                        },
                        Request.get("http://host/events"))
                .backoff(AT_ONCE);
    }

    private void stream(String text) {
        answers.add(request -> Response.ok("text/event-stream; charset=utf-8", Body.text(text)));
    }

    private String end() throws Exception {
        return recorder.end.get(LIMIT, TimeUnit.SECONDS);
    }

    @Test
    void itComesBackWithTheLastIdUntilTheServerHasNoMore() throws Exception {
        stream("id: 1\ndata: one\n\nid: 2\nevent: chat\ndata: two\n\ndata: half");
        stream("data: three\n\n");

        EventSource source = source().start(recorder);

        assertThat(end()).contains("204");
        assertThat(recorder.calls)
                .containsExactly(
                        "opened",
                        "message one #1",
                        "chat two #2",
                        "waiting",
                        "opened",
                        "message three #2",
                        "waiting");
        assertThat(requests).hasSize(3);
        assertThat(requests.getFirst().fields().first(FieldName.ACCEPT))
                .contains("text/event-stream");
        assertThat(requests.getFirst().fields().has(FieldName.LAST_EVENT_ID)).isFalse();
        assertThat(requests.get(1).fields().first(FieldName.LAST_EVENT_ID)).contains("2");
        assertThat(source.lastEventId()).isEqualTo("2");
    }

    @Test
    void itStartsBehindAKnownIdWhichIsSentAsUtf8() throws Exception {
        source().lastEventId("größer").start(recorder);
        end();

        assertThat(requests.getFirst().fields().first(FieldName.LAST_EVENT_ID))
                .contains("gr\u00C3\u00B6\u00C3\u009Fer");
    }

    @Test
    void itGivesUpAfterTooManyFailuresInARow() throws Exception {
        HttpHandler unreachable =
                request -> {
                    throw new IOException("connection refused");
                };
        answers.addAll(List.of(unreachable, unreachable, unreachable, unreachable));

        source().start(recorder);

        assertThat(end()).contains("gave up after 3 attempts");
        assertThat(requests).hasSize(3);
    }

    @Test
    void anEventForgivesEarlierFailures() throws Exception {
        HttpHandler busy = request -> Response.of(Status.SERVICE_UNAVAILABLE);
        answers.addAll(List.of(busy, busy));
        stream("data: x\n\n");
        answers.add(busy);

        source().start(recorder);

        assertThat(end()).contains("204");
        assertThat(requests).hasSize(5);
    }

    @Test
    void itStopsAtARefusalOrAnotherMediaType() throws Exception {
        answers.add(request -> Response.of(Status.FORBIDDEN));
        source().start(recorder);
        assertThat(end()).contains("403");

        Recorder other = new Recorder();
        answers.add(request -> Response.text("data: x\n\n"));
        source().start(other);
        assertThat(other.end.get(LIMIT, TimeUnit.SECONDS)).contains("not an event stream");
    }

    @Test
    void anEndlessLineIsDroppedAndItComesBack() throws Exception {
        stream("data: " + "x".repeat(1000) + "\n\n");

        source().limits(100, 100).start(recorder);

        assertThat(end()).contains("204");
        assertThat(recorder.calls).containsExactly("opened", "waiting");
    }

    @Test
    void closingEndsAReadThatWaits() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        answers.add(
                request -> {
                    reading.countDown();
                    never.await();
                    return Response.of(Status.NO_CONTENT);
                });
        EventSource source = source().start(recorder);
        assertThat(reading.await(LIMIT, TimeUnit.SECONDS)).isTrue();

        source.close();

        assertThat(end()).isEqualTo("closed");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aListenerMayCloseItsSource() throws Exception {
        stream("data: one\n\ndata: two\n\n");
        CompletableFuture<EventSource> started = new CompletableFuture<>();
        Recorder closing =
                new Recorder() {
                    @Override
                    public void event(Event event) throws Exception {
                        super.event(event);
                        started.get(LIMIT, TimeUnit.SECONDS).close();
                    }
                };

        started.complete(source().start(closing));

        assertThat(closing.end.get(LIMIT, TimeUnit.SECONDS)).isEqualTo("closed");
        assertThat(closing.calls).containsExactly("opened", "message one #");
    }

    @Test
    void aListenerThatThrowsEndsIt() throws Exception {
        stream("data: one\n\n");
        Recorder broken =
                new Recorder() {
                    @Override
                    public void event(Event event) {
                        throw new IllegalStateException("broken");
                    }
                };

        source().start(broken);

        assertThat(broken.end.get(LIMIT, TimeUnit.SECONDS)).contains("broken");
        assertThat(requests).hasSize(1);
    }

    @Test
    void limitsAndIdAreCheckedWhereTheyAreGiven() {
        assertThatThrownBy(() -> source().limits(1, 1).start(recorder))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> source().lastEventId("a\nb").start(recorder))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
