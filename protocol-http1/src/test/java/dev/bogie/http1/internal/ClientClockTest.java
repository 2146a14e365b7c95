package dev.bogie.http1.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http.Request;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.memory.Network;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A client's time is the engine's, which here passes only when the test says so. */
class ClientClockTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void anAnswerIsAwaitedByTheClockOfTheEngine() throws Exception {
        Network network = Network.seeded(3).patience(Patience.LIMIT);
        Engine engine = network.engine();
        ConnectionHandler silent = new SilentHandler();
        InetSocketAddress address =
                (InetSocketAddress) engine.listen(ListenTarget.loopback(0), () -> silent).address();
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        try (Http1Client client =
                new Http1Client(
                        new ScriptedServer.Context(engine),
                        Wire.settings("http1.answer-timeout", HOUR))) {
            Request request = Request.get("http://127.0.0.1:" + address.getPort() + "/");
            Thread.ofVirtual()
                    .start(
                            () -> {
                                try {
                                    client.handle(request).close();
                                } catch (Throwable e) {
                                    outcome.complete(e);
                                }
                            });
            long until = System.nanoTime() + Patience.LIMIT.toNanos();
            while (!outcome.isDone() && System.nanoTime() - until < 0) {
                network.runFor(HOUR); // the caller may begin to wait only now
            }
            assertThat(Patience.await(outcome)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    private static final class SilentHandler implements ConnectionHandler {
        @Override
        public void opened(dev.bogie.transport.Connection connection) {}

        @Override
        public void received(java.nio.ByteBuffer in) {
            in.position(in.limit());
        }
    }
}
