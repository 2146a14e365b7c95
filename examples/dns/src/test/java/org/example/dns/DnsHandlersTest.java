package org.example.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.NoApplication;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.memory.Network;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;

/** The handlers on a simulated network. */
class DnsHandlersTest {
    /** Asks for the address of www.example.org. */
    private static final byte[] QUESTION =
            HexFormat.of()
                    .parseHex(
                            "123401000001000000000000"
                                    + "03777777076578616d706c65036f7267"
                                    + "0000010001");

    private static final String ADDRESS = "c0000202";

    @TempDir Path directory;

    private final DnsProtocol protocol = new DnsProtocol();
    private ProtocolContext context;

    private record Context(Settings settings) implements ProtocolContext {
        @Override
        public Threads threads() {
            return (kind, name, body) -> Thread.startVirtualThread(body);
        }

        @Override
        public <P extends Protocol<?>> List<P> find(Class<P> kind, Class<?> contract) {
            return List.of();
        }
    }

    @BeforeEach
    void writesAZone() throws IOException {
        Path zone = directory.resolve("zone");
        Files.write(
                zone,
                List.of(
                        "$ORIGIN example.org.",
                        "@ SOA ns1 hostmaster 7 7200 900 1209600 300",
                        "www A 192.0.2.2"));
        context = new Context(Settings.defaults().with(DnsProtocol.ZONE, zone.toString()));
    }

    private ConnectionHandler connection() {
        return protocol.serve(NoApplication.INSTANCE, context);
    }

    /** Sends bytes, and notes what comes back and how it ends. */
    private static final class Client implements ConnectionHandler {
        private final byte[] bytes;
        private final StringBuilder heard = new StringBuilder();
        private Closed how;

        Client(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void opened(Connection connection) {
            connection.output(bytes.length).put(bytes);
        }

        @Override
        public void received(ByteBuffer in) {
            while (in.hasRemaining()) {
                heard.append(String.format("%02x", in.get()));
            }
        }

        @Override
        public void closed(Closed cause) {
            how = cause;
        }
    }

    private Client asked(Network network, byte[] bytes) throws IOException {
        Engine engine = network.engine();
        Listener listener = engine.listen(ListenTarget.loopback(0), this::connection);
        Client client = new Client(bytes);
        network.await(engine.connect(ConnectTarget.to(listener.address()), client));
        network.run(); // until the server finds that nothing comes
        return client;
    }

    private static byte[] framed(int times) {
        ByteBuffer out = ByteBuffer.allocate(times * (2 + QUESTION.length));
        for (int i = 0; i < times; i++) {
            out.putShort((short) QUESTION.length).put(QUESTION);
        }
        return out.array();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void questionsOnAConnectionAreAnsweredInOrderHoweverTheyAreCut(long seed) throws IOException {
        Client client = asked(Network.seeded(seed).rough(), framed(3));

        String heard = client.heard.toString();
        assertEquals(3, heard.split("12348500", -1).length - 1, heard);
        assertEquals(3, heard.split(ADDRESS, -1).length - 1, heard);
        assertEquals(Closed.finished(), client.how);
    }

    @Test
    void whatIsNoQuestionEndsTheConnection() throws IOException {
        Client client = asked(Network.seeded(1), new byte[] {0, 3, 'a', 'b', 'c'});

        assertEquals("", client.heard.toString());
        assertInstanceOf(Closed.PeerReset.class, client.how);
    }

    @Test
    void whoIsSilentIsLeft() throws IOException {
        Network network = Network.seeded(1);
        Client client = asked(network, new byte[] {0});

        assertEquals(Closed.finished(), client.how);
        assertTrue(network.nanoTime() >= context.settings().get(DnsProtocol.IDLE).toNanos());
    }

    private static final class Asker implements DatagramHandler {
        private final List<String> heard = new ArrayList<>();

        @Override
        public void opened(DatagramPort port) {}

        @Override
        public void received(ByteBuffer datagram, SocketAddress from) {
            byte[] bytes = new byte[datagram.remaining()];
            datagram.get(bytes);
            heard.add(HexFormat.of().formatHex(bytes));
        }
    }

    /** Asks in datagrams, from a port. */
    private Asker asked(int from) throws IOException {
        Network network = Network.seeded(1);
        Engine engine = network.engine();
        DatagramPort server =
                engine.bind(
                        ListenTarget.loopback(0),
                        protocol.serveDatagrams(NoApplication.INSTANCE, context));
        Asker asker = new Asker();
        DatagramPort port = engine.bind(ListenTarget.loopback(from), asker);
        assertTrue(port.send(ByteBuffer.wrap(new byte[3]), server.address()));
        assertTrue(port.send(ByteBuffer.wrap(QUESTION), server.address()));
        network.run();
        return asker;
    }

    @Test
    void aDatagramIsAnsweredToWhoSentIt() throws IOException {
        Asker asker = asked(0);

        assertEquals(1, asker.heard.size());
        assertTrue(asker.heard.getFirst().startsWith("12348500"), asker.heard::toString);
        assertTrue(asker.heard.getFirst().endsWith(ADDRESS), asker.heard::toString);
    }

    /** A chargen server takes any answer for a question, and its text is one to us. */
    @ParameterizedTest
    @ValueSource(ints = {7, 13, 17, 19, 37})
    void whoAnswersWhateverComesIsNotAnswered(int port) throws IOException {
        assertEquals(List.of(), asked(port).heard);
    }

    @Test
    void withoutAZoneThereIsNoPort() {
        assertEquals(OptionalInt.empty(), protocol.port(Settings.defaults()));
        assertEquals(OptionalInt.of(5300), protocol.port(context.settings()));
    }

    @Test
    void aZoneThatIsBadIsNamedWithItsLine() throws IOException {
        Path zone = Path.of(context.settings().get(DnsProtocol.ZONE));
        Files.writeString(zone, "what is this");

        String said = assertThrows(IllegalStateException.class, this::connection).getMessage();
        assertTrue(said.contains(zone + "' is bad: line 1: "), said);
    }

    @Test
    void aZoneThatCannotBeAPathIsRefusedWhereItIsSet() {
        String said =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Settings.defaults().with(DnsProtocol.ZONE, "zone\0file"))
                        .getMessage();
        assertTrue(said.startsWith("dns.zone"), said);
        assertTrue(said.contains("is not a path: "), said);
    }
}
