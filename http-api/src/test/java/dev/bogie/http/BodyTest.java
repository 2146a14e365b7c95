package dev.bogie.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bogie.transport.Closed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class BodyTest {
    @Test
    void bytesMayBeReadAnyNumberOfTimes() throws IOException {
        Body body = Body.text("häh");

        assertThat(body.length()).isEqualTo(4);
        assertThat(body.readString()).isEqualTo("häh");
        assertThat(body.readString()).isEqualTo("häh");
    }

    @Test
    void aDirectBufferIsTakenFromItsPosition() throws IOException {
        ByteBuffer direct = ByteBuffer.allocateDirect(8).put("xabc".getBytes(UTF_8)).flip();
        direct.get();

        assertThat(Body.of(direct).readString()).isEqualTo("abc");
        assertThat(direct.remaining()).isEqualTo(3);
    }

    @Test
    void whatIsLongerThanTheLimitIsRefused() {
        assertThatThrownBy(() -> Body.text("abcd").readAllBytes(3))
                .isInstanceOf(BodyTooLargeException.class);
        assertThatThrownBy(() -> Body.written(out -> out.write(new byte[4])).readAllBytes(3))
                .isInstanceOf(BodyTooLargeException.class);
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() throws IOException {
        assertThat(Body.written(out -> out.write(new byte[300])).readAllBytes(300)).hasSize(300);
    }

    @Test
    void aFileIsReadAndItsChannelClosed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "0123456789");
        FileChannel channel = FileChannel.open(file);
        try (Body body = Body.file(channel, 2, 5)) {
            assertThat(body.readString()).isEqualTo("23456");
        }

        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aFileThatShrankIsAnErrorAndNotAShortBody(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "0123456789");
        try (Body body = Body.file(file)) {
            Files.writeString(file, "01");

            assertThatThrownBy(body::readString).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aProducerIsDrivenUntilItEnds() throws IOException {
        Recorder producer = new Recorder(3);

        assertThat(Body.produced(producer).readString()).isEqualTo("line 1\nline 2\nline 3\n");
        assertThat(producer.calls).containsExactly("opened", "writable", "closed finished");
    }

    @Test
    void aProducerThatIsNotSentIsToldSo() {
        Recorder producer = new Recorder(1);
        Body body = Body.produced(producer);
        body.close();
        body.close();

        assertThat(producer.calls).containsExactly("closed aborted: the body was not sent");
    }

    @Test
    void aProducedBodyIsSentOnce() throws IOException {
        Body body = Body.produced(new Recorder(1));
        body.readString();

        assertThatThrownBy(body::readString).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aProducerThatThrowsFailsTheReader() {
        BodyProducer producer =
                sink -> {
                    throw new IllegalStateException("no");
                };

        assertThatThrownBy(() -> Body.produced(producer).readString())
                .isInstanceOf(IOException.class)
                .hasRootCauseMessage("no");
    }

    @Test
    void aReaderThatFailsClosesTheProducer() {
        Recorder producer = new Recorder(1000);
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("gone");
                    }
                };

        assertThatThrownBy(() -> Body.produced(producer).writeTo(broken)).hasMessage("gone");
        assertThat(producer.calls.getLast()).isEqualTo("closed reset by peer: gone");
    }

    @Test
    void aTaskFromAnotherThreadRunsOnTheDriver() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        BodySink[] sinks = new BodySink[1];
        Thread[] ran = new Thread[1];
        BodyProducer producer =
                sink -> {
                    sinks[0] = sink;
                    opened.countDown();
                };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thread driver = Thread.startVirtualThread(() -> unchecked(producer, out));
        opened.await();
        assertThatThrownBy(() -> sinks[0].write(UTF_8.encode("x")))
                .isInstanceOf(IllegalStateException.class);
        boolean queued =
                sinks[0].execute(
                        () -> {
                            ran[0] = Thread.currentThread();
                            sinks[0].write(UTF_8.encode("from outside"));
                            sinks[0].end();
                        });
        driver.join();

        assertThat(queued).isTrue();
        assertThat(ran[0]).isSameAs(driver);
        assertThat(out.toString(UTF_8)).isEqualTo("from outside");
        assertThat(sinks[0].execute(() -> {})).isFalse();
    }

    @Test
    void aDeadlineThatHasPassedIsTold() throws IOException {
        List<String> calls = new ArrayList<>();
        BodyProducer producer =
                new BodyProducer() {
                    private BodySink sink;

                    @Override
                    public void opened(BodySink sink) {
                        this.sink = sink;
                        sink.deadline(sink.nanoTime());
                    }

                    @Override
                    public void deadline(long now) {
                        calls.add("deadline");
                        sink.end();
                    }
                };
        Body.produced(producer).readString();

        assertThat(calls).containsExactly("deadline");
    }

    private static void unchecked(BodyProducer producer, OutputStream out) {
        try {
            Body.produced(producer).writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Writes some lines on demand and notes what it is told. */
    private static final class Recorder implements BodyProducer {
        final List<String> calls = new ArrayList<>();
        private final int lines;
        private BodySink sink;
        private int written;

        Recorder(int lines) {
            this.lines = lines;
        }

        @Override
        public void opened(BodySink sink) {
            calls.add("opened");
            this.sink = sink;
        }

        @Override
        public void writable() {
            calls.add("writable");
            while (sink.isWritable()) {
                if (written == lines) {
                    sink.end();
                    return;
                }
                sink.write(UTF_8.encode("line " + ++written + "\n"));
            }
        }

        @Override
        public void closed(Closed how) {
            calls.add("closed " + how.describe());
        }
    }
}
