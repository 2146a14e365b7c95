package dev.bogie.testkit.contract;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.LayerSide;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Blocking;
import dev.bogie.transport.BlockingConnection;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Layer;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/**
 * One test's engine under test, with what is connected through it. Starts the engine when it is
 * first needed; after the test closes it and checks that every handler was called in legal order.
 */
public final class Rig implements BeforeEachCallback, AfterEachCallback {
    private @Nullable TransportContract subject;
    private final List<RecordingHandler> handlers = new CopyOnWriteArrayList<>();
    private Settings settings = Settings.defaults();
    private @Nullable CountingContext context;
    private @Nullable Engine engine;

    Rig() {}

    @Override
    public void beforeEach(ExtensionContext test) {
        handlers.clear();
        subject =
                test.getRequiredTestInstances().findInstance(TransportContract.class).orElseThrow();
        settings = subject().settings();
        context = null;
        engine = null;
    }

    @Override
    public void afterEach(ExtensionContext test) {
        test.getExecutionException()
                .ifPresent(e -> e.addSuppressed(new AssertionError("seen: " + handlers)));
        Engine running = engine;
        if (running != null) {
            Patience.await(running.close(Duration.ZERO));
        }
        for (RecordingHandler handler : handlers) {
            handler.seen().check();
        }
    }

    TransportContract subject() {
        TransportContract present = subject;
        if (present == null) {
            throw new IllegalStateException("no test runs");
        }
        return present;
    }

    // The engine

    /** Changes a setting, before the engine is needed. */
    <T> void set(Setting<T> setting, T value) {
        if (engine != null) {
            throw new IllegalStateException("the engine runs already");
        }
        settings = settings.with(setting, value);
    }

    CountingContext context() {
        CountingContext present = context;
        if (present == null) {
            present = new CountingContext(settings);
            context = present;
        }
        return present;
    }

    Engine engine() {
        Engine running = engine;
        if (running == null) {
            running = start(context());
            engine = running;
        }
        return running;
    }

    /** Another engine of the same transport; the test closes it. */
    Engine another() {
        return start(anotherContext());
    }

    /** For another engine. */
    CountingContext anotherContext() {
        return new CountingContext(settings);
    }

    /** An engine of the transport; the test closes it. */
    Engine start(CountingContext with) {
        try {
            return subject().transport().start(with);
        } catch (IOException e) {
            throw new AssertionError("the engine does not start: " + e, e);
        }
    }

    // Connections

    /** A handler that is checked after the test. */
    RecordingHandler handler(String name) {
        RecordingHandler handler = new RecordingHandler(name);
        handlers.add(handler);
        return handler;
    }

    RecordingHandler server() {
        return handler("server");
    }

    RecordingHandler client() {
        return handler("client");
    }

    Listener listen(Supplier<? extends ConnectionHandler> server) {
        return listen(subject().listenTarget(), server);
    }

    Listener listen(ListenTarget target, Supplier<? extends ConnectionHandler> server) {
        try {
            return engine().listen(target, () -> around(server.get()));
        } catch (IOException e) {
            throw new AssertionError("the engine does not listen: " + e, e);
        }
    }

    CompletionStage<Void> connect(SocketAddress to, ConnectionHandler client) {
        return connect(ConnectTarget.to(to), client);
    }

    CompletionStage<Void> connect(ConnectTarget to, ConnectionHandler client) {
        Layer layer = subject().layer();
        if (layer == null) {
            return engine().connect(to, client);
        }
        return LayerSide.connect(engine(), layer, context(), to, client);
    }

    /** Connects to where a listener was closed just now, once the system knows. */
    CompletionStage<Void> connectLate(SocketAddress to, ConnectionHandler client) {
        CompletionStage<Void> probe = engine().connect(ConnectTarget.to(to), new Probe());
        for (int i = 0; i < 1_000 && Patience.outcome(probe).isEmpty(); i++) {
            passTime(Duration.ofMillis(1));
            probe = engine().connect(ConnectTarget.to(to), new Probe());
        }
        return connect(to, client);
    }

    private static final class Probe implements ConnectionHandler {
        @Override
        public void opened(Connection connection) {
            connection.close();
        }

