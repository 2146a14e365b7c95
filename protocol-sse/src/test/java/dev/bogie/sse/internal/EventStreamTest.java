package dev.bogie.sse.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.FieldName;
import dev.bogie.http.Request;
import dev.bogie.sse.Event;
import dev.bogie.sse.SharedEvent;
import dev.bogie.sse.SseSettings;
import dev.bogie.sse.StreamClosedException;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

final class EventStreamTest {
    private final LiveStream stream = stream(Settings.defaults());
    private final ScriptedSink sink = new ScriptedSink(stream.producer());
    private final List<Closed> ends = new ArrayList<>();

    private static LiveStream stream(Settings settings) {
        return new LiveStream(Request.get("/events"), new TestContext(settings));
    }

    @Test
    void theHeadIsFlushedBeforeAnyEvent() throws Exception {
        sink.open();

        assertThat(sink.flushed).isTrue();
        assertThat(sink.sent).isEmpty();
    }

    @Test
    void whatWasSentBeforeTheResponseBeganFollowsTheHead() throws Exception {
        stream.send(new Event("chat", "one\ntwo", "7"));
        stream.retry(Duration.ofSeconds(5));
        boolean accepted = stream.execute(() -> stream.send(Event.of("from a task")));
        sink.open();

        assertThat(accepted).isTrue();
        assertThat(sink.sent.toString())
                .isEqualTo(
                        "id: 7\nevent: chat\ndata: one\ndata: two\n\nretry: 5000\n\n"
                                + "data: from a task\n\n");
    }

    @Test
    void anIdleStreamSendsACommentAfterEachHeartbeat() throws Exception {
        sink.open();

        sink.pass(Duration.ofSeconds(14));
        assertThat(sink.sent).isEmpty();
        sink.pass(Duration.ofSeconds(1));
        assertThat(sink.sent.toString()).isEqualTo(":\n");
        sink.pass(Duration.ofSeconds(30));
        assertThat(sink.sent.toString()).isEqualTo(":\n:\n:\n");
    }

    @Test
    void anEventPutsTheHeartbeatOff() throws Exception {
        sink.open();

        sink.pass(Duration.ofSeconds(10));
        stream.send(Event.of("x"));
        sink.settle();
        sink.pass(Duration.ofSeconds(10));

        assertThat(sink.sent.toString()).isEqualTo("data: x\n\n");
    }

    @Test
    void aStreamWithoutHeartbeatStaysSilent() throws Exception {
        LiveStream quiet = stream(Settings.defaults().with(SseSettings.HEARTBEAT, Duration.ZERO));
        ScriptedSink silent = new ScriptedSink(quiet.producer()).open();

        silent.pass(Duration.ofHours(1));

        assertThat(silent.sent).isEmpty();
    }

    @Test
    void aResultCompletesWhenThereIsRoomAgain() throws Exception {
        sink.open();
        sink.noRoom(100_000);
        CompletableFuture<Void> sent = stream.send(Event.of("x")).toCompletableFuture();
        List<String> told = new ArrayList<>();
        stream.whenWritable(() -> told.add("room"));
        sink.settle();

        assertThat(sent).isNotDone();
        assertThat(stream.isWritable()).isFalse();
        assertThat(stream.pending()).isEqualTo(100_000 + "data: x\n\n".length());
        assertThat(told).isEmpty();

        sink.roomAgain();
        assertThat(sent).isCompleted();
        assertThat(told).containsExactly("room");
        assertThat(stream.isWritable()).isTrue();
    }

    @Test
    void aClientThatOverflowsTheQueueIsAborted() throws Exception {
        LiveStream small = stream(Settings.defaults().with(SseSettings.MAX_QUEUED_EVENTS, 3L));
        ScriptedSink slow = new ScriptedSink(small.producer()).open();
        small.whenClosed(ends::add);
        slow.noRoom(100_000);

        List<CompletionStage<Void>> results = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            results.add(small.send(Event.of("x")));
        }
        slow.settle();

