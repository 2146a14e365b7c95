package dev.bogie.tls.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

/** Real messages after the handshake: key updates, renegotiation. */
class PostHandshakeTest {
    private static final int FREE = 32;

    private final Both both = Both.of("TLSv1.3");

    PostHandshakeTest() throws TlsException {}

    /** Two engines that have agreed, and the machines around them. */
    private record Both(SSLEngine clients, SSLEngine servers, MachinePair pair) {
        static Both of(String version) throws TlsException {
            SSLEngine clients = TlsMachineTest.engine(true, version);
            SSLEngine servers = TlsMachineTest.engine(false, version);
            MachinePair pair =
                    new MachinePair(
                            TlsMachine.client(clients, TlsMachineTest.LIMITS, 0),
                            TlsMachine.server(hello -> servers, TlsMachineTest.LIMITS, 0));
            pair.run();
            return new Both(clients, servers, pair);
        }

        MachinePair.Side client() {
            return pair.client;
        }

        MachinePair.Side server() {
            return pair.server;
        }
    }

    /** One more message of the handshake, as the engine of this side has one to send. */
    private static void begin(SSLEngine engine, MachinePair.Side from, MachinePair.Side to)
            throws TlsException, SSLException {
        engine.beginHandshake();
        from.pump();
        arrive(from, to);
    }

    private static void arrive(MachinePair.Side from, MachinePair.Side to) {
        byte[] sent = from.takeSent();
        assertThat(sent).isNotEmpty();
        to.arrive(sent, 0, sent.length);
    }

    /** CVE-2026-32283: each costs this side new keys, and the peer next to nothing. */
    @Test
    void keyUpdatesThatBringNothingAreLimited() throws Exception {
        for (int i = 0; i < FREE; i++) {
            begin(both.clients(), both.client(), both.server());
            both.server().pump();
        }
        begin(both.clients(), both.client(), both.server());

        assertThat(both.server().pumpToFault())
                .hasMessageContaining("without plaintext")
                .returns("unexpected_message", TlsException::alert);
    }

    @Test
    void aServersKeyUpdatesAreLimitedToo() throws Exception {
        for (int i = 0; i < FREE - 4; i++) { // its tickets count
            begin(both.servers(), both.server(), both.client());
            both.client().pump();
        }
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < 5; i++) {
                                begin(both.servers(), both.server(), both.client());
                                both.client().pump();
                            }
                        })
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("without plaintext");
    }

    @Test
    void plaintextEarnsKeyUpdates() throws Exception {
        for (int i = 0; i < 5 * FREE; i++) {
            begin(both.clients(), both.client(), both.server());
            both.client().send(new byte[1_024]);
            arrive(both.client(), both.server());
            both.server().pump();
        }
        assertThat(both.server().received.size()).isEqualTo(5 * FREE * 1_024);
    }

    @Test
    void aClientThatRenegotiatesIsRefused() throws Exception {
        Both test = Both.of("TLSv1.2");
        begin(test.clients(), test.client(), test.server());

        assertThat(test.server().pumpToFault().alert()).isEqualTo("no_renegotiation");
    }

    @Test
    void aServerThatRenegotiatesIsRefused() throws Exception {
        Both test = Both.of("TLSv1.2");
        begin(test.servers(), test.server(), test.client());

        assertThat(test.client().pumpToFault().alert()).isEqualTo("no_renegotiation");
    }
}
