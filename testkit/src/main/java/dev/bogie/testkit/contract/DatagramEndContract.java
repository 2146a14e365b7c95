package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingDatagrams;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Closed;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How ports for datagrams end, move, and are given back. */
public abstract class DatagramEndContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    private final DatagramPorts ports = new DatagramPorts(rig);

    /** For subclasses. */
    protected DatagramEndContract() {}

    /** The others refuse, as another rule says. */
    @BeforeEach
    public void assumeThatItIsDeclared() {
        rig.assume(Capability.DATAGRAM);
    }

    /** No handler was called out of order, or by two at once. */
    @AfterEach
    public void checkTheOrderOfCalls() {
        ports.check();
    }

    /** A port that could not be opened is closed, with the cause. */
    @Test
    public void whatIsThrownInOpenedClosesThePort() {
        IllegalArgumentException cause = new IllegalArgumentException("meant to fail");
        RecordingDatagrams handler =
                ports.handler("never open")
                        .onOpened(
                                port -> {
                                    throw cause;
                                });
        DatagramPort port = ports.bind(handler);
        assertEquals(new Closed.Failed(cause), handler.awaitClosed());
        assertFalse(port.send(ByteBuffer.allocate(1), port.address()));
    }

    /** The end is told once, nothing is taken after it, and the address is free. */
    @Test
    public void aClosedPortTakesNothingAndFreesItsAddress() {
        RecordingDatagrams handler = ports.handler("closed");
        DatagramPort port = ports.bind(handler);
        port.close();
        port.close();
        assertEquals(Closed.finished(), handler.awaitClosed());
        ByteBuffer datagram = ByteBuffer.allocate(1);
        assertFalse(port.send(datagram, port.address()));
        assertEquals(1, datagram.remaining());
        assertFalse(port.execute(() -> {}));
        long until = System.nanoTime() + Patience.limit().toNanos();
        while (!isFree(port.address())) {
            assertTrue(System.nanoTime() - until < 0, "still in use");
            rig.passTime(Duration.ofMillis(1));
        }
    }

    private boolean isFree(SocketAddress address) {
        try {
            rig.engine().bind(ListenTarget.bind(address), ports.handler("next")).close();
            return true;
        } catch (BindException expected) {
            return false;
        } catch (IOException e) {
            throw new AssertionError("the engine does not bind: " + e, e);
        }
    }

    /** A handler may close its port in a turn: nothing comes after that turn. */
    @Test
    public void aHandlerMayCloseItsPort() {
        RecordingDatagrams receiver =
                ports.handler("receiver").onReceived((port, in, from) -> port.close());
        DatagramPort port = ports.bind(receiver);
        RecordingDatagrams sender = ports.sender();
        boolean taken =
                sender.inTurn(
                        () -> {
                            boolean all = true;
                            for (int i = 0; i < 10; i++) {
                                all &= sender.send("x", port.address());
                            }
                            return all;
                        });
        assertTrue(taken);
        assertEquals(Closed.finished(), receiver.awaitClosed());
        assertEquals(1, receiver.received().size());
    }

    /** An address in use is refused where it is asked for. */
    @Test
    public void aPortInUseIsABindException() {
        DatagramPort port = ports.bind(ports.handler("first"));
        assertThrows(
                BindException.class,
                () ->
                        rig.engine()
                                .bind(ListenTarget.bind(port.address()), ports.handler("second")));
    }

    /** On a port nothing is ever begun: an engine that drains closes it, and is not held up. */
    @Test
    public void theEnginesEndClosesPorts() {
        RecordingDatagrams handler = ports.handler("closed");
        DatagramPort unused = ports.bind(handler);
        Engine.Drained drained = Patience.await(rig.engine().close(Duration.ofHours(1)));
        assertEquals(Closed.finished(), handler.awaitClosed());
        assertEquals(Engine.Drained.NOTHING, drained);
        rig.context().awaitNoThreads();
        assertEquals(0, rig.context().buffersOut(), "buffers out after the engine has closed");
    }

    /** Datagrams that wait in a channel go with it. Broken by a fresh bind. */
    @Test
    public void whatWaitsInADetachedChannelIsReceivedByWhoAdopts() {
        rig.assume(Capability.ADOPT_LISTENER);
        RecordingDatagrams before = ports.handler("before");
        DatagramPort port = ports.bind(before);
        NetworkChannel channel = port.detach();
        assertEquals(Closed.finished(), before.awaitClosed());
        assertThrows(IllegalStateException.class, port::detach);
        assertTrue(ports.sender().send("x", port.address()));
        Engine other = rig.another();
        RecordingDatagrams after = ports.handler("after");

        DatagramPort adopted = ports.bind(other, new ListenTarget.Adopt(channel), after);

        assertEquals("x", after.awaitReceived(1).getFirst().text());
        assertEquals(port.address(), adopted.address());
        assertEquals(List.of(), before.received());
        Patience.await(other.close(Duration.ZERO));
        assertFalse(channel.isOpen());
    }

    /**
     * A handler may give its own port away, which waits for nobody.
     *
     * @throws IOException if the channel does not close
     */
    @Test
    public void aPortMayBeDetachedInATurn() throws IOException {
        rig.assume(Capability.ADOPT_LISTENER);
        RecordingDatagrams handler = ports.handler("leaving");
        DatagramPort port = ports.bind(handler);
        CompletableFuture<NetworkChannel> channel = new CompletableFuture<>();
        assertTrue(handler.port().execute(() -> channel.complete(port.detach())));
        assertEquals(Closed.finished(), handler.awaitClosed());
        assertTrue(Patience.await(channel).isOpen());
        Patience.await(channel).close();
    }
}
