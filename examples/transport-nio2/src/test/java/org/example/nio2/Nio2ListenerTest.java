package org.example.nio2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The one accept that may be outstanding. */
class Nio2ListenerTest {
    private final CountingContext context = new CountingContext(Settings.defaults());
    private final ScriptedServer channel = new ScriptedServer();
    private final ScriptedChannel accepted = new ScriptedChannel();
    private final RecordingHandler server = new RecordingHandler("server");
    private final AtomicInteger asked = new AtomicInteger();
    private Nio2Engine engine;
    private Nio2Listener listener;

    @BeforeEach
    void listens() throws IOException {
        engine = Nio2Engine.start(context);
        listener =
                new Nio2Listener(
                        engine,
                        channel,
                        () -> {
                            asked.incrementAndGet();
                            return server;
                        });
        assertTrue(engine.roster().add(listener));
        listener.accept();
    }

    @AfterEach
    void ends() {
        var closing = engine.close(Duration.ZERO);
        if (accepted.reading != null) {
            server.seen().awaitClosed();
            ReadingTest.later(() -> accepted.reading.fails(new AsynchronousCloseException()));
        }
        Patience.await(closing);
        context.awaitNoThreads();
        server.seen().check();
    }

    /** As long as descriptors are exhausted. Broken by an accept that nobody begins again. */
    @Test
    void acceptingGoesOnAfterTheSystemHasRefused() throws InterruptedException {
        channel.begun().failed(new IOException("too many open files"), null);
        channel.begun().failed(new IOException("too many open files"), null);
        channel.begun().completed(accepted, null);
        awaitAdmitted();
    }

    private void awaitAdmitted() {
        server.seen().awaitCall(Call.OPENED);
        server.inTurn(c -> {}); // after the first turn, which begins to read
    }

    /** The accept that is outstanding cannot be withdrawn; so who comes by it waits. */
    @Test
    void whoComesDuringAPauseIsAdmittedAfterIt() throws InterruptedException {
        var begun = channel.begun();
        listener.pause();
        begun.completed(accepted, null);
        assertEquals(0, asked.get());
        assertTrue(channel.accepts.isEmpty());
        listener.resume();
        awaitAdmitted();
        assertEquals(1, asked.get());
        assertTrue(channel.begun() != null);
    }

    @Test
    void whoCameDuringAPauseIsDroppedWithTheListener() throws InterruptedException {
        channel.failsOnClose = false; // nothing is outstanding then
        var begun = channel.begun();
        listener.pause();
        begun.completed(accepted, null);
        listener.close();
        assertTrue(accepted.closed);
        assertEquals(0, asked.get());
    }

    /** Both learn of each other: whoever comes second ends it. */
    @Test
    void whoComesWhileItClosesIsDropped() throws InterruptedException {
        channel.failsOnClose = false;
        var begun = channel.begun();
        listener.close();
        var closing = new CompletableFuture<Boolean>();
        engine.close(Duration.ZERO).thenRun(() -> closing.complete(true));
        assertFalse(closing.isDone());
        begun.completed(accepted, null);
        assertTrue(accepted.closed);
        assertTrue(Patience.await(closing));
    }

    /** A listening channel whose accepts complete when a test says so. */
    private static final class ScriptedServer extends AsynchronousServerSocketChannel {
        private final BlockingQueue<CompletionHandler<AsynchronousSocketChannel, Object>> accepts =
                new LinkedBlockingQueue<>();
        private boolean failsOnClose = true;
        private volatile boolean closed;
        private CompletionHandler<AsynchronousSocketChannel, Object> outstanding;

        ScriptedServer() {
            super(null);
        }

        /** The next accept that was begun. */
        CompletionHandler<AsynchronousSocketChannel, Object> begun() throws InterruptedException {
            var begun = accepts.poll(Patience.limit().toSeconds(), TimeUnit.SECONDS);
            if (begun == null) {
                throw new AssertionError("nobody accepts");
            }
            return begun;
        }

        @Override
        @SuppressWarnings("unchecked") // whatever is attached is an object
        public <A> void accept(
                A attachment, CompletionHandler<AsynchronousSocketChannel, ? super A> handler) {
            outstanding = (CompletionHandler<AsynchronousSocketChannel, Object>) handler;
            accepts.add(outstanding);
        }

        @Override
        public SocketAddress getLocalAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
            if (failsOnClose) {
                outstanding.failed(new AsynchronousCloseException(), null);
            }
        }

        // Not used

        @Override
        public Future<AsynchronousSocketChannel> accept() {
            throw new UnsupportedOperationException();
        }

        @Override
        public AsynchronousServerSocketChannel bind(SocketAddress local, int backlog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> AsynchronousServerSocketChannel setOption(SocketOption<T> name, T value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> T getOption(SocketOption<T> name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Set<SocketOption<?>> supportedOptions() {
            return Set.of();
        }
    }
}
