package dev.bogie.http1.internal;

import static dev.bogie.http1.internal.Wire.get;
import static dev.bogie.http1.internal.Wire.ok;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.bogie.http.Body;
import dev.bogie.http.BodyProducer;
import dev.bogie.http.BodySink;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What goes wrong on this side, and the ways out of plain answers: produced bodies, hand-overs. */
class FailureTest {
    private static final String OFFER =
            "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

    private final List<String> told = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void anExceptionIsAnsweredWith500AndNothingOfItIsTold(ServingTest.Way way) {
        Wire wire =
                Wire.to(
                        way.of(
                                request -> {
                                    throw new IllegalStateException("a secret");
                                }));
        wire.send(get("/a")).send(get("/bc"));
        assertThat(wire.received()).startsWith("HTTP/1.1 500 ").doesNotContain("secret", "Illegal");
        assertThat(wire.received().split("HTTP/1\\.1 500 ", -1)).hasSize(3);
        assertThat(wire.isEnded()).isFalse();
    }

    @Test
    void anHttpExceptionIsAnAnswer() {
        Wire wire =
                Wire.to(
                        request -> {
                            throw new HttpException(Status.FORBIDDEN, "not you");
                        });
        wire.send(get("/"));
        assertThat(wire.received()).startsWith("HTTP/1.1 403 Forbidden").endsWith("not you\n");
    }