        @Override
        public void received(ByteBuffer in) {
            in.position(in.limit());
        }
    }

    /** Connects two handlers and waits until both are open. */
    void join(RecordingHandler client, RecordingHandler server) {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        Listener listener =
                listen(
                        () -> {
                            asked.complete(null);
                            return server;
                        });
        Patience.await(connect(listener.address(), client));
        Patience.await(asked);
        server.seen().awaitCall(Call.OPENED);
        listener.close();
    }

    /** Connects a handler to one of which nothing is expected. */
    RecordingHandler joined(RecordingHandler server) {
        RecordingHandler client = client();
        join(client, server);
        return client;
    }

    /** A round trip on a connection of its own: something else that the engine has to do. */
    void roundTrip() {
        RecordingHandler client = handler("bystander");
        RecordingHandler server = handler("bystander's server").echoing();
        join(client, server);
        client.send("ping");
        client.seen().awaitText("ping");
        client.inTurn(c -> c.close());
        client.seen().awaitClosed();
        server.seen().awaitClosed();
    }

    /** Waits until a handler has learned that its peer broke the connection off. */
    void awaitBrokenOff(RecordingHandler handler) {
        Closed how = handler.seen().awaitClosed();
        if (subject().tellsResets()) {
            Assertions.assertInstanceOf(Closed.PeerReset.class, how);
        }
    }

    void assumeThatResetsAreTold() {
        Assumptions.assumeTrue(subject().tellsResets(), "an abort is told as an end here");
    }

    /** Waits until a turn has passed in which everything accepted before has run. */
    void settle(RecordingHandler handler) {
        handler.inTurn(c -> {});
        handler.inTurn(c -> {});
    }

    /** What a body finds out. */
    @FunctionalInterface
    interface Errand<T> {
        T run(BlockingConnection connection) throws Exception;
    }

    /**
     * Lends a connection to a body that is checked like a callback.
     *
     * @return what the body returns or throws, as soon as it does
     */
    <T> CompletableFuture<T> lend(RecordingHandler handler, Errand<T> errand) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Blocking body =
                handler.body(
                        b -> {
                            try {
                                outcome.complete(errand.run(b));
                            } catch (Throwable e) {
                                outcome.completeExceptionally(e);
                                throw e;
                            }
                        });
        handler.inTurn(c -> c.lend(body));
        return outcome;
    }

    /**
     * Lends a connection to a body that blocks, but not in a wait of the connection, and does not
     * listen to interrupts; returns when it does.
     *
     * @return what it waits for
     */
    CountDownLatch block(RecordingHandler handler) {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> blocks = new CompletableFuture<>();
        Blocking body =
                handler.body(
                        b -> {
                            blocks.complete(true);
                            awaitStubbornly(release);
                        });
        handler.inTurn(c -> c.lend(body));
        boolean unused = Patience.await(blocks);
        return release;
    }

    /** Code that does not listen to interrupts. */
    static void awaitStubbornly(CountDownLatch latch) {
        int interrupts = 0;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                interrupts++;
            }
        }
        if (interrupts > 100) {
            throw new AssertionError(interrupts + " interrupts: one is enough");
        }
    }

    /** Skips the test, visibly, where connections cannot do something. */
    void assume(Capability needed) {
        Assumptions.assumeTrue(
                subject().capabilities().contains(needed),
                () -> "needs " + needed + ", which connections here do not have: skipped");
    }

    /**
     * Ends the output, in a turn. Where that would end the input too, closes: the peer is told the
     * same.
     */
    void end(Connection connection) {
        if (subject().capabilities().contains(Capability.HALF_CLOSE)) {
            connection.end();
        } else {
            connection.close();
        }
    }

    /** Waits until time has passed on the engine's clock, virtual or not. */
    void passTime(Duration duration) {
        CompletableFuture<Boolean> passed = new CompletableFuture<>();
        engine().schedule(duration.toNanos(), () -> passed.complete(true));
        boolean unused = Patience.await(passed);
    }

    /** With the layer under test below it, if there is one. */
    ConnectionHandler around(ConnectionHandler handler) {
        Layer layer = subject().layer();
        return layer == null ? handler : layer.wrap(handler, LayerSide.server(context()));
    }
}
