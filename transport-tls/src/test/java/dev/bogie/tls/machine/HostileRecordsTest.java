package dev.bogie.tls.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** What a peer may send that is not TLS, or too much of it. */
class HostileRecordsTest {

    /** Bytes for a fresh server, in hex, and the alert that they lead to. */
    @ParameterizedTest
    @CsvSource({
        // not TLS: a plain request, a wrong major version, an alert in place of a hello
        "474554202f, unexpected_message",
        "1602, protocol_version",
        "15030300020228, unexpected_message",
        // a record that is too long, or empty, or holds another message
        "1603014001, record_overflow",
        "1603010000, unexpected_message",
        "160301000402000000, unexpected_message",
        // a hello of 16 MiB, as soon as it is announced; one with a length that exceeds it
        "160301000401ffffff, decode_error",
        "160301000a01000006030300000000, decode_error",
    })
    void aServerNamesTheAlertBeforeThereIsAnEngine(String hex, String alert) throws TlsException {
        MachinePair pair = TlsMachineTest.pair("TLSv1.3");
        byte[] bytes = HexFormat.of().parseHex(hex);
        pair.server.arrive(bytes, 0, bytes.length);
        TlsException fault = pair.server.pumpToFault();

        assertThat(fault.alert()).isEqualTo(alert);
        assertThat(fault.origin()).isEqualTo(TlsException.Origin.HERE);
        assertThat(pair.server.takeSent()).startsWith(21, 3, 3, 0, 2, 2).hasSize(7);
    }

    /** The engine has its answer to the first to send, and behind that its alert. */
    @Test
    void anAlertComesBehindWhatWaitsToBeSent() throws TlsException {
        MachinePair pair = TlsMachineTest.pair("TLSv1.2");
        pair.client.pump();
        byte[] hello = pair.client.takeSent();
        int length = hello.length - Records.HEADER;
        ByteBuffer two = ByteBuffer.allocate(Records.HEADER + 2 * length);
        two.put(hello, 0, 3).putShort((short) (2 * length));
        two.put(hello, Records.HEADER, length).put(hello, Records.HEADER, length);
        pair.server.arrive(two.array(), 0, two.capacity());
        TlsException fault = pair.server.pumpToFault();
        assertThat(fault.alert()).isEqualTo("unexpected_message");

        byte[] sent = pair.server.takeSent();
        assertThat(sent).startsWith(22, 3, 3).endsWith(21, 3, 3, 0, 2, 2, 10);
    }

