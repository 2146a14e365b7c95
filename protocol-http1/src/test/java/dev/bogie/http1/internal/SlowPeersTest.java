package dev.bogie.http1.internal;

import static dev.bogie.http1.internal.Wire.get;
import static dev.bogie.http1.internal.Wire.last;
import static dev.bogie.http1.internal.Wire.ok;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http.Body;
import dev.bogie.http.Exchange;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Response;
import dev.bogie.transport.Closed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Deadlines, drains and resets. */
class SlowPeersTest {
    private static final HttpHandler PATH = request -> Response.text(request.path());
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** So many pages are more than all buffers hold, and less than what is cut off at once. */
    private static final int MANY = 300;

    private static final String PAGE = "x".repeat(10_000);

    /** Longer than a connection may be idle. */
    private static final Duration LONG = Duration.ofMinutes(5);

    private final List<Closed> ends = new ArrayList<>();

    @Test
    void aClientThatNeverAsksIsClosed() {
        Wire wire = Wire.to(PATH);
        wire.pass(Duration.ofSeconds(9));
        assertThat(wire.isEnded()).isFalse();
        wire.pass(Duration.ofSeconds(2));
        assertThat(wire.received()).isEmpty();
        assertThat(wire.isEnded()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatIsIdleTooLongIsClosed(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(PATH));
        wire.send(get("/a")).pass(Duration.ofSeconds(59));
        wire.send(get("/bc")).pass(Duration.ofSeconds(59));
        assertThat(wire.isEnded()).isFalse();
        wire.pass(Duration.ofSeconds(2));
        assertThat(wire.received()).isEqualTo(ok("/a") + ok("/bc"));
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    @Test
    void aHeadThatTricklesIsRefused() {
        Wire wire = Wire.to(PATH);
        wire.send(get("/a")).pass(Duration.ofSeconds(30));
        String head = "GET /abcdefghijklmnop";
        for (int i = 0; i < 9; i++) {
            wire.send(head.substring(i, i + 1)).pass(SECOND);
        }
        assertThat(wire.received()).isEqualTo(ok("/a"));
        wire.send("x").pass(Duration.ofSeconds(2));
        assertThat(wire.received())
                .startsWith(ok("/a") + "HTTP/1.1 408 ")
                .contains("\r\nConnection: close\r\n");
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void aHandlerMayTakeLong() {
        Wire wire =
                Wire.to(
                        request -> {
                            String text = request.body().readString();
                            return Response.text(text);
                        },
                        "http1.body-start",
                        Duration.ofMinutes(3));
        wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n");
        wire.pass(Duration.ofMinutes(2)).send("a");
        assertThat(wire.received()).isEqualTo(ok("a"));
        assertThat(wire.isEnded()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aReaderThatTakesNothingIsCutOff(ServingTest.Way way) {
        byte[] large = new byte[3_000_000];
        Wire wire =
                Wire.to(
                        way.of(
                                request -> {
                                    request.exchange().whenClosed(ends::add);
                                    return Response.ok("a/b", Body.of(large));
                                }));
        wire.stopReading().send(get("/"));
        wire.pass(Duration.ofSeconds(29));
        assertThat(ends).isEmpty();
        wire.pass(Duration.ofSeconds(2));
        assertThat(ends).hasSize(1);
        assertThat(ends.getFirst()).isNotInstanceOf(Closed.Finished.class);
        assertThat(wire.isReset()).isTrue();
        assertThat(wire.received()).hasSizeLessThan(large.length);
    }

    @ParameterizedTest
    @EnumSource
    void whoAsksOnWithoutReadingIsNotHeardUntilItReads(ServingTest.Way way) {
        AtomicInteger asked = new AtomicInteger();
        Wire wire = Wire.to(way.of(counting(asked)));
        wire.stopReading().send(get("/").repeat(MANY));
        assertThat(asked.get()).isPositive().isLessThan(MANY);

        wire.readOn();
        assertThat(asked).hasValue(MANY);
        assertThat(wire.received()).hasSize(MANY * ok(PAGE).length());
        assertThat(wire.isEnded()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void whoAsksOnAndNeverReadsIsCutOff(ServingTest.Way way) {
        AtomicInteger asked = new AtomicInteger();
        Wire wire = Wire.to(way.of(counting(asked)));
        wire.stopReading().send(get("/").repeat(MANY));
        wire.pass(Duration.ofSeconds(29));
        assertThat(wire.isEnded()).isFalse();
        wire.pass(Duration.ofSeconds(2));
        assertThat(wire.isReset()).isTrue();
        assertThat(asked).hasValueLessThan(MANY);
    }

    @Test
    void whoIsHeldBackIsHeldToTheIdleTimeAfterwards() {
        Wire wire = Wire.to(HttpHandler.nonBlocking(counting(new AtomicInteger())));
        wire.stopReading().send(get("/").repeat(MANY)).pass(Duration.ofSeconds(20));
        wire.readOn().pass(Duration.ofSeconds(59));
        assertThat(wire.isEnded()).isFalse();
        wire.pass(Duration.ofSeconds(2));
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    private static HttpHandler counting(AtomicInteger asked) {
        return request -> {
            asked.incrementAndGet();
            return Response.text(PAGE);
        };
    }

    // Draining

    @Test
    void anIdleConnectionEndsAtOnceWhenDraining() {
        Wire wire = Wire.to(PATH);
        wire.send(get("/a")).drain();
        assertThat(wire.received()).isEqualTo(ok("/a"));
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void withTimeToSpareAnIdleConnectionIsAnsweredOnceMore(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(PATH));
        wire.send(get("/a")).drain(LONG).pass(Duration.ofSeconds(59));
        assertThat(wire.isEnded()).isFalse();
        wire.send(get("/bc") + get("/d"));
        assertThat(wire.received()).isEqualTo(ok("/a") + last("/bc"));
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    @Test
    void withTimeToSpareAFirstRequestIsAnswered() {
        Wire wire = Wire.to(PATH);
        wire.drain(LONG).pass(Duration.ofSeconds(9));
        wire.send(get("/a"));
        assertThat(wire.received()).isEqualTo(last("/a"));
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void withTimeToSpareWhoAsksNothingMoreIsClosedAsEver() {
        Wire wire = Wire.to(PATH);
        wire.send(get("/a")).drain(LONG).pass(Duration.ofSeconds(59));
        assertThat(wire.isEnded()).isFalse();
        wire.pass(Duration.ofSeconds(2));
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    @Test
    void whenTheTimeToSpareIsTakenAwayAnIdleConnectionEnds() {
        Wire wire = Wire.to(PATH);
        wire.send(get("/a")).drain(LONG);
        assertThat(wire.isEnded()).isFalse();
        wire.drain(Duration.ofSeconds(10));
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aHeadThatIsOnItsWayIsAnsweredWhenDraining(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(PATH));
        wire.send("GET /a HT").drain();
        assertThat(wire.isEnded()).isFalse();
        wire.send("TP/1.1\r\nHost: a\r\n\r\n" + get("/b"));
        assertThat(wire.received()).isEqualTo(last("/a"));
        assertThat(wire.isEnded()).isTrue();
    }

    @Test
    void anExchangeIsFinishedWhenDraining() {
        Wire wire = Wire.to(request -> Response.text(request.body().readString()));
        wire.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n").drain();
        wire.send("ab" + get("/b"));
        assertThat(wire.received()).isEqualTo(last("ab"));
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    // Resets

    @Test
    void anExchangeThatEndsInOrderSaysSo() {
        Wire wire =
                Wire.to(
                        request -> {
                            request.exchange().whenClosed(ends::add);
                            return Response.text("a");
                        });
        wire.send(get("/")).reset();
        assertThat(ends).containsExactly(Closed.finished());
    }

    @Test
    void aResetWhileContentIsAwaitedEndsTheExchange() {
        Wire wire =
                Wire.to(
                        request -> {
                            request.exchange().whenClosed(ends::add);
                            return Response.text(request.body().readString());
                        });
        wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab").reset();
        assertThat(ends).hasSize(1);
        assertThat(ends.getFirst()).isInstanceOf(Closed.PeerReset.class);
    }

    @ParameterizedTest
    @EnumSource
    void aResetWhileTheAnswerIsSentEndsTheExchange(ServingTest.Way way) {
        Wire wire =
                Wire.to(
                        way.of(
                                request -> {
                                    request.exchange().whenClosed(ends::add);
                                    return Response.ok("a/b", Body.of(new byte[5_000_000]));
                                }));
        wire.stopReading().send(get("/")).reset();
        assertThat(ends).hasSize(1);
        assertThat(ends.getFirst()).isInstanceOf(Closed.PeerReset.class);
    }

    // Breaking off

    @ParameterizedTest
    @EnumSource
    void anExchangeThatIsBrokenOffEndsWithItsConnection(ServingTest.Way way) {
        AtomicReference<Exchange> exchange = new AtomicReference<>();
        Wire wire =
                Wire.to(
                        way.of(
                                request -> {
                                    exchange.set(request.exchange());
                                    request.exchange().whenClosed(ends::add);
                                    return Response.ok("a/b", Body.of(new byte[5_000_000]));
                                }));
        wire.stopReading().send(get("/"));
        assertThat(ends).isEmpty();

        exchange.get().abort("enough");
        wire.pass(Duration.ZERO);
        assertThat(ends).containsExactly(new Closed.Aborted("enough"));
        assertThat(wire.isReset()).isTrue();
    }

    @Test
    void toBreakOffWhatHasEndedHarmsNoLaterExchange() {
        List<Exchange> exchanges = new ArrayList<>();
        Wire wire =
                Wire.to(
                        request -> {
                            exchanges.add(request.exchange());
                            return Response.text(request.path());
                        });
        wire.send(get("/a"));
        exchanges.getFirst().abort("too late");
        wire.send(get("/b"));
        assertThat(wire.received()).isEqualTo(ok("/a") + ok("/b"));
        assertThat(wire.isEnded()).isFalse();
    }
}
