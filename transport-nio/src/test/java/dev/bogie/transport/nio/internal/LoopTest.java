package dev.bogie.transport.nio.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What loops go on doing whatever else happens. */
class LoopTest {
    private Fixture nio;
    private volatile boolean released;

    @AfterEach
    void everythingIsGivenBack() throws Exception {
        released = true;
        nio.closeAndCheck();
    }

    private void start(TestContext context, Acceptor.Accepting accepting) throws IOException {
        nio = new Fixture(context, accepting);
    }

    private void start() throws IOException {
        start(new TestContext().with(NioTransport.LOOPS, 1L), ServerSocketChannel::accept);
    }

    private static void expectEcho(Listener listener) throws IOException {
        try (Socket socket = Fixture.socket(listener)) {
            socket.getOutputStream().write('x');
            assertThat(socket.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void loopsRunOnPlatformThreadsUnlessToldOtherwise() throws Exception {
        start(new TestContext(), ServerSocketChannel::accept);
        assertThat(Settings.defaults().get(NioTransport.LOOP_THREADS)).isEqualTo("platform");
        assertThat(nio.context.threads).isNotEmpty().noneMatch(Thread::isVirtual);

        Fixture other = Fixture.onLoops("virtual");
        assertThat(other.context.threads).isNotEmpty().allMatch(Thread::isVirtual);
        other.closeAndCheck();
    }

    @Test
    void thereIsOneLoopForEachProcessorUnlessToldOtherwise() throws Exception {
        start(new TestContext(), ServerSocketChannel::accept);

        assertThat(nio.engine.loops()).hasSize(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void byDefaultOthersAreAnsweredWhileBlockingCodeComputesOnAllProcessors() throws Exception {
        start(new TestContext(), ServerSocketChannel::accept);
        int bodies = carriers() + 1;
        CountDownLatch computing = new CountDownLatch(bodies - 1);
        LinkedBlockingQueue<ConnectionHandler> handlers = new LinkedBlockingQueue<>();
        for (int i = 0; i < bodies; i++) {
            handlers.add(
                    new Recorder() {
                        @Override
                        public void opened(Connection connection) {
                            connection.lend(
                                    _ -> {
                                        computing.countDown();
                                        while (!released) {
                                            Thread.onSpinWait();
                                        }
                                    });
                        }
                    });
        }
        handlers.add(new Recorder.Echo());
        Listener listener = nio.listen(handlers::remove);
        List<Socket> spinning = new ArrayList<>();
        try {
            for (int i = 0; i < bodies; i++) {
                spinning.add(Fixture.socket(listener));
            }
            assertThat(computing.await(30, TimeUnit.SECONDS)).isTrue();
            expectEcho(listener);
            assertThat(released).isFalse();
        } finally {
            released = true;
            for (Socket socket : spinning) {
                socket.close();
            }
        }
    }

    /** How many virtual threads run at once. */
    private static int carriers() {
        return Integer.getInteger(
                "jdk.virtualThreadScheduler.parallelism",
                Runtime.getRuntime().availableProcessors());
    }

    @Test
    void busyLoopsOnVirtualThreadsLetTheirCarriersGo() throws Exception {
        start(
                new TestContext()
                        .with(NioTransport.LOOP_THREADS, "virtual")
                        .with(NioTransport.LOOPS, carriers() + 1L), // the first one stays idle
                ServerSocketChannel::accept);
        CountDownLatch busy = new CountDownLatch(carriers());
        LinkedBlockingQueue<ConnectionHandler> handlers = new LinkedBlockingQueue<>();
        for (int i = 0; i < carriers(); i++) {
            handlers.add(
                    new Recorder() {
                        @Override
                        public void opened(Connection connection) {
                            goOn(connection);
                            busy.countDown();
                        }
                    });
        }
        handlers.add(new Recorder.Echo());
        Listener listener = nio.listen(handlers::remove);
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < carriers(); i++) {
                sockets.add(Fixture.socket(listener));
            }
            assertThat(busy.await(30, TimeUnit.SECONDS)).isTrue();
            expectEcho(listener);
        } finally {
            released = true;
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** A task that queues its like. */
    private void goOn(Connection connection) {
        if (!released) {
            boolean unused = connection.execute(() -> goOn(connection));
        }
    }

    @Test
    void errorsOfOneConnectionTouchNoOther() throws Exception {
        start();
        Recorder broken =
                new Recorder() {
                    @Override
                    public void received(ByteBuffer in) {
                        throw new StackOverflowError("for a test");
                    }

                    @Override
                    public void closed(Closed how) {
                        super.closed(how);
                        throw new AssertionError("for a test");
                    }
                };
        LinkedBlockingQueue<ConnectionHandler> handlers =
                new LinkedBlockingQueue<>(List.of(new Recorder.Echo(), broken));
        Listener listener = nio.listen(handlers::remove);
        try (Socket good = Fixture.socket(listener);
                Socket bad = Fixture.socket(listener)) {
            bad.getOutputStream().write('x');
            assertThat(Recorder.get(broken.closed)).isInstanceOf(Closed.Failed.class);

            good.getOutputStream().write('x');
            assertThat(good.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void aTimersErrorEndsNoLoop() throws Exception {
        start();
        nio.engine.schedule(
                0,
                () -> {
                    throw new AssertionError("for a test");
                });

        expectEcho(nio.listen(Recorder.Echo::new));
    }

    @Test
    void acceptingRecoversWhenTheSystemRefusesForAWhile() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        start(
                new TestContext().with(NioTransport.LOOPS, 1L),
                channel -> {
                    if (refusals.get() < 3) {
                        refusals.incrementAndGet();
                        throw new IOException("Too many open files");
                    }
                    return channel.accept();
                });

        expectEcho(nio.listen(Recorder.Echo::new));
        assertThat(refusals).hasValue(3);
    }

    @Test
    void whileAcceptingBacksOffTheLoopRests() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        start(
                new TestContext().with(NioTransport.LOOPS, 1L),
                channel -> {
                    if (!released) {
                        refusals.incrementAndGet();
                        throw new IOException("Too many open files");
                    }
                    return channel.accept();
                });
        Listener other = nio.listen(Recorder.Echo::new);
        Loop loop = nio.engine.loops().getFirst();
        try (Socket waiting = Fixture.socket(other)) {
            while (refusals.get() < 3) {
                Thread.onSpinWait();
            }
            // retries come on top, but they are tens of milliseconds apart
            assertThat(nio.roundsOf(loop, 100)).isLessThanOrEqualTo(3 * 100);
            released = true;
            waiting.getOutputStream().write('x');
            assertThat(waiting.getInputStream().read()).isEqualTo('x');
        }
    }
}
