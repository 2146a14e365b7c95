package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionTimeoutException;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Info;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Transport;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Listening and connecting. */
public abstract class EngineContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected EngineContract() {}

    /** An address in use is refused where it is asked for. */
    @Test
    public void anAddressInUseIsABindException() {
        Listener listener = rig.listen(() -> rig.server());
        ListenTarget again = ListenTarget.bind(listener.address());
        assertThrows(
                BindException.class, () -> rig.engine().listen(again, () -> rig.server()).close());
    }

    /**
     * An address is free again soon after its listener is closed, which may be done twice. Broken
     * by a descriptor that is kept until something else happens.
     */
    @Test
    public void anAddressIsFreeAfterItsListenerIsClosed() {
        Listener listener = rig.listen(() -> rig.server());
        listener.close();
        listener.close();
        ListenTarget again = ListenTarget.bind(listener.address());
        long until = System.nanoTime() + Patience.limit().toNanos();
        while (!isFree(again)) {
            assertTrue(System.nanoTime() - until < 0, "still in use");
            rig.passTime(Duration.ofMillis(1));
        }
    }

    private boolean isFree(ListenTarget target) {
        try {
            rig.engine().listen(target, () -> rig.server()).close();
            return true;
        } catch (BindException expected) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where nobody listens a connect is refused, and its handler never called. */
    @Test
    public void aRefusedConnectIsAConnectExceptionAndCallsNoHandler() {
        Listener listener = rig.listen(() -> rig.server());
        SocketAddress address = listener.address();
        listener.close();
        RecordingHandler client = rig.client();
        assertInstanceOf(
                ConnectException.class, Patience.awaitFailure(rig.connectLate(address, client)));
        assertEquals(List.of(), client.seen().calls());
    }

    /**
     * A connect that takes too long says so. The backlog is filled first; where the system answers
     * in another way, no connect fails for another reason.
     */
    @Test
    public void aConnectTimesOut() {
        SocketAddress any = rig.subject().listenTarget().address();
        Listener listener = rig.listen(new ListenTarget.Bind(any, 1), () -> rig.server());
        listener.pause();
        List<CompletionStage<Void>> connects = new ArrayList<>();
        List<RecordingHandler> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            RecordingHandler client = rig.client();
            clients.add(client);
            connects.add(
                    rig.connect(
                            ConnectTarget.to(listener.address())
                                    .withTimeout(Duration.ofMillis(300)),
                            client));
        }
        int timedOut = 0;
        for (int i = 0; i < 8; i++) {
            Optional<Throwable> failure = Patience.outcome(connects.get(i));
            if (failure.isPresent()) {
                assertInstanceOf(ConnectionTimeoutException.class, failure.get());
                assertEquals(List.of(), clients.get(i).seen().calls());
                timedOut++;
            }
        }
        assertTrue(timedOut > 0, "no connect timed out though nobody accepts");
    }

    /**
     * A connect completes after {@code opened} has returned: the callback lasts until the caller
     * has the stage, and finds it incomplete. Broken by completing it when the channel connects.
     */
    @Test
    public void aConnectCompletesAfterOpened() {
        Thread caller = Thread.currentThread();
        CompletableFuture<CompletionStage<Void>> connect = new CompletableFuture<>();
        CompletableFuture<Boolean> early = new CompletableFuture<>();
        RecordingHandler client =
                rig.client()
                        .on(
                                Call.OPENED,
                                c ->
                                        early.complete(
                                                Thread.currentThread() != caller
                                                        && isDone(Patience.await(connect))));
        Listener listener = rig.listen(() -> rig.server());
        connect.complete(rig.connect(listener.address(), client));
        Patience.await(connect.thenCompose(stage -> stage));
        assertEquals(Call.OPENED, client.seen().calls().getFirst());
        assertFalse(Patience.await(early));
    }

    private static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    /** A host given by name, or as a literal that is not resolved, is resolved. */
    @Test
    public void anUnresolvedAddressIsResolved() {
        RecordingHandler client = rig.client();
        Listener listener = rig.listen(() -> rig.server().echoing());
        Assumptions.assumeTrue(
                listener.address() instanceof InetSocketAddress,
                "the address here is none of an internet: skipped");
        InetSocketAddress address = (InetSocketAddress) listener.address();
        Patience.await(
                rig.connect(
                        ConnectTarget.to(address.getAddress().getHostAddress(), address.getPort()),
                        client));
        client.send("x");
        client.seen().awaitText("x");
    }

    /** A source of handlers that throws loses that connection, and accepting goes on. */
    @Test
    public void acceptingGoesOnAfterAHandlerCouldNotBeMade() {
        AtomicInteger asked = new AtomicInteger();
        Listener listener =
                rig.listen(
                        () -> {
                            if (asked.incrementAndGet() == 1) {
                                throw new IllegalArgumentException("meant to fail");
                            }
                            return rig.server().echoing();
                        });
        RecordingHandler first = rig.client();
        Optional<Throwable> outcome = Patience.outcome(rig.connect(listener.address(), first));
        if (outcome.isEmpty()) {
            rig.awaitBrokenOff(first);
        }
        RecordingHandler second = rig.client();
        Patience.await(rig.connect(listener.address(), second));
        second.send("x");
        second.seen().awaitText("x");
    }

    /** A paused listener accepts nobody until it is resumed; who waits in the backlog is kept. */
    @Test
    public void aPausedListenerKeepsNewcomersWaiting() {
        AtomicInteger accepted = new AtomicInteger();
        Listener listener =
                rig.listen(
                        () -> {
                            accepted.incrementAndGet();
                            return rig.server().echoing();
                        });
        listener.pause();
        listener.pause();
        List<RecordingHandler> clients = List.of(rig.client(), rig.client(), rig.client());
        List<CompletionStage<Void>> connects = new ArrayList<>();
        for (RecordingHandler client : clients) {
            connects.add(rig.connect(listener.address(), client));
            rig.roundTrip();
        }
        assertTrue(accepted.get() <= 1, "one may have been on its way in, not " + accepted);
        listener.resume();
        listener.resume();
        connects.forEach(Patience::await);
        for (RecordingHandler client : clients) {
            client.send("x");
            client.seen().awaitText("x");
        }
        assertEquals(3, accepted.get());
    }

    /** Closing a listener touches no connection that it has accepted. */
    @Test
    public void closingAListenerLeavesItsConnections() {
        RecordingHandler client = rig.client();
        RecordingHandler server = rig.server().echoing();
        rig.join(client, server);
        client.send("x");
        client.seen().awaitText("x");
    }

    /** A crowd of connections at once, each with its own bytes. */
    @Test
    public void aCrowdConnectsAtOnce() {
        int crowd = rig.subject().crowd();
        Listener listener = rig.listen(() -> new RecordingHandler("server").echoing());
        ConnectTarget patient =
                ConnectTarget.to(listener.address()).withTimeout(Duration.ofMinutes(2));
        List<RecordingHandler> clients = new ArrayList<>();
        List<CompletionStage<Void>> connects = new ArrayList<>();
        for (int i = 0; i < crowd; i++) {
            RecordingHandler client = new RecordingHandler("client " + i);
            clients.add(client);
            connects.add(rig.connect(patient, client));
        }
        connects.forEach(Patience::await);
        for (int i = 0; i < crowd; i++) {
            String text = "number " + i;
            assertTrue(clients.get(i).tell(c -> c.write(Flood.ascii(text), null)));
        }
        for (int i = 0; i < crowd; i++) {
            clients.get(i).seen().awaitText("number " + i);
            assertEquals("number " + i, clients.get(i).seen().text());
        }
    }

    /** Facts that every transport knows. */
    @Test
    public void factsOfAConnectionAreKnown() {
        List<SocketAddress> addresses = Collections.synchronizedList(new ArrayList<>());
        RecordingHandler client = rig.client();
        CompletableFuture<RecordingHandler> made = new CompletableFuture<>();
        Listener listener =
                rig.listen(
                        () -> {
                            RecordingHandler server = rig.server();
                            made.complete(server);
                            return server;
                        });
        Patience.await(rig.connect(listener.address(), client));
        RecordingHandler server = Patience.await(made);
        server.seen().awaitCall(Call.OPENED);
        for (Connection c : List.of(client.connection(), server.connection())) {
            assertEquals(rig.subject().transport().name(), c.info(Info.TRANSPORT).orElseThrow());
            Set<Capability> can = c.info(Info.CAPABILITIES).orElseThrow();
            assertTrue(can.contains(Capability.STREAM), can::toString);
            assertEquals(
                    rig.subject().capabilities().contains(Capability.HALF_CLOSE),
                    can.contains(Capability.HALF_CLOSE),
                    can::toString);
            addresses.add(c.info(Info.LOCAL_ADDRESS).orElseThrow());
            addresses.add(c.info(Info.REMOTE_ADDRESS).orElseThrow());
        }
        assertEquals(addresses.get(0), addresses.get(3));
        assertEquals(addresses.get(1), addresses.get(2));
        assertEquals(listener.address(), server.connection().info(Info.LISTENER).orElseThrow());
        assertTrue(client.connection().info(Info.LISTENER).isEmpty());
        assertTrue(client.connection().info(new Info<>("no-such", String.class)).isEmpty());
    }

    /** What a transport does not declare its engine refuses, by name. */
    @Test
    public void whatIsNotDeclaredIsRefusedByName() {
        Set<Capability> can = rig.subject().transport().capabilities();
        Engine engine = rig.engine();
        if (!can.contains(Capability.DATAGRAM)) {
            refuses("DATAGRAM", () -> engine.bind(ListenTarget.loopback(0), new Unused()));
        }
        if (!can.contains(Capability.ADOPT_LISTENER)) {
            refuses("ADOPT_LISTENER", () -> adopt(engine));
            refuses("ADOPT_LISTENER", () -> rig.listen(() -> rig.server()).detach());
        }
    }

    private void adopt(Engine engine) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            engine.listen(new ListenTarget.Adopt(channel), () -> rig.server()).close();
        }
    }

    private static final class Unused implements DatagramHandler {
        @Override
        public void opened(DatagramPort port) {}

        @Override
        public void received(ByteBuffer in, SocketAddress from) {}
    }

    private static void refuses(String capability, Executable call) {
        String said = assertThrows(UnsupportedOperationException.class, call).getMessage();
        assertTrue(String.valueOf(said).contains(capability), "it says: " + said);
    }

    /** A transport describes itself the same way each time, by a name that can be typed. */
    @Test
    public void aTransportDescribesItself() {
        Transport transport = rig.subject().transport();
        assertTrue(transport.name().matches("[a-z][a-z0-9-]*"), transport::name);
        assertEquals(transport.name(), rig.subject().transport().name());
        assertEquals(transport.capabilities(), transport.capabilities());
        assertTrue(transport.capabilities().contains(Capability.STREAM));
        assertEquals(transport.settings(), transport.settings());
        assertInstanceOf(
                dev.bogie.transport.Availability.Available.class,
                transport.availability(rig.context()));
    }
}