    @ParameterizedTest
    @EnumSource
    void anInterimStatusIsNoAnswer(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(request -> Response.of(Status.of(103))));
        wire.send(get("/"));
        assertThat(wire.received()).startsWith("HTTP/1.1 500 ");
    }

    @ParameterizedTest
    @EnumSource
    void aHandOverThatNobodyAskedForIsNoAnswer(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(request -> Response.switchTo("echo", Echo::new)));
        wire.send(get("/"));
        assertThat(wire.received()).startsWith("HTTP/1.1 500 ");
    }

    @Test
    void contentThatFailsBreaksTheConnection() {
        Wire wire =
                Wire.to(
                        request ->
                                Response.of(Status.OK)
                                        .with(
                                                Body.written(
                                                        out -> {
                                                            out.write('a');
                                                            out.flush();
                                                            throw new IOException("a test");
                                                        })));
        wire.send(get("/"));
        assertThat(wire.received()).doesNotEndWith("0\r\n\r\n");
        assertThat(wire.isReset()).isTrue();
    }

    @Test
    void contentThatIsShorterThanSaidBreaksTheConnection() {
        Wire wire =
                Wire.to(
                        request ->
                                Response.of(Status.OK)
                                        .with(Body.written(5, out -> out.write('a'))));
        wire.send(get("/"));
        assertThat(wire.isReset()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsShorterThanSaidBreaksTheConnection(ServingTest.Way way, @TempDir Path folder)
            throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "abc");
        FileChannel channel = FileChannel.open(file);
        Wire wire = Wire.to(way.of(request -> Response.ok("a/b", Body.file(channel, 0, 10))));
        wire.send(get("/"));
        assertThat(wire.isReset()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    // Produced bodies

    private final class Letters implements BodyProducer {
        private final int count;
        private BodySink sink;
        private int made;

        Letters(int count) {
            this.count = count;
        }

        @Override
        public void opened(BodySink opening) {
            told.add("opened");
            sink = opening;
        }

        @Override
        public void writable() {
            while (sink.isWritable() && made < count) {
                made++;
                sink.write(ByteBuffer.wrap("x".repeat(10_000).getBytes(US_ASCII)));
            }
            if (made == count) {
                sink.end();
            }
        }

        @Override
        public void peerEnded() {
            told.add("peerEnded");
        }

        @Override
        public void draining(long until) {
            told.add("draining");
            sink.end();
        }

        @Override
        public void closed(Closed how) {
            told.add(how.describe());
        }
    }

    private HttpHandler letters(int count) {
        return request -> Response.of(Status.OK).with(Body.produced(new Letters(count)));
    }

    @ParameterizedTest
    @EnumSource
    void aProducedBodyIsSentAsItIsTaken(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(letters(500)));
        wire.stopReading().send(get("/a") + get("/bc"));
        assertThat(told).containsExactly("opened");
        wire.readOn();
        assertThat(wire.received().chars().filter(c -> c == 'x').count()).isEqualTo(10_000_000);
        assertThat(wire.received()).endsWith("0\r\n\r\n");
        assertThat(told).containsExactly("opened", "finished", "opened", "finished");
        assertThat(wire.isEnded()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aProducerIsToldThatItsReaderIsGone(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(letters(500)));
        wire.stopReading().send(get("/a")).reset();
        assertThat(told).hasSize(2);
        assertThat(told.get(1)).startsWith("reset by peer");
    }

    @ParameterizedTest
    @EnumSource
    void aProducerIsToldThatThePeerEnded(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(letters(500)));
        wire.stopReading().send(get("/a")).endOutput();
        assertThat(told).containsExactly("opened", "peerEnded");
        wire.readOn();
        assertThat(told).containsExactly("opened", "peerEnded", "finished");
        assertThat(wire.isReset()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aProducerMayEndWhenDraining(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(letters(500)));
        wire.stopReading().send(get("/a")).drain().readOn();
        assertThat(told).containsExactly("opened", "draining", "finished");
        assertThat(wire.received()).endsWith("0\r\n\r\n");
        assertThat(wire.isEnded()).isTrue();
    }

    /** Its head has said nothing of an end, so the client may ask again on the same connection. */
    @ParameterizedTest
    @EnumSource
    void anAnswerThatHadBegunWhenDrainingIsNotTheLastIfThereIsTime(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(letters(500)));
        wire.stopReading().send(get("/a")).drain(Duration.ofMinutes(5)).readOn();
        assertThat(told).containsExactly("opened", "draining", "finished");
        assertThat(wire.received()).doesNotContain("Connection: close").endsWith("0\r\n\r\n");
        assertThat(wire.isEnded()).isFalse();
        wire.send(get("/b"));
        assertThat(wire.received()).contains("Connection: close").endsWith("0\r\n\r\n");
        assertThat(wire.isEnded()).isTrue();
        assertThat(wire.isReset()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void headTellsAProducerThatNothingIsSent(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(letters(1)));
        wire.send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n" + get("/bc"));
        assertThat(told).hasSize(3).last().isEqualTo("finished");
        assertThat(told.get(0)).startsWith("aborted");
    }

    @ParameterizedTest
    @EnumSource
    void aProducerThatFailsBreaksTheConnection(ServingTest.Way way) {
        Wire wire =
                Wire.to(
                        way.of(
                                request ->
                                        Response.of(Status.OK)
                                                .with(
                                                        Body.produced(
                                                                sink -> {
                                                                    sink.write(
                                                                            ByteBuffer.allocate(9));
                                                                    throw new IOException("a test");
                                                                }))));
        wire.send(get("/a"));
        assertThat(wire.isReset()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"INLINE, 3", "INLINE, 5", "LOAN, 3", "LOAN, 5"})
    void aProducedBodyOfAnotherLengthThanSaidBreaksTheConnection(ServingTest.Way way, int made) {
        BodyProducer producer =
                sink -> {
                    sink.write(ByteBuffer.wrap("ab".getBytes(US_ASCII)));
                    sink.write(ByteBuffer.wrap("xyz".getBytes(US_ASCII), 0, made - 2));
                    sink.end();
                };
        Wire wire = Wire.to(way.of(request -> Response.ok("a/b", Body.produced(4, producer))));
        wire.send(get("/a") + get("/b"));
        assertThat(wire.received()).doesNotContain("xyz");
        assertThat(wire.isReset()).isTrue();
    }

    // Hand-overs

    private static final class Echo implements ConnectionHandler {
        private Connection connection;

        @Override
        public void opened(Connection opening) {
            connection = opening;
        }

        @Override
        public void received(ByteBuffer in) {
            if (in.hasRemaining()) {
                connection.output(in.remaining()).put(in);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNextProtocolGetsWhatIsBehindTheRequest(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(request -> Response.switchTo("echo", Echo::new)));
        wire.send(OFFER + get("/not-http")).send("more");
        assertThat(wire.received())
                .isEqualTo(
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n"
                                + "Upgrade: echo\r\n\r\n"
                                + get("/not-http")
                                + "more");
    }

    @ParameterizedTest
    @EnumSource
    void anOfferThatIsDeclinedIsAnOrdinaryRequest(ServingTest.Way way) {
        Wire wire = Wire.to(way.of(request -> Response.text(request.path())));
        wire.send(OFFER + get("/b"));
        assertThat(wire.received()).isEqualTo(ok("/a") + ok("/b"));
    }
}