    @Test
    void aHelloIsLimitedOverAllItsRecords() throws TlsException {
        MachinePair pair = TlsMachineTest.pair("TLSv1.3");
        byte[] header = HexFormat.of().parseHex("160301000401003ff0"); // just below the limit
        pair.server.arrive(header, 0, header.length);
        pair.server.pump();
        byte[] one = HexFormat.of().parseHex("160301000100");
        for (int i = 0; i < 2_730; i++) {
            pair.server.arrive(one, 0, one.length);
        }
        assertThat(pair.server.pumpToFault()).hasMessageContaining("ClientHello of 163");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void everySplitOfAHandshakeAndItsRecordsIsTheSame(String version) throws TlsException {
        for (int pieces : new int[] {1, 7, 1_000}) {
            MachinePair pair = TlsMachineTest.pair(version);
            pair.pieces = pieces;
            pair.run();
            pair.client.send(new byte[20_000]);
            pair.client.send(TlsMachineTest.bytes("end"));
            pair.client.machine.closeOutput();
            pair.run();

            assertThat(pair.server.received.size()).isEqualTo(20_003);
            assertThat(pair.server.steps).containsOnlyOnce(Step.ESTABLISHED, Step.ENDED);
        }
    }

    @Test
    void aChangedByteEndsTheConnectionWithItsAlert() throws TlsException {
        MachinePair pair = TlsMachineTest.pair("TLSv1.3");
        pair.run();
        pair.client.send(TlsMachineTest.bytes("ping"));
        byte[] record = pair.client.takeSent();
        record[record.length - 1] ^= 1;
        pair.server.arrive(record, 0, record.length);
        TlsException fault = pair.server.pumpToFault();

        assertThat(fault.alert()).isEqualTo("bad_record_mac");
        byte[] alert = pair.server.takeSent();
        pair.client.arrive(alert, 0, alert.length);
        TlsException told = pair.client.pumpToFault();
        assertThat(told.alert()).isEqualTo("bad_record_mac");
        assertThat(told.origin()).isEqualTo(TlsException.Origin.PEER);
    }

    @Test
    void aFaultIsToldAgainAtEachCall() throws TlsException {
        MachinePair pair = TlsMachineTest.pair("TLSv1.3");
        pair.server.arrive(new byte[] {'G'}, 0, 1);
        TlsException fault = pair.server.pumpToFault();

        assertThatThrownBy(() -> pair.server.pump()).isSameAs(fault);
    }

    @Test
    void recordsWithoutPlaintextAreCounted() throws TlsException {
        BlankRecords blanks = new BlankRecords(100);
        for (int i = 0; i < 20; i++) {
            blanks.count(0);
        }
        blanks.handshaken();
        for (int i = 0; i < 32; i++) {
            blanks.count(0);
        }
        assertThatThrownBy(() -> blanks.count(0)).isInstanceOf(TlsException.class);
        blanks.count(2_048); // earns two more, of which one is spent
        blanks.count(0);
        assertThatThrownBy(() -> blanks.count(0)).isInstanceOf(TlsException.class);
        blanks.count(1 << 20);
        for (int i = 0; i < 45; i++) {
            blanks.count(0);
        }
        assertThatThrownBy(() -> blanks.count(0)).hasMessageContaining("too many");
    }

    @Test
    void renegotiationIsRefused() throws TlsException {
        MachinePair pair = TlsMachineTest.pair("TLSv1.2");
        pair.run();
        byte[] record = new byte[5 + 40];
        record[0] = 22;
        record[1] = 3;
        record[2] = 3;
        record[4] = 40;
        pair.server.arrive(record, 0, record.length);

        assertThat(pair.server.pumpToFault().alert()).isEqualTo("no_renegotiation");
    }

    @Test
    void aHandshakeHasADeadline() throws TlsException {
        MachinePair pair = TlsMachineTest.pair("TLSv1.3");
        long limit = TlsMachineTest.LIMITS.handshakeNanos();
        assertThat(pair.server.machine.deadline()).isEqualTo(limit);
        pair.server.machine.checkTime(limit - 1);
        assertThatThrownBy(() -> pair.server.machine.checkTime(limit))
                .isInstanceOf(TlsException.class);

        MachinePair done = TlsMachineTest.pair("TLSv1.3");
        done.run();
        done.server.machine.checkTime(Long.MAX_VALUE);
        assertThat(done.server.machine.deadline()).isEqualTo(Long.MAX_VALUE);
    }

    /**
     * A fuzz target: recorded handshakes, damaged at random. Nothing but a fault may come of it.
     */
    @Test
    void whateverIsDamagedEndsInAFaultOrInOrder() throws TlsException {
        byte[] hello = hello();
        for (int seed = 0; seed < 150; seed++) {
            Random random = new Random(seed);
            byte[] damaged = Arrays.copyOf(hello, 1 + random.nextInt(2 * hello.length));
            for (int i = random.nextInt(6); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            MachinePair pair = TlsMachineTest.pair("TLSv1.3");
            try {
                for (int at = 0; at < damaged.length; ) {
                    int n = Math.min(damaged.length - at, 1 + random.nextInt(300));
                    pair.server.arrive(damaged, at, n);
                    pair.server.pump();
                    at += n;
                }
            } catch (TlsException expected) {
                assertThat(expected.alert()).as("seed %d", seed).isNotEmpty();
            }
        }
    }

    @Test
    void theServerNameAndTheProtocolsAreSeenBeforeTheEngine() throws TlsException {
        ClientHelloReader reader = new ClientHelloReader(16 * 1_024);
        byte[] bytes = hello();
        for (int there = 0; there < bytes.length; there++) {
            assertThat(reader.look(ByteBuffer.wrap(bytes, 0, there))).isNull();
            assertThat(reader.needed()).isGreaterThan(there);
        }
        ClientHello hello = reader.look(ByteBuffer.wrap(bytes));

        assertThat(hello.serverName()).contains("chat.example.test");
        assertThat(hello.applicationProtocols()).containsExactly("h2", "http/1.1");
    }

    private static byte[] hello() throws TlsException {
        var engine = TlsMachineTest.engine(true, "TLSv1.3", "TLSv1.2");
        var parameters = engine.getSSLParameters();
        parameters.setServerNames(
                java.util.List.of(new javax.net.ssl.SNIHostName("Chat.example.TEST")));
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        engine.setSSLParameters(parameters);
        TlsMachine client = TlsMachine.client(engine, TlsMachineTest.LIMITS, 0);
        ByteBuffer out = ByteBuffer.allocate(TlsMachine.MAX_RECORD);
        client.wrapOwn(out);
        return Arrays.copyOf(out.array(), out.position());
    }
}
