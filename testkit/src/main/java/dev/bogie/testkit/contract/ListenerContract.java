package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Listening, pausing, and listening no more. */
public abstract class ListenerContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    /** For subclasses. */
    protected ListenerContract() {}

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
        listenOnceFree(listener.address(), () -> rig.server()).close();
    }

    private Listener listenOnceFree(SocketAddress address, Supplier<RecordingHandler> handlers) {
        long until = System.nanoTime() + Patience.limit().toNanos();
        while (true) {
            Optional<Listener> listener = listenIfFree(address, handlers);
            if (listener.isPresent()) {
                return listener.get();
            }
            assertTrue(System.nanoTime() - until < 0, "still in use");
            rig.passTime(Duration.ofMillis(1));
        }
    }

    private Optional<Listener> listenIfFree(
            SocketAddress address, Supplier<RecordingHandler> handlers) {
        ListenTarget target = ListenTarget.bind(address);
        try {
            return Optional.of(rig.engine().listen(target, () -> rig.around(handlers.get())));
        } catch (BindException expected) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * To close a listener a second time does nothing, whoever has the address by then. Broken by
     * forgetting whatever listens there.
     */
    @Test
    public void closingTwiceLeavesWhoHasTakenTheAddress() {
        Listener first = rig.listen(() -> rig.handler("too late"));
        first.close();
        Listener second = listenOnceFree(first.address(), () -> rig.server().echoing());
        first.close();
        assertTrue(listenIfFree(second.address(), () -> rig.server()).isEmpty(), "it is in use");
        assertEchoes(second);
    }

    private void assertEchoes(Listener listener) {
        RecordingHandler client = rig.client();
        Patience.await(rig.connect(listener.address(), client));
        client.send("x");
        client.seen().awaitText("x");
    }

    /** To resume a listener that is closed does nothing. Broken by listening again. */
    @Test
    public void aClosedListenerStaysClosed() {
        Listener listener = rig.listen(() -> rig.handler("too late"));
        listener.close();
        listener.pause();
        listener.resume();
        Throwable refused =
                Patience.awaitFailure(rig.connectLate(listener.address(), rig.client()));
        assertInstanceOf(ConnectException.class, refused);
    }

    /**
     * Who waits in the backlog of a listener that is closed learns it: refused, or reset where the
     * system had answered already. Broken by forgetting them, who then wait for their time-out.
     */
    @Test
    public void whoWaitsInTheBacklogOfAClosedListenerIsRefused() {
        AtomicInteger accepted = new AtomicInteger();
        Listener listener =
                rig.listen(
                        () -> {
                            accepted.incrementAndGet();
                            return rig.server().on(Call.OPENED, c -> c.close());
                        });
        listener.pause();
        ConnectTarget patient =
                ConnectTarget.to(listener.address()).withTimeout(Duration.ofMinutes(10));
        List<RecordingHandler> clients = List.of(rig.client(), rig.client(), rig.client());
        List<CompletionStage<Void>> connects = new ArrayList<>();
        for (RecordingHandler client : clients) {
            connects.add(rig.connect(patient, client));
            rig.roundTrip();
        }
        listener.close();
        int inOrder = 0;
        for (int i = 0; i < connects.size(); i++) {
            Optional<Throwable> refused = Patience.outcome(connects.get(i));
            if (refused.isPresent()) {
                assertInstanceOf(IOException.class, refused.get());
                assertEquals(List.of(), clients.get(i).seen().calls());
            } else if (clients.get(i).seen().awaitClosed() instanceof Closed.Finished) {
                inOrder++;
            }
        }
        assertTrue(accepted.get() <= 1, "one may have been on its way in, not " + accepted);
        if (rig.subject().tellsResets()) {
            assertTrue(inOrder <= 1, inOrder + " take it for an end in order");
        }
    }

    /**
     * A port that is left to the system is one that nobody has asked for by number. Broken by
     * counting.
     */
    @Test
    public void aPortThatTheSystemChoosesIsNobodyElses() {
        Assumptions.assumeTrue(
                rig.subject().listenTarget().address() instanceof InetSocketAddress any
                        && any.getPort() == 0,
                "no port is left to the system here: skipped");
        InetSocketAddress first = (InetSocketAddress) rig.listen(() -> rig.server()).address();
        Set<SocketAddress> taken = new HashSet<>(Set.of(first));
        int next = Math.min(first.getPort() + 1, 65_535);
        listenIfFree(new InetSocketAddress(first.getAddress(), next), rig::server)
                .ifPresent(listener -> taken.add(listener.address()));
        for (int i = 0; i < 8; i++) {
            SocketAddress chosen = rig.listen(() -> rig.server()).address();
            assertTrue(taken.add(chosen), chosen + " twice");
        }
    }

    /**
     * A source of handlers that throws loses that connection, and accepting goes on. Broken by a
     * loop that does not survive an {@link Error}.
     */
    @Test
    public void acceptingGoesOnAfterAHandlerCouldNotBeMade() {
        AtomicInteger asked = new AtomicInteger();
        Listener listener =
                rig.listen(
                        () -> {
                            if (asked.incrementAndGet() == 1) {
                                throw new AssertionError("meant to fail");
                            }
                            return rig.server().echoing();
                        });
        RecordingHandler first = rig.client();
        Optional<Throwable> outcome = Patience.outcome(rig.connect(listener.address(), first));
        if (outcome.isEmpty()) {
            rig.awaitBrokenOff(first);
        }
        assertEchoes(listener);
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
}
