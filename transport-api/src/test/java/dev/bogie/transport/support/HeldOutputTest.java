package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.ConnectionHandler;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What one loan leaves for the next to send. */
class HeldOutputTest extends StreamFixture {
    private final List<String> seen = new ArrayList<>(); // what had left when a body began

    /** Lends for each byte, to a body that answers it. */
    private class Answering implements ConnectionHandler {
        @Override
        public void opened(dev.bogie.transport.Connection opened) {}

        @Override
        public void received(ByteBuffer in) {
            if (in.hasRemaining()) {
                byte next = in.get();
                connection.lend(
                        c -> {
                            seen.add(port.sent.toString());
                            answer(c, next);
                        });
            }
        }

        void answer(BlockingConnection c, byte next) throws Exception {
            c.output(1).put(next);
        }
    }

    private void serve(Answering handler, String input) {
        open(handler);
        read(input);
        connection.runLoan();
    }

    @Test
    void loansThatFollowEachOtherSendTogether() {
        port.holds = true;
        serve(new Answering(), "abc");
        assertThat(port.sent).hasToString("abc");
        assertThat(port.writes).isEqualTo(1);
    }

    @Test
    void eachLoanSendsForItselfWhereThePortDoesNotHold() {
        serve(new Answering(), "abc");
        assertThat(seen).containsExactly("", "a", "ab");
        assertThat(port.log).contains("flush");
    }

    @Test
    void thePortSendsWhatIsHeldWhileABodyIsBusyElsewhere() {
        port.holds = true;
        serve(
                new Answering() {
                    @Override
                    void answer(BlockingConnection c, byte next) throws Exception {
                        connection.flushHeld();
                        seen.add(port.sent.toString());
                        super.answer(c, next);
                        connection.flushHeld(); // the body's own, which it has not flushed
                    }
                },
                "ab");
        assertThat(seen).containsExactly("", "", "", "a");
        assertThat(port.sent).hasToString("ab");
    }

    @Test
    void aBodyThatFlushesSendsWhatIsHeldFirst() {
        port.holds = true;
        serve(
                new Answering() {
                    @Override
                    void answer(BlockingConnection c, byte next) throws Exception {
                        c.flush();
                        seen.add(port.sent.toString());
                        super.answer(c, next);
                    }
                },
                "ab");
        assertThat(seen).containsExactly("", "", "", "a");
    }

    @Test
    void aWaitSendsWhatIsHeld() {
        port.holds = true;
        port.onAwait =
                () -> {
                    seen.add(port.sent.toString());
                    port.put("!");
                };
        serve(
                new Answering() {
                    @Override
                    void answer(BlockingConnection c, byte next) throws Exception {
                        if (next == 'b') {
                            assertThat(c.awaitInput(Long.MAX_VALUE)).isTrue();
                        }
                        super.answer(c, next);
                    }
                },
                "ab");
        assertThat(seen).containsExactly("", "", "a", "a");
    }

    @Test
    void noMoreIsHeldThanOneChunk() {
        port.holds = true;
        serve(
                new Answering() {
                    @Override
                    void answer(BlockingConnection c, byte next) {
                        c.output(ChunkPool.CHUNK / 2).put(new byte[ChunkPool.CHUNK / 2]);
                    }
                },
                "abcd");
        assertThat(seen.stream().map(String::length).toList())
                .containsExactly(0, 0, 0, ChunkPool.CHUNK * 3 / 2);
        assertThat(port.sent).hasSize(ChunkPool.CHUNK * 2);
    }

    @Test
    void aFailureToSendWhatIsHeldIsToldInTheDriversTurn() {
        port.holds = true;
        serve(
                new Answering() {
                    @Override
                    void answer(BlockingConnection c, byte next) throws Exception {
                        port.writeFailure = new IOException("gone");
                        connection.flushHeld();
                        assertThat(port.closed).isNull();
                        super.answer(c, next);
                    }
                },
                "ab");
        assertThat(port.closed).isInstanceOf(dev.bogie.transport.Closed.PeerReset.class);
    }

    @Test
    void whoeverSendsNothingIsLostOrSentTwice() throws InterruptedException {
        port.holds = true;
        String all = "0123456789".repeat(2_000);
        open(new Answering());
        read(all);
        Thread sender =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    while (!Thread.interrupted()) {
                                        connection.flushHeld();
                                    }
                                });
        connection.runLoan();
        sender.interrupt();
        sender.join();
        assertThat(port.sent).hasToString(all);
    }
}
