package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** What must be given back: threads, buffers, descriptors. */
public abstract class LeakContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected LeakContract() {}

    /** Connections that rest hold no buffer: thousands of them must cost next to nothing. */
    @Test
    public void idleConnectionsHoldNoBuffers() {
        int some = Math.min(40, rig.subject().crowd() / 10);
        List<RecordingHandler> servers = openAndUse(some);
        servers.forEach(rig::settle);
        int before = rig.context().buffersOut();
        List<RecordingHandler> more = openAndUse(4 * some);
        more.forEach(rig::settle);
        int after = rig.context().buffersOut();
        assertTrue(
                after - before < some,
                "%d buffers out with %d pairs, %d with %d"
                        .formatted(before, some, after, 5 * some));
    }

    private List<RecordingHandler> openAndUse(int count) {
        List<RecordingHandler> servers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            RecordingHandler client = rig.client();
            RecordingHandler server = rig.server().echoing();
            rig.join(client, server);
            client.send("x");
            client.seen().awaitText("x");
            servers.add(server);
        }
        return servers;
    }

    /** A connection that ends with bytes unread and unsent gives its buffers back. */
    @Test
    public void anAbortGivesBackWhatWasUnreadAndUnsent() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().on(Call.OPENED, c -> c.pauseInput());
        rig.join(client, server);
        long unused = Flood.untilNotWritable(client);
        client.connection().abort("enough");
        client.seen().awaitClosed();
        server.connection().abort("enough");
        server.seen().awaitClosed();
        endsClean();
    }

    /**
     * Of a connection that is closed nothing is kept, not for the time of the deadline that it had
     * either. Broken by timers that are left to run out: a server that moves a deadline with each
     * request fills its memory with them.
     */
    @Test
    public void aClosedConnectionIsForgotten() {
        List<WeakReference<Object>> closed = openAndClose();
        long until = System.nanoTime() + Patience.limit().toNanos();
        while (closed.stream().anyMatch(reference -> reference.get() != null)) {
            assertTrue(System.nanoTime() - until < 0, "a handler is held after its end");
            System.gc();
            rig.passTime(Duration.ofMillis(1));
        }
    }

    /**
     * A method of its own, so that nothing on the stack holds the handlers when it has returned.
     */
    private List<WeakReference<Object>> openAndClose() {
        Mortal server = new Mortal();
        Mortal client = new Mortal();
        Listener listener = rig.listen(() -> server);
        Patience.await(rig.connect(listener.address(), client));
        Patience.await(server.opened);
        assertTrue(Patience.await(client.opened).execute(() -> client.end()));
        Patience.await(server.closed);
        Patience.await(client.closed);
        listener.close();
        return List.of(new WeakReference<>(server), new WeakReference<>(client));
    }

    private static final class Mortal implements ConnectionHandler {
        private final CompletableFuture<Connection> opened = new CompletableFuture<>();
        private final CompletableFuture<Closed> closed = new CompletableFuture<>();

        @Override
        public void opened(Connection connection) {
            connection.deadline(connection.nanoTime() + Duration.ofHours(1).toNanos());
            opened.complete(connection);
        }

        @Override
        public void received(ByteBuffer in) {}

        void end() {
            Connection connection = opened.join();
            connection.deadline(connection.nanoTime() + Duration.ofMinutes(30).toNanos());
            connection.close();
        }

        @Override
        public void closed(Closed how) {
            closed.complete(how);
        }
    }

    /** After a crowd of connections that ended in every way nothing is left. */
    @Test
    public void nothingIsLeftAfterACrowdOfConnections() {
        manyConnections(rig.subject().crowd());
    }

    /** The same after ten crowds, ten thousand unless each is dear, for leaks that are rare. */
    @Test
    @Tag("long")
    public void nothingIsLeftAfterTenCrowdsOfConnections() {
        manyConnections(10 * rig.subject().crowd());
    }

    private void manyConnections(int count) {
        int batch = Math.clamp(rig.subject().crowd() / 10, 20, 100);
        List<RecordingHandler> servers = new CopyOnWriteArrayList<>();
        Listener listener =
                rig.listen(
                        () -> {
                            RecordingHandler server = LeakContract.server();
                            servers.add(server);
                            return server;
                        });
        oneBatch(listener, servers, batch); // loads what is loaded once
        long files = openFiles();
        for (int done = 0; done < count; done += batch) {
            oneBatch(listener, servers, batch);
        }
        awaitFiles(files + batch / 2);
        endsClean();
    }

    /** A descriptor is given back a little after {@code closed}, where a selector has to do it. */
    private void awaitFiles(long most) {
        long until = System.nanoTime() + Patience.limit().toNanos();
        for (long now = openFiles(); now >= most; now = openFiles()) {
            assertTrue(System.nanoTime() - until < 0, now + " descriptors, not below " + most);
            rig.passTime(Duration.ofMillis(1));
        }
    }

    private static RecordingHandler server() {
        RecordingHandler server = new RecordingHandler("server");
        return server.onReceived(
                (c, in) -> {
                    byte kind = in.get();
                    server.consume(in);
                    switch (kind) {
                        case 0 -> c.close();
                        case 1 -> c.abort("meant to abort");
                        case 2 -> throw new IllegalArgumentException("meant to fail");
                        case 3 ->
                                c.lend(
                                        b -> {
                                            b.output(10).put(new byte[10]);
                                            b.awaitFlushed(Long.MAX_VALUE);
                                            b.close();
                                        });
                        default -> c.output(10).put(new byte[10]);
                    }
                });
    }

    private void oneBatch(Listener listener, List<RecordingHandler> servers, int size) {
        List<RecordingHandler> clients = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            byte kind = (byte) (i % 6);
            RecordingHandler client =
                    new RecordingHandler("client of kind " + kind)
                            .on(Call.OPENED, c -> c.output(5).put(new byte[] {kind, 1, 2, 3, 4}));
            client.onReceived(
                    (c, in) -> {
                        client.consume(in);
                        switch (kind) {
                            case 4 -> c.close();
                            case 5 -> c.abort("meant to abort");
                            default -> {}
                        }
                    });
            clients.add(client);
            Patience.await(rig.connect(listener.address(), client));
        }
        clients.forEach(c -> c.seen().awaitClosed());
        clients.forEach(c -> c.seen().check());
        servers.forEach(s -> s.seen().awaitClosed());
        servers.forEach(s -> s.seen().check());
        servers.clear();
    }

    private void endsClean() {
        Patience.await(rig.engine().close(Duration.ZERO));
        rig.context().awaitNoThreads();
        assertEquals(0, rig.context().buffersOut(), "buffers out after the engine has closed");
    }

    /** Where the system tells; otherwise always the same. */
    private static long openFiles() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (var files = Files.list(descriptors)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
