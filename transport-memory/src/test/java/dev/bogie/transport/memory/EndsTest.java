package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

class EndsTest {
    private final Network network = Network.seeded(11);
    private final Engine engine = network.engine();

    private Throwable failure(CompletionStage<?> stage) {
        try {
            Object unused = network.await(stage);
            throw new AssertionError("did not fail");
        } catch (CompletionException e) {
            assertThat(e.getCause()).isNotNull();
            return e.getCause();
        }
    }

    // Connecting

    @Test
    void aPortWhereNobodyListensRefuses() {
        Recorder client = new Recorder("client");

        Throwable cause = failure(engine.connect(ConnectTarget.to("localhost", 9), client));

        assertThat(cause).isInstanceOf(ConnectException.class).hasMessageContaining(":9");
        assertThat(client.calls).isEmpty();
        assertThat(network.nanoTime()).isZero();
    }

    @Test
    void aHostThatDoesNotExistDoesNotAnswerUntilTheTimeIsOver() {
        Recorder client = new Recorder("client");
        ConnectTarget nobody = ConnectTarget.to("192.0.2.1", 80).withTimeout(Duration.ofSeconds(7));

        Throwable cause = failure(engine.connect(nobody, client));

        assertThat(cause).isInstanceOf(ConnectionTimeoutException.class);
        assertThat(client.calls).isEmpty();
        assertThat(network.nanoTime()).isEqualTo(Duration.ofSeconds(7).toNanos());
    }

    @Test
    void onlyNamesOfTheNetworkAreResolved() throws IOException {
        network.host("Server.Example", InetAddress.ofLiteral("10.0.0.7"));
        Recorder server = new Recorder("server");
        InetSocketAddress address = new InetSocketAddress("10.0.0.7", 80);
        engine.listen(ListenTarget.bind(address), () -> server);

        network.await(engine.connect(ConnectTarget.to("server.example", 80), new Recorder("c")));
        Throwable cause =
                failure(engine.connect(ConnectTarget.to("example.com", 80), new Recorder("c")));

        assertThat(server.calls).isNotEmpty();
        assertThat(cause)
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("example.com");
    }

