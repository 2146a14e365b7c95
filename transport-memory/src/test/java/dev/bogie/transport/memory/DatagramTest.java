package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;
import dev.bogie.transport.support.UdpSockets;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What becomes of datagrams on a simulated network. */
class DatagramTest {
    private static final int COUNT = 200;

    private static final class Receiver implements DatagramHandler {
        final List<Integer> numbers = new ArrayList<>();
        final List<ByteBuffer> kept = new ArrayList<>();
        long dropped;

        @Override
        public void opened(DatagramPort port) {}

        @Override
        public void received(ByteBuffer datagram, SocketAddress from) {
            numbers.add(datagram.getInt(0));
            kept.add(datagram);
        }

        @Override
        public void dropped(long count) {
            dropped += count;
        }
    }

    /** What comes of numbers that are sent one after the other at one instant. */
    private static List<Integer> sent(Network network) throws IOException {
        return carried(network, network.engine()).numbers;
    }

    private static Receiver carried(Network network, Engine engine) throws IOException {
        Receiver receiver = new Receiver();
        DatagramPort to = engine.bind(ListenTarget.loopback(0), receiver);
        DatagramPort from = network.engine().bind(ListenTarget.loopback(0), new Receiver());
        for (int i = 0; i < COUNT; i++) {
            assertThat(from.send(ByteBuffer.allocate(4).putInt(i).flip(), to.address())).isTrue();
        }
        network.run();
        return receiver;
    }

    private static List<Integer> inOrder() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            all.add(i);
        }
        return all;
    }

    @Test
    void aPerfectNetworkKeepsAllAndTheirOrder() throws IOException {
        assertThat(sent(Network.seeded(1))).isEqualTo(inOrder());
    }

    @Test
    void whatIsLostDoesNotCome() throws IOException {
        assertThat(sent(Network.seeded(1).loss(0.5))).hasSizeBetween(50, 150).isSorted();
        assertThat(sent(Network.seeded(1).loss(1))).isEmpty();
    }

    @Test
    void whatIsDoubledComesTwice() throws IOException {
        assertThat(sent(Network.seeded(1).duplicates(1))).hasSize(2 * COUNT).containsAll(inOrder());
    }

    @Test
    void whatIsLateIsOvertaken() throws IOException {
        assertThat(sent(Network.seeded(1).reorder(0.5)))
                .containsExactlyInAnyOrderElementsOf(inOrder())
                .isNotEqualTo(inOrder());
    }

    @Test
    void oneSeedIsOneRun() throws IOException {
        List<Integer> once = sent(Network.seeded(7).rough());

        assertThat(sent(Network.seeded(7).rough())).isEqualTo(once);
        assertThat(sent(Network.seeded(8).rough())).isNotEqualTo(once);
    }

    @Test
    void whatFindsNoRoomIsDroppedAndTold() throws IOException {
        Network network = Network.seeded(1);
        Receiver receiver = new Receiver();
        DatagramPort to =
                network.engine(new OneDatagramsRoom()).bind(ListenTarget.loopback(0), receiver);
        Engine engine = network.engine();
        for (int i = 0; i < COUNT; i++) { // all come at one instant, since all come from another
            DatagramPort from = engine.bind(ListenTarget.loopback(0), new Receiver());
            assertThat(from.send(ByteBuffer.allocate(4), to.address())).isTrue();
        }
        network.run();

        assertThat(receiver.dropped).isPositive();
        assertThat(receiver.numbers.size() + receiver.dropped).isEqualTo(COUNT);
    }

    private record OneDatagramsRoom() implements TransportContext {
        @Override
        public Settings settings() {
            return Settings.defaults().with(UdpSockets.RECEIVE_BUFFER, 1L);
        }

        @Override
        public Threads threads() {
            return (kind, name, body) -> Thread.startVirtualThread(body);
        }

        @Override
        public BufferPool buffers() {
            return new ChunkPool(4);
        }
    }

    @Test
    void aBufferThatIsKeptReadsNonsense() throws IOException {
        Network network = Network.seeded(1);
        Receiver receiver = carried(network, network.engine());

        assertThat(receiver.kept).allMatch(b -> b.get(0) == (byte) 0xDB);
    }
}
