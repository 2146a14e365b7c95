package dev.bogie.transport.nio.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A running engine, and the proof that it gives everything back. */
final class Fixture {
    final TestContext context;
    final NioEngine engine;

    Fixture(TestContext context, Acceptor.Accepting accepting) throws IOException {
        this.context = context;
        this.engine = NioEngine.start(context, accepting);
    }

    /** One whose loops run on {@code platform} or {@code virtual} threads. */
    static Fixture onLoops(String threads) throws IOException {
        return new Fixture(
                new TestContext().with(NioTransport.LOOP_THREADS, threads),
                ServerSocketChannel::accept);
    }

    Engine.Drained close(Duration grace) throws Exception {
        return Recorder.get(engine.close(grace).toCompletableFuture());
    }

    /** To be called last. */
    void closeAndCheck() throws Exception {
        close(Duration.ZERO);
        for (Thread thread : context.threads) {
            assertThat(thread.join(Duration.ofSeconds(30))).as("%s ends", thread).isTrue();
        }
        assertThat(context.pool.outstanding()).isZero();
    }

    Listener listen(Supplier<ConnectionHandler> handlers) throws IOException {
        return engine.listen(ListenTarget.loopback(0), handlers);
    }

    <H extends ConnectionHandler> H connect(SocketAddress address, H handler) throws Exception {
        Recorder.get(engine.connect(ConnectTarget.to(address), handler).toCompletableFuture());
        return handler;
    }

    static Socket socket(Listener listener) throws IOException {
        InetSocketAddress address = (InetSocketAddress) listener.address();
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** How many rounds the only loop makes while it is left so many mails, one after the other. */
    long roundsOf(Loop loop, int mails) throws InterruptedException {
        long[] seen = new long[2];
        for (int i = 0; i <= mails; i++) {
            int last = Math.min(i, 1);
            CountDownLatch delivered = new CountDownLatch(1);
            engine.schedule(
                    0,
                    () -> {
                        seen[last] = loop.rounds();
                        delivered.countDown();
                    });
            assertThat(delivered.await(30, TimeUnit.SECONDS)).isTrue();
        }
        return seen[1] - seen[0];
    }
}
