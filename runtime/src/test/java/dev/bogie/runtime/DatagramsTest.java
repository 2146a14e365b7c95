package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.testkit.Patience;
import dev.bogie.testkit.RecordingDatagrams;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramProtocol;
import dev.bogie.transport.Engine;
import dev.bogie.transport.NoApplication;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** Datagrams of a server, and a plain socket that asks it. */
class DatagramsTest {
    private final Registry registry = Registry.installed();
    private DatagramSocket client;

    /** Says its version to whoever sends something; the first word is its name. */
    private record Says(String text, int rank, OptionalInt at)
            implements DatagramProtocol<NoApplication> {
        Says(String text) {
            this(text, 0, OptionalInt.empty());
        }

        @Override
        public String name() {
            return text.isEmpty() ? "mute" : text.split(" ")[0];
        }

        @Override
        public Class<NoApplication> contract() {
            return NoApplication.class;
        }

        @Override
        public int priority() {
            return rank;
        }

        @Override
        public OptionalInt port(Settings settings) {
            return at;
        }

        @Override
        public DatagramHandler serveDatagrams(NoApplication none, ProtocolContext context) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("nothing to say");
            }
            return new RecordingDatagrams(text)
                    .onReceived((port, in, from) -> port.send(bytes(text), from));
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @BeforeEach
    void opensAClient() throws IOException {
        client = new DatagramSocket(anyPort());
        client.setSoTimeout(Math.toIntExact(Patience.limit().toMillis()));
    }

    @AfterEach
    void closesIt() {
        client.close();
    }

    private Server server() {
        return Server.builder().registry(registry).transport("nio").start();
    }

    private static SocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    /** What is answered to a question. */
    private String answer(SocketAddress to) throws IOException {
        client.send(new DatagramPacket(new byte[] {'?'}, 1, to));
        DatagramPacket answer = new DatagramPacket(new byte[10], 10);
        client.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII);
    }

    @Test
    void aProtocolOfTheContractAnswers() throws IOException {
        registry.put("one", List.of(new Says("one")));
        try (Server server = server()) {
            SocketAddress at =
                    server.datagrams().bind(anyPort(), NoApplication.class, NoApplication.INSTANCE);

            assertThat(answer(at)).isEqualTo("one");
            assertThat(server.datagrams().addresses()).containsExactly(at);
            assertThat(server.addresses()).isEmpty();
        }
    }

    @Test
    void handlersOfOnesOwnNeedNoProtocol() throws IOException {
        try (Server server = server()) {
            SocketAddress at =
                    server.datagrams()
                            .bind(anyPort(), () -> new RecordingDatagrams("own").echoing());

            assertThat(answer(at)).isEqualTo("?");
        }
    }

    @Test
    void whatReplacesAProtocolTakesOverTheAddress() throws IOException {
        registry.put("plugin", List.of(new Says("one")));
        try (Server server = server()) {
            SocketAddress at =
                    server.datagrams().bind(anyPort(), NoApplication.class, NoApplication.INSTANCE);
            assertThat(answer(at)).isEqualTo("one");

            registry.put("plugin", List.of(new Says("two")));

            assertThat(answer(at)).isEqualTo("two");
        }
    }

    @Test
    void theHighestRankIsTaken() throws IOException {
        registry.put("one", List.of(new Says("one"), new Says("two", 1, OptionalInt.empty())));
        try (Server server = server()) {
            SocketAddress at =
                    server.datagrams().bind(anyPort(), NoApplication.class, NoApplication.INSTANCE);

            assertThat(answer(at)).isEqualTo("two");
        }
    }

    @Test
    void whatCannotServeOrIsNotThereIsAnError() {
        registry.put("mute", List.of(new Says("")));
        try (Server server = server()) {
            Datagrams datagrams = server.datagrams();

            assertThatThrownBy(
                            () ->
                                    datagrams.bind(
                                            anyPort(), NoApplication.class, NoApplication.INSTANCE))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("nothing to say");
            assertThatThrownBy(() -> datagrams.bind(anyPort(), String.class, ""))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("no protocol that serves datagrams of java.lang.String");
        }
    }

    @Test
    void aSwapTakesTheAddressAlong() throws IOException {
        registry.put("one", List.of(new Says("one")));
        try (Server server = server()) {
            Datagrams datagrams = server.datagrams();
            SocketAddress at =
                    datagrams.bind(anyPort(), NoApplication.class, NoApplication.INSTANCE);
            assertThat(answer(at)).isEqualTo("one");

            Engine.Drained drained = Patience.await(server.swap("nio", Duration.ZERO));

            assertThat(answer(at)).isEqualTo("one");
            assertThat(datagrams.addresses()).containsExactly(at);
            assertThat(drained).isEqualTo(Engine.Drained.NOTHING);
        }
    }

    @Test
    void whatIsTakenOutLeavesAnAddressWhereNobodyAnswersUntilItIsBack() throws IOException {
        registry.put("plugin", List.of(new Says("one")));
        try (Server server = server()) {
            SocketAddress at =
                    server.datagrams().bind(anyPort(), NoApplication.class, NoApplication.INSTANCE);
            registry.remove("plugin");
            assertThat(server.datagrams().addresses()).containsExactly(at);

            registry.put("plugin", List.of(new Says("two")));
            assertThat(answer(at)).isEqualTo("two");
        }
    }

    @Test
    void whatIsOfferedIsServedAtTheProtocolsPortWhileItIsThere() throws IOException {
        try (Server server = server()) {
            server.offer(NoApplication.class, NoApplication.INSTANCE);
            assertThat(server.datagrams().addresses()).isEmpty();

            registry.put("plugin", List.of(new Says("one", 0, OptionalInt.of(0))));
            assertThat(answer(server.datagrams().addresses().getFirst())).isEqualTo("one");

            registry.remove("plugin");
            assertThat(server.datagrams().addresses()).isEmpty();
        }
    }

    @Test
    void aNewVersionKeepsTheAddressWhateverPortItWants() throws IOException {
        try (Server server = server()) {
            server.offer(NoApplication.class, NoApplication.INSTANCE);
            registry.put("plugin", List.of(new Says("dns old", 0, OptionalInt.of(0))));
            SocketAddress at = server.datagrams().addresses().getFirst();
            assertThat(answer(at)).isEqualTo("dns old");

            registry.put("plugin", List.of(new Says("dns new", 0, OptionalInt.of(1))));

            assertThat(server.datagrams().addresses()).containsExactly(at);
            assertThat(answer(at)).isEqualTo("dns new");
        }
    }
}
