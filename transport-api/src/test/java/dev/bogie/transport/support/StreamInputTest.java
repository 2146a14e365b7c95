package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.InputEnd;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;

/** What a handler is told of its input, and what a switch hands over. */
class StreamInputTest extends StreamFixture {
    @Test
    void leftBytesComeAgainWithMore() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        if (in.remaining() >= 3) {
                            in.position(in.position() + 3);
                        }
                    }
                });
        read("ab", "cd", "ef");
        assertThat(calls).containsExactly("opened", "received ab", "received abcd", "received def");
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void theEndIsToldOnceWithTheRestAndThenClosed() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {}
                });
        read("ab");
        end();
        assertThat(calls)
                .containsExactly(
                        "opened",
                        "received ab",
                        "peerEnded",
                        "inputEnded 2 ENDED",
                        "closed Finished");
        assertThat(port.log).containsExactly("endOutput", "close", "close");
    }

    @Test
    void aPauseKeepsBytesAndEndUntilResumed() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        in.get();
                        if (calls.size() < 3) {
                            connection.pauseInput();
                        }
                    }
                });
        read("abc", "d");
        end();
        assertThat(calls).containsExactly("opened", "received abc", "peerEnded");
        task(() -> connection.resumeInput());
        assertThat(calls.subList(3, calls.size()))
                .containsExactly("received bcd", "inputEnded 2 ENDED", "closed Finished");
    }

    @Test
    void resumeInputDeliversAgainThoughNothingIsNew() {
        open(new Recorder(""));
        task(() -> connection.resumeInput());
        assertThat(calls).containsExactly("opened", "received ");
    }

    @Test
    void aSwitchHandsOverUnreadBytesInTheSameTurn() {
        open(
                new Recorder("a.") {
                    @Override
                    void consume(ByteBuffer in) {
                        in.get();
                        connection.deadline(5);
                        connection.switchTo(new Recorder("b."));
                    }
                });
        read("xyz");
        assertThat(calls)
                .containsExactly("a.opened", "a.received xyz", "b.opened", "b.received yz");
        port.now = 10;
        connection.turn(0, SCRATCH);
        assertThat(calls).hasSize(4);
        end();
        assertThat(calls).last().isEqualTo("b.closed Finished");
        assertThat(calls).doesNotContain("a.closed Finished");
    }

    @Test
    void aSwitchAtTheEndHandsOverTheRestAndTheEnd() {
        open(
                new Recorder("a.") {
                    @Override
                    void consume(ByteBuffer in) {}

                    @Override
                    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
                        connection.switchTo(new Recorder("b."));
                        return AfterInput.CLOSE;
                    }
                });
        read("xy");
        end();
        assertThat(calls)
                .containsExactly(
                        "a.opened",
                        "a.received xy",
                        "a.peerEnded",
                        "b.opened",
                        "b.peerEnded",
                        "b.received xy",
                        "b.inputEnded 0 ENDED",
                        "b.closed Finished");
    }

    @Test
    void aSwitchWhileDrainingTellsTheNextHandlerToo() {
        open(new Recorder("a."));
        connection.drain(7);
        connection.turn(0, SCRATCH);
        task(() -> connection.switchTo(new Recorder("b.")));
        assertThat(calls).containsExactly("a.opened", "a.draining 7", "b.opened", "b.draining 7");
    }

    @Test
    void expectHoldsTheNextDeliveryBack() {
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {
                        if (in.remaining() < 4) {
                            connection.expect(4);
                        } else {
                            in.position(in.limit());
                        }
                    }
                });
        read("a", "b", "c", "d");
        assertThat(calls).containsExactly("opened", "received a", "received abcd");
    }

    @Test
    void nothingConsumedAndFullIsAborted() {
        limits = limitsWithMaxInput(4);
        open(
                new Recorder("") {
                    @Override
                    void consume(ByteBuffer in) {}
                });
        read("abcd");
        assertThat(port.closed)
                .isInstanceOfSatisfying(
                        Closed.Aborted.class,
                        how -> assertThat(how.reason()).contains("transport.max-input", "expect"));
    }
}
