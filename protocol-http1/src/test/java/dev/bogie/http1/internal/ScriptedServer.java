package dev.bogie.http1.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.Patience;
import dev.bogie.transport.ClientContext;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.memory.MemoryTransport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Servers that say what a test wrote for them, and a client. */
final class ScriptedServer implements AutoCloseable {
    /** What a server does with all that it got of the present request. */
    interface Script {
        /** Answers true if that was a whole request, which is then forgotten. */
        boolean got(String text, Connection connection);
    }

    final AtomicInteger connections = new AtomicInteger();
    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<Closed> ends = new CopyOnWriteArrayList<>();
    final CompletableFuture<Void> oneEnd = new CompletableFuture<>();
    private final Engine engine =
            new MemoryTransport().start(new CountingContext(Settings.defaults()));
    private @Nullable Http1Client client;

    @Override
    public void close() {
        closeClient();
        Patience.await(engine.close(Duration.ZERO));
    }

    void closeClient() {
        if (client != null) {
            client.close();
        }
    }

    private final class Scripted implements ConnectionHandler {
        private final Script script;
        private final StringBuilder text = new StringBuilder();
        private @Nullable Connection connection;

        Scripted(Script script) {
            this.script = script;
        }

        @Override
        public void opened(Connection opening) {
            connection = opening;
            connections.incrementAndGet();
        }

        @Override
        public void received(ByteBuffer in) {
            byte[] bytes = new byte[in.remaining()];
            in.get(bytes);
            text.append(new String(bytes, ISO_8859_1));
            if (script.got(text.toString(), Objects.requireNonNull(connection))) {
                requests.add(text.toString());
                text.setLength(0);
            }
        }

        @Override
        public void closed(Closed how) {
            ends.add(how);
            oneEnd.complete(null);
        }
    }

    /** What a client is given. */
    record Context(Engine engine) implements ClientContext {
        @Override
        public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
            return engine.connect(target, handler);
        }

        @Override
        public long nanoTime() {
            return engine.nanoTime();
        }

        @Override
        public Engine.Timer schedule(long delayNanos, Runnable task) {
            return engine.schedule(delayNanos, task);
        }

        @Override
        public Settings settings() {
            return Settings.defaults();
        }

        @Override
        public Threads threads() {
            throw new UnsupportedOperationException();
        }

        @Override
        public <P extends Protocol<?>> List<P> find(Class<P> kind, Class<?> contract) {
            return List.of();
        }
    }

    /** The address of a server of that script, and a client. */
    String serve(Script script, Http1Settings settings) throws IOException {
        InetSocketAddress address =
                (InetSocketAddress)
                        engine.listen(ListenTarget.loopback(0), () -> new Scripted(script))
                                .address();
        client = new Http1Client(new Context(engine), settings);
        return "http://127.0.0.1:" + address.getPort() + "/";
    }

    String serve(Script script) throws IOException {
        return serve(script, Http1Settings.of(Settings.defaults()));
    }

    Response handle(Request request) throws Exception {
        return Objects.requireNonNull(client).handle(request);
    }

    String get(String address) throws Exception {
        try (Response response = handle(Request.get(address))) {
            return response.status().code() + " " + response.body().readString();
        }
    }

    static boolean say(Connection c, String text) {
        c.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)), null);
        return true;
    }

    /** Answers each whole head with that. */
    static Script saying(String answer) {
        return (text, c) -> text.endsWith("\r\n\r\n") && say(c, answer);
    }
}