        assertThat(ends).hasSize(1).allMatch(e -> e.describe().contains("slow reader"));
        assertThat(results).allMatch(r -> r.toCompletableFuture().isCompletedExceptionally());
        assertThatThrownBy(() -> results.getFirst().toCompletableFuture().join())
                .hasCauseInstanceOf(StreamClosedException.class);
    }

    @Test
    void aClientThatTakesNothingIsAborted() throws Exception {
        sink.open();
        stream.whenClosed(ends::add);
        sink.noRoom(100_000);
        stream.send(Event.of("x"));
        sink.settle();

        sink.pass(Duration.ofSeconds(29));
        assertThat(ends).isEmpty();
        sink.pass(Duration.ofSeconds(2));

        assertThat(ends).hasSize(1).allMatch(e -> e.describe().contains("slow reader"));
    }

    @Test
    void closingSendsWhatWaitsAndThenEndsInOrder() throws Exception {
        sink.open();
        stream.whenClosed(ends::add);
        sink.noRoom(100_000);
        CompletionStage<Void> last = stream.send(Event.of("last"));
        stream.close();
        CompletionStage<Void> late = stream.send(Event.of("late"));
        sink.settle();
        assertThat(ends).isEmpty();

        sink.roomAgain();

        assertThat(sink.sent.toString()).isEqualTo("data: last\n\n");
        assertThat(ends).containsExactly(Closed.finished());
        assertThat(last.toCompletableFuture()).isCompleted();
        assertThat(late.toCompletableFuture()).isCompletedExceptionally();
        assertThat(stream.isOpen()).isFalse();
        assertThat(stream.execute(() -> {})).isFalse();
    }

    @Test
    void drainingEndsTheStreamInOrderBehindWhatWaits() throws Exception {
        sink.open();
        stream.whenClosed(ends::add);
        stream.send(Event.of("last"));

        stream.producer().draining(sink.nanoTime());
        sink.settle();

        assertThat(sink.sent.toString()).isEqualTo("data: last\n\n");
        assertThat(ends).containsExactly(Closed.finished());
    }

    @Test
    void aLongDrainLetsAStreamGoOnUntilItsLastMinute() throws Exception {
        sink.open();
        stream.whenClosed(ends::add);

        stream.producer().draining(sink.nanoTime() + Duration.ofMinutes(5).toNanos());
        sink.pass(Duration.ofSeconds(239));
        stream.send(Event.of("still here"));
        sink.settle();
        assertThat(sink.sent.toString()).endsWith(":\ndata: still here\n\n");
        assertThat(ends).isEmpty();

        sink.pass(Duration.ofSeconds(2));
        assertThat(ends).containsExactly(Closed.finished());
    }

    @Test
    void theApplicationIsToldWhenTheClientLeft() throws Exception {
        sink.open();
        stream.whenClosed(ends::add);

        stream.producer().peerEnded();
        sink.settle();

        assertThat(ends).hasSize(1);
        List<Closed> later = new ArrayList<>();
        stream.whenClosed(later::add);
        assertThat(later).isEqualTo(ends);
    }

    @Test
    void aStreamThatNeverBeganEndsAndRunsWhatItAccepted() {
        List<Boolean> writable = new ArrayList<>();
        boolean accepted = stream.execute(() -> writable.add(stream.isWritable()));
        stream.whenClosed(ends::add);
        CompletionStage<Void> sent = stream.send(Event.of("x"));

        stream.producer().closed(new Closed.Aborted("the client has left"));

        assertThat(accepted).isTrue();
        assertThat(writable).containsExactly(false);
        assertThat(ends).hasSize(1);
        assertThat(sent.toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void aSharedEventGoesToManyStreams() throws Exception {
        LiveStream other = stream(Settings.defaults());
        ScriptedSink otherSink = new ScriptedSink(other.producer()).open();
        sink.open();
        SharedEvent event = SharedEvent.of(new Event("", "größer", "1"));

        List.of(stream, other).forEach(s -> s.send(event));
        sink.settle();
        otherSink.settle();

        assertThat(sink.sent.toString()).isEqualTo("id: 1\ndata: größer\n\n");
        assertThat(otherSink.sent.toString()).isEqualTo(sink.sent.toString());
    }

    @Test
    void noValueStartsAFieldOfItsOwn() {
        assertThatThrownBy(() -> Event.of("a\nid: 1", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Event.of("a\rb", "x"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Event.of("x").withId("1\0"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        java.nio.charset.StandardCharsets.UTF_8
                                .decode(SharedEvent.of(Event.of("a\rb\r\nc\nid: 9")).encoded())
                                .toString())
                .isEqualTo("data: a\ndata: b\ndata: c\ndata: id: 9\n\n");
    }

    @Test
    void theLastEventIdIsReadAsUtf8() {
        Request request =
                Request.get("/events")
                        .with(FieldName.LAST_EVENT_ID, "gr\u00C3\u00B6\u00C3\u009Fer");

        assertThat(new LiveStream(request, new TestContext(Settings.defaults())).lastEventId())
                .isEqualTo("größer");
        assertThat(stream.lastEventId()).isEmpty();
    }
}