    @Test
    void anAddressIsListenedAtOnceOnly() throws IOException {
        Listener listener = engine.listen(ListenTarget.loopback(0), () -> new Recorder("server"));
        ListenTarget same = ListenTarget.bind(listener.address());

        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> engine.listen(same, () -> new Recorder("server")))
                .withMessageContaining("in use");
        listener.close();
        assertThat(engine.listen(same, () -> new Recorder("server")).address())
                .isEqualTo(listener.address());
    }

    @Test
    void aWildcardListensAtAllHosts() throws IOException {
        Recorder server = new Recorder("server");
        engine.listen(ListenTarget.bind(new InetSocketAddress("0.0.0.0", 80)), () -> server);

        network.await(engine.connect(ConnectTarget.to("10.1.2.3", 80), new Recorder("client")));
        network.run();

        assertThat(server.calls).isNotEmpty();
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> engine.listen(ListenTarget.loopback(80), () -> server));
    }

    @Test
    void aPausedListenerQueuesNewcomersAndServesThemLater() {
        Recorder server = new Recorder("server");
        Listener listener = Pair.listen(engine, server);
        listener.pause();
        Recorder client = new Recorder("client").opened(c -> Recorder.say(c, "early"));

        network.await(engine.connect(Pair.to(listener), client));
        network.run();
        assertThat(server.calls).isEmpty();

        listener.resume();
        network.run();
        assertThat(server.text).hasToString("early");
    }

    @Test
    void aResumedListenerServesAllThatWait() throws IOException {
        List<Recorder> servers = new ArrayList<>();
        Listener listener =
                engine.listen(
                        ListenTarget.loopback(0),
                        () -> {
                            servers.add(new Recorder("server"));
                            return servers.getLast();
                        });
        listener.pause();
        for (int i = 0; i < 5; i++) {
            network.await(engine.connect(Pair.to(listener), new Recorder("client")));
        }
        network.run();
        assertThat(servers).isEmpty();

        listener.resume();
        network.run();

        assertThat(servers).hasSize(5);
    }

    @Test
    void aLocalAddressIsTakenUntilItsConnectionIsClosed() {
        Listener listener = Pair.listen(engine, new Recorder("server"));
        ConnectTarget target =
                new ConnectTarget(
                        listener.address(),
                        new InetSocketAddress("127.0.0.1", 5_000),
                        Duration.ofSeconds(1));
        Recorder first = new Recorder("first");
        network.await(engine.connect(target, first));

        assertThat(failure(engine.connect(target, new Recorder("second"))))
                .isInstanceOf(BindException.class);
        first.connection().abort("on purpose");
        network.run();
        network.await(engine.connect(target, new Recorder("third")));
    }

    @Test
    void aListenerThatIsClosedTwiceLeavesTheNextOneAlone() throws IOException {
        Listener first = Pair.listen(engine, new Recorder("server"));
        first.close();
        Recorder server = new Recorder("server");
        Listener second = engine.listen(ListenTarget.bind(first.address()), () -> server);
        first.close();

        network.await(engine.connect(Pair.to(second), new Recorder("client")));
        network.run();

        assertThat(server.calls).isNotEmpty();
    }

    @Test
    void aFullBacklogDoesNotAnswer() throws IOException {
        Listener listener =
                engine.listen(
                        new ListenTarget.Bind(new InetSocketAddress("10.0.0.1", 0), 1),
                        () -> new Recorder("server"));
        listener.pause();
        network.await(engine.connect(Pair.to(listener), new Recorder("first")));

        Throwable cause = failure(engine.connect(Pair.to(listener), new Recorder("second")));

        assertThat(cause).isInstanceOf(ConnectionTimeoutException.class);
    }

    @Test
    void aRequestThatFindsAFullBacklogIsSentAgain() throws IOException {
        Listener listener =
                engine.listen(
                        new ListenTarget.Bind(new InetSocketAddress("10.0.0.1", 0), 1),
                        () -> new Recorder("server"));
        listener.pause();
        network.await(engine.connect(Pair.to(listener), new Recorder("first")));
        CompletionStage<Void> second = engine.connect(Pair.to(listener), new Recorder("second"));
        network.runFor(Duration.ofMillis(10));

        listener.resume();
        network.await(second);

        assertThat(network.nanoTime()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void whatWaitsInTheBacklogOfAClosedListenerIsReset() {
        Listener listener = Pair.listen(engine, new Recorder("server"));
        listener.pause();
        Recorder client = new Recorder("client");
        network.await(engine.connect(Pair.to(listener), client));

        listener.close();
        network.run();

        assertThat(client.closed).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void aSupplierThatThrowsCostsItsConnectionOnly() throws IOException {
        List<Recorder> made = new ArrayList<>();
        Listener listener =
                engine.listen(
                        ListenTarget.loopback(0),
                        () -> {
                            Recorder server = new Recorder("server");
                            made.add(server);
                            if (made.size() == 1) {
                                throw new IllegalStateException("on purpose");
                            }
                            return server;
                        });
        Recorder first = new Recorder("first");
        network.await(engine.connect(Pair.to(listener), first));
        network.run();
        Recorder second = new Recorder("second");
        network.await(engine.connect(Pair.to(listener), second));
        network.run();

        assertThat(first.closed).isInstanceOf(Closed.PeerReset.class);
        assertThat(second.closed).isNull();
        assertThat(made.get(1).calls).isNotEmpty();
    }

    // Breaking off

    @Test
    void anAbortIsAResetToThePeerAndWhatItHasNotReadIsLost() {
        Pair pair = Pair.open(network);
        Connection c = pair.client().connection();
        network.latency(Duration.ofMillis(1), Duration.ofMillis(1));
        c.execute(
                () -> {
                    Recorder.say(c, "never read");
                    c.flush();
                    c.abort("on purpose");
                });

        network.run();

        assertThat(pair.client().closed).isEqualTo(new Closed.Aborted("on purpose"));
        assertThat(pair.server().closed).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void aResetIsSeenWhileInputIsPausedAndTheBufferIsFull() {
        Recorder server = new Recorder("server").opened(Connection::pauseInput);
        Pair pair = Pair.open(network, new Recorder("client"), server);
        Connection c = pair.client().connection();
        c.execute(() -> c.write(ByteBuffer.allocate(200_000), null));
        network.run();
        assertThat(server.closed).isNull();

        c.abort("on purpose");
        network.run();

        assertThat(server.closed).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void writingToAPeerThatHasClosedEndsInAReset() {
        Recorder server = new Recorder("server");
        server.afterInput = AfterInput.KEEP_OPEN;
        Pair pair = Pair.open(network, new Recorder("client"), server);
        Connection c = pair.client().connection();
        c.execute(c::close);
        network.runFor(Duration.ofSeconds(6)); // more than it lingers
        assertThat(pair.client().closed).isEqualTo(Closed.finished());
        assertThat(server.closed).isNull();

        Connection s = server.connection();
        s.execute(() -> Recorder.say(s, "anybody there?"));
        network.run();

        assertThat(server.closed).isInstanceOf(Closed.PeerReset.class);
    }

    @Test
    void theNetworkBreaksConnectionsForBothEnds() {
        Pair pair = Pair.open(network);
        network.resets(1);
        Connection c = pair.client().connection();
        c.execute(() -> Recorder.say(c, "x"));
        network.run();

        assertThat(pair.client().closed).isInstanceOf(Closed.PeerReset.class);
        assertThat(pair.server().closed).isInstanceOf(Closed.PeerReset.class);
    }

    // Drain

    @Test
    void aDrainCountsWhatEndedAndWhatWasAborted() {
        Recorder polite = new Recorder("polite");
        polite.onDraining = Connection::close;
        Listener listener = Pair.listen(engine, new Recorder("server"));
        Engine other = network.engine();
        network.await(other.connect(Pair.to(listener), polite));
        Recorder stubborn = new Recorder("stubborn");
        network.await(
                other.connect(Pair.to(Pair.listen(engine, new Recorder("server 2"))), stubborn));

        Engine.Drained drained = network.await(other.close(Duration.ofSeconds(30)));

        assertThat(drained).isEqualTo(new Engine.Drained(1, 1));
        assertThat(network.nanoTime()).isEqualTo(Duration.ofSeconds(30).toNanos());
        assertThat(stubborn.closed).isInstanceOf(Closed.Aborted.class);
    }

    @Test
    void aDrainIsToldBeforeTheClockGoesOn() {
        Recorder polite = new Recorder("polite");
        polite.onDraining = Connection::close;
        Engine other = network.engine();
        network.await(other.connect(Pair.to(Pair.listen(engine, new Recorder("server"))), polite));

        Engine.Drained drained = network.await(other.close(Duration.ofSeconds(30)));

        assertThat(drained).isEqualTo(new Engine.Drained(1, 0));
        assertThat(network.nanoTime()).isLessThan(Duration.ofSeconds(30).toNanos());
    }

    @Test
    void theShorterGraceCounts() {
        Pair pair = Pair.open(network);
        CompletionStage<Engine.Drained> first = pair.engine().close(Duration.ofHours(1));
        network.runFor(Duration.ofSeconds(1));
        CompletionStage<Engine.Drained> second = pair.engine().close(Duration.ZERO);

        assertThat(network.await(first)).isEqualTo(new Engine.Drained(0, 2));
        assertThat(network.await(second)).isEqualTo(new Engine.Drained(0, 2));
        assertThat(network.nanoTime()).isEqualTo(Duration.ofSeconds(1).toNanos());
    }

    @Test
    void aClosedEngineRefusesEverything() {
        network.await(engine.close(Duration.ZERO));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () ->
                                engine.listen(
                                        ListenTarget.loopback(0), () -> new Recorder("server")));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> engine.connect(ConnectTarget.to("localhost", 1), new Recorder("c")));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> engine.schedule(1, () -> {}));
    }

    @Test
    void attemptsToConnectEndWithTheirEngine() {
        CompletionStage<Void> attempt =
                engine.connect(ConnectTarget.to("192.0.2.1", 80), new Recorder("client"));
        network.runFor(Duration.ofMillis(1));
        CompletionStage<Engine.Drained> drained = engine.close(Duration.ofSeconds(1));

        assertThat(failure(attempt)).hasMessageContaining("the engine is closed");
        assertThat(network.await(drained)).isEqualTo(new Engine.Drained(0, 0));
    }
}
