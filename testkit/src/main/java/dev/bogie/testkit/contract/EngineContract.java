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
import dev.bogie.transport.RestingConnection;
import dev.bogie.transport.Transport;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Connecting, and what an engine says of itself. */
public abstract class EngineContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected EngineContract() {}

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

    /**
     * There is no longest time-out. Broken by a sum of nanoseconds, which begins anew from the
     * other end.
     */
    @Test
    public void aConnectMayHaveAllTheTimeThereIs() {
        Listener listener = rig.listen(() -> rig.server().echoing());
        for (Duration timeout :
                List.of(Duration.ofNanos(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE))) {
            RecordingHandler client = rig.client();
            Patience.await(
                    rig.connect(ConnectTarget.to(listener.address()).withTimeout(timeout), client));
            client.send("x");
            client.seen().awaitText("x");
        }
    }

    /** Who asks for a local address has it. Broken by letting the system choose all the same. */
    @Test
    public void aConnectComesFromTheAddressThatItAsksFor() {
        RecordingHandler server = rig.server();
        SocketAddress remote = internet(rig.listen(() -> server));
        Listener first = rig.listen(() -> rig.handler("too late"));
        SocketAddress local = first.address();
        first.close();
        RecordingHandler client = rig.client();
        ConnectTarget target = new ConnectTarget(remote, local, ConnectTarget.TIMEOUT);
        Optional<Throwable> failure = Patience.outcome(rig.connect(target, client));
        for (int i = 0; i < 1_000 && failure.isPresent(); i++) { // until the address is free
            assertInstanceOf(BindException.class, failure.get());
            rig.passTime(Duration.ofMillis(1));
            failure = Patience.outcome(rig.connect(target, client));
        }
        assertEquals(Optional.empty(), failure);
        server.seen().awaitCall(Call.OPENED);
        assertEquals(local, client.connection().info(Info.LOCAL_ADDRESS).orElseThrow());
        assertEquals(local, server.connection().info(Info.REMOTE_ADDRESS).orElseThrow());
    }

    private static InetSocketAddress internet(Listener listener) {
        Assumptions.assumeTrue(
                listener.address() instanceof InetSocketAddress,
                "the address here is none of an internet: skipped");
        return (InetSocketAddress) listener.address();
    }

    /**
     * A name that stands for nothing says so. This one has a label that is too long to be asked for
     * (RFC 1035 §2.3.4), so no name server is.
     */
    @Test
    public void aNameThatStandsForNothingIsAnUnknownHostException() {
        int port = internet(rig.listen(() -> rig.server())).getPort();
        RecordingHandler client = rig.client();
        ConnectTarget target = ConnectTarget.to("a".repeat(64) + ".invalid", port);
        Throwable failure = Patience.awaitFailure(rig.engine().connect(target, client));
        assertInstanceOf(UnknownHostException.class, failure);
        assertEquals(List.of(), client.seen().calls());
    }

    /**
     * A handler may ask the engine for anything in its turn. Broken by waiting for the loop on the
     * loop.
     */
    @Test
    public void anEngineMayBeCalledInATurn() {
        RecordingHandler client = rig.client();
        rig.join(client, rig.server());
        RecordingHandler second = rig.client();
        CompletableFuture<CompletionStage<Void>> connect = new CompletableFuture<>();
        CompletableFuture<Boolean> ran = new CompletableFuture<>();
        client.inTurn(
                c -> {
                    Listener listener = rig.listen(() -> rig.server().echoing());
                    listener.pause();
                    listener.resume();
                    connect.complete(rig.connect(listener.address(), second));
                    Engine.Timer unused = rig.engine().schedule(0, () -> ran.complete(true));
                });
        Patience.await(connect.thenCompose(stage -> stage));
        second.send("x");
        second.seen().awaitText("x");
        boolean unused = Patience.await(ran);
        client.inTurn(c -> rig.listen(() -> rig.server()).close());
    }

    /** A host given by name, or as a literal that is not resolved, is resolved. */
    @Test
    public void anUnresolvedAddressIsResolved() {
        RecordingHandler client = rig.client();
        Listener listener = rig.listen(() -> rig.server().echoing());
        InetSocketAddress address = internet(listener);
        Patience.await(
                rig.connect(
                        ConnectTarget.to(address.getAddress().getHostAddress(), address.getPort()),
                        client));
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
        if (!can.contains(Capability.ADOPT_CONNECTION)) {
            refuses("ADOPT_CONNECTION", () -> engine.moveTo(engine));
            refuses("ADOPT_CONNECTION", () -> adoptConnection(engine));
        }
    }

    private void adoptConnection(Engine engine) throws IOException {
        RecordingHandler server = rig.server();
        RecordingHandler unused = rig.joined(server);
        try (SocketChannel channel = SocketChannel.open()) {
            engine.adopt(new RestingConnection(channel, server.connection()));
        }
    }

    /**
     * An address of a kind that the transport does not declare is refused by name, and hurts
     * nothing. Broken by a cast, in the middle of a loop.
     */
    @Test
    public void addressesOfAKindThatIsNotDeclaredAreRefusedByName() {
        Set<Capability> can = rig.subject().transport().capabilities();
        Assumptions.assumeFalse(
                can.contains(Capability.UNIX_DOMAIN), "all kinds are declared here: skipped");
        SocketAddress file = UnixDomainSocketAddress.of("none");
        Engine engine = rig.engine();
        refuses("UNIX_DOMAIN", () -> engine.listen(ListenTarget.bind(file), rig::server).close());
        SocketAddress there = rig.listen(() -> rig.server()).address();
        RecordingHandler client = rig.client();
        for (ConnectTarget target :
                List.of(
                        ConnectTarget.to(file),
                        new ConnectTarget(there, file, ConnectTarget.TIMEOUT))) {
            Throwable refused = Patience.awaitFailure(engine.connect(target, client));
            refuses("UNIX_DOMAIN", () -> sneak(refused));
        }
        assertEquals(List.of(), client.seen().calls());
        rig.roundTrip();
    }

    private static void sneak(Throwable thrown) throws Throwable {
        throw thrown;
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
