package dev.bogie.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingDatagrams;
import dev.bogie.testkit.RecordingDatagrams.Received;
import dev.bogie.transport.Capability;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.UdpSockets;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Datagrams, of transports that declare {@link Capability#DATAGRAM}. Few enough are under way at
 * once to fit into the receive buffer of any system, so that what is lost is lost by the transport.
 */
public abstract class DatagramContract {
    /** The engine under test. */
    @RegisterExtension public final Rig rig = new Rig();

    private final DatagramPorts ports = new DatagramPorts(rig);

    /** For subclasses. */
    protected DatagramContract() {}

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

    private static Set<String> texts(List<Received> datagrams) {
        return datagrams.stream()
                .map(Received::text)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is sent comes whole, from whom it came, and goes back the same way. */
    @Test
    public void anAnswerFindsItsWayBack() {
        DatagramPort port = ports.bind(ports.handler("echo").echoing());
        RecordingDatagrams sender = ports.sender();
        assertTrue(sender.send("x", port.address()));
        Received answer = sender.awaitReceived(1).getFirst();
        assertEquals("x", answer.text());
        assertEquals(port.address(), answer.from());
    }

    /** From none to the most, in one piece each. Broken by buffers of a usual size. */
    @Test
    public void datagramsOfAllSizesComeWhole() {
        RecordingDatagrams receiver = ports.handler("receiver");
        DatagramPort port = ports.bind(receiver);
        RecordingDatagrams sender = ports.sender();
        int count = 0;
        for (int size : new int[] {0, 1, 512, 1_500, 9_000, DatagramPort.MAX_DATAGRAM}) {
            String text = "x".repeat(size);
            assertTrue(sender.send(text, port.address()));
            assertEquals(text, receiver.awaitReceived(++count).getLast().text());
        }
    }

    /** Many at once, none lost, none twice. Broken by a batch that forgets what is left. */
    @Test
    public void batchesComeCompletely() {
        rig.set(UdpSockets.BATCH, 7L);
        RecordingDatagrams receiver = ports.handler("receiver");
        DatagramPort port = ports.bind(receiver);
        RecordingDatagrams sender = ports.sender();
        int count = 100;
        Set<String> sent = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            sent.add("number " + i);
        }
        boolean taken =
                sender.inTurn(() -> sent.stream().allMatch(t -> sender.send(t, port.address())));
        assertTrue(taken);
        assertEquals(sent, texts(receiver.awaitReceived(count)));
        assertEquals(count, receiver.received().size());
    }

    /** What does not fit is lost as a whole, and seen. Broken by delivering its beginning. */
    @Test
    public void whatIsTooLargeIsDroppedWholeAndTold() {
        rig.set(UdpSockets.MAX_DATAGRAM, 100L);
        RecordingDatagrams receiver = ports.handler("receiver");
        DatagramPort port = ports.bind(receiver);
        RecordingDatagrams sender = ports.sender();
        assertTrue(sender.send("a".repeat(101), port.address()));
        assertEquals(1, receiver.awaitDropped(1));
        assertTrue(sender.send("b".repeat(100), port.address()));
        assertEquals("b".repeat(100), receiver.awaitReceived(1).getFirst().text());
        assertEquals(1, receiver.received().size());
    }

    /** More than any datagram can carry is a mistake of the caller's, and named. */
    @Test
    public void moreThanADatagramCarriesIsRefused() {
        RecordingDatagrams sender = ports.sender();
        ByteBuffer tooLarge = ByteBuffer.allocate(DatagramPort.MAX_DATAGRAM + 1);
        SocketAddress to = sender.port().address();
        String said =
                assertThrows(IllegalArgumentException.class, () -> sender.port().send(tooLarge, to))
                        .getMessage();
        assertTrue(
                String.valueOf(said).contains("" + DatagramPort.MAX_DATAGRAM), "it says " + said);
    }

    /**
     * Only a receiver that is resolved, and of the port's kind, can be sent to. Broken by a cast,
     * or by asking a name server in a turn.
     */
    @Test
    public void receiversOfAnotherKindAreRefused() {
        DatagramPort port = ports.sender().port();
        for (SocketAddress to :
                List.of(
                        InetSocketAddress.createUnresolved("localhost", 1),
                        UnixDomainSocketAddress.of("none"))) {
            assertThrows(
                    IllegalArgumentException.class, () -> port.send(ByteBuffer.allocate(1), to));
        }
        assertThrows(
                UnsupportedOperationException.class,
                () ->
                        rig.engine()
                                .bind(
                                        ListenTarget.bind(UnixDomainSocketAddress.of("none")),
                                        ports.handler("nowhere")));
    }

    /** That nobody receives is not told, and hurts nobody. Broken by an error that comes back. */
    @Test
    public void aSendToNobodyIsSilence() {
        RecordingDatagrams gone = ports.handler("gone");
        DatagramPort nobody = ports.bind(gone);
        nobody.close();
        gone.awaitClosed();
        RecordingDatagrams sender = ports.sender();
        DatagramPort echo = ports.bind(ports.handler("echo").echoing());
        for (int i = 0; i < 3; i++) {
            assertTrue(sender.send("into the void", nobody.address()));
        }
        assertTrue(sender.send("x", echo.address()));
        assertEquals("x", sender.awaitReceived(1).getFirst().text());
    }

    /** Where there is no room nothing is taken, and the handler hears when there is again. */
    @Test
    public void aRefusedSendIsFollowedByWritable() {
        DatagramPort port = ports.bind(ports.handler("receiver"));
        RecordingDatagrams sender = ports.sender();
        ByteBuffer datagram = ByteBuffer.allocate(1_000);
        boolean refused =
                sender.inTurn(
                        () -> {
                            for (int i = 0; i < 1_000; i++) {
                                if (!sender.port().send(datagram.clear(), port.address())) {
                                    return true;
                                }
                            }
                            return false;
                        });
        Assumptions.assumeTrue(refused, "this system takes whatever is sent");
        assertEquals(1_000, datagram.remaining());
        sender.awaitWritable();
        assertTrue(sender.send("x", port.address()));
    }

    /** Calls and tasks are one after the other. Broken by tasks that run where they are given. */
    @Test
    public void turnsOfAPortNeverOverlap() {
        RecordingDatagrams receiver = ports.handler("receiver");
        DatagramPort port = ports.bind(receiver);
        RecordingDatagrams sender = ports.sender();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.startVirtualThread(
                            () -> {
                                for (int n = 0; n < 50; n++) {
                                    receiver.inTurn(() -> true);
                                }
                            }));
        }
        for (int i = 0; i < 50; i++) {
            assertTrue(sender.send("x", port.address()));
        }
        threads.forEach(Patience::join);
        assertEquals(50, receiver.awaitReceived(50).size());
    }

    /** Tasks run once and in order; so many may wait as the limit says. */
    @Test
    public void tasksThatWaitAreBoundedAndRunInOrder() {
        rig.set(StreamLimits.MAX_TASKS, 10L);
        RecordingDatagrams receiver = ports.handler("receiver");
        DatagramPort port = ports.bind(receiver);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<Integer> ran = Collections.synchronizedList(new ArrayList<>());
        assertTrue(
                receiver.port()
                        .execute(
                                () -> {
                                    begun.countDown();
                                    Patience.await(release);
                                }));
        Patience.await(begun);
        List<Integer> accepted = new ArrayList<>();
        CountDownLatch ten = new CountDownLatch(10);
        for (int i = 0; i < 20; i++) {
            int number = i;
            boolean taken =
                    port.execute(
                            () -> {
                                ran.add(number);
                                ten.countDown();
                            });
            if (taken) {
                accepted.add(number);
            }
        }
        release.countDown();
        assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), accepted);
        Patience.await(ten);
        assertEquals(accepted, ran);
    }

    /** What is asked of a port comes before what is sent to it later. Broken by reading first. */
    @Test
    public void aTaskRunsBeforeWhatIsSentAfterIt() {
        AtomicInteger tasks = new AtomicInteger();
        List<Integer> early = Collections.synchronizedList(new ArrayList<>());
        RecordingDatagrams receiver =
                ports.handler("receiver")
                        .onReceived(
                                (port, in, from) -> {
                                    int number = in.get(0);
                                    if (tasks.get() < number) {
                                        early.add(number);
                                    }
                                });
        DatagramPort port = ports.bind(receiver);
        RecordingDatagrams sender = ports.sender();
        for (int i = 1; i <= 100; i++) {
            assertTrue(receiver.port().execute(tasks::incrementAndGet));
            ByteBuffer number = ByteBuffer.allocate(1).put((byte) i).flip();
            assertTrue(sender.port().send(number, port.address()));
        }
        assertEquals(100, receiver.awaitReceived(100).size());
        assertEquals(List.of(), early);
    }

    /** What a handler throws loses that datagram, and the port goes on. */
    @Test
    public void aHandlerThatThrowsGoesOn() {
        RecordingDatagrams receiver =
                ports.handler("receiver")
                        .onReceived(
                                (port, in, from) -> {
                                    if (in.get(0) == 'b') {
                                        throw new IllegalArgumentException("meant to fail");
                                    }
                                });
        DatagramPort port = ports.bind(receiver);
        RecordingDatagrams sender = ports.sender();
        assertTrue(sender.send("bad", port.address()));
        assertTrue(sender.send("good", port.address()));
        assertEquals("good", receiver.awaitReceived(1).getFirst().text());
    }
}
