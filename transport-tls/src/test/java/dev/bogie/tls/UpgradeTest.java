package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.Closed;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** TLS that begins on a connection that has spoken in the clear, as STARTTLS does. */
class UpgradeTest {
    private final TlsRig rig = new TlsRig();
    private final TlsRig.Party clients = rig.client().meaning("localhost");
    private final TlsRig.Party servers = rig.server();
    private final RecordingHandler client = new RecordingHandler("client");
    private final RecordingHandler server = new RecordingHandler("server");

    /** Answers the line, and goes on with TLS. */
    private final RecordingHandler plainServer = new RecordingHandler("plain server");

    /** Goes on with TLS when the line has been answered. */
    private final RecordingHandler plainClient = new RecordingHandler("plain client");

    UpgradeTest() {
        plainServer.onReceived(
                (c, in) -> {
                    if (takesLine(in, plainServer)) {
                        c.write(ascii("go\n"), null);
                        c.switchTo(servers.layer().upgrade(server, servers));
                    }
                });
        plainClient.onReceived(
                (c, in) -> {
                    if (takesLine(in, plainClient)) {
                        c.switchTo(clients.layer().upgrade(client, clients));
                    }
                });
    }

    private static boolean takesLine(ByteBuffer in, RecordingHandler reader) {
        for (int at = in.position(); at < in.limit(); at++) {
            if (in.get(at) == '\n') {
                int length = at + 1 - in.position();
                reader.consume(in.slice(in.position(), length));
                in.position(at + 1);
                return true;
            }
        }
        return false;
    }

    private static ByteBuffer ascii(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void bothSidesGoOnUnderTls() {
        server.echoing();
        rig.connect(rig.listen(() -> plainServer), plainClient);
        rig.send(plainClient, "starttls\n");
        rig.send(client, "secret");

        assertThat(client.seen().text()).isEqualTo("secret");
        assertThat(plainServer.seen().text()).isEqualTo("starttls\n");
        assertThat(plainClient.seen().text()).isEqualTo("go\n");
    }

    /** CVE-2011-0411: what was sent in the clear must not be taken for protected. */
    @Test
    void whatAClientHasSentBehindTheCommandIsRefused() {
        rig.connect(rig.listen(() -> plainServer), plainClient);
        plainClient.onReceived((c, in) -> plainClient.consume(in));
        rig.send(plainClient, "starttls\ninjected\n");

        assertThat(AlertsTest.told(servers.refusal())).isEqualTo("here unexpected_message");
        assertThat(servers.refusal().describe()).contains("in the clear");
        assertThat(server.seen().calls()).isEmpty();
        assertThat(plainClient.seen().count(Call.INPUT_ENDED)).isOne();
        rig.close();
    }

    /** A hello that follows at once is not to be told from an injected one. */
    @Test
    void aHelloBehindTheCommandIsRefusedToo() {
        rig.connect(rig.listen(() -> plainServer), plainClient);
        plainClient.onReceived((c, in) -> plainClient.consume(in));
        rig.send(plainClient, "starttls\n\026\003\001");

        assertThat(AlertsTest.told(servers.refusal())).isEqualTo("here unexpected_message");
    }

    @Test
    void whatAServerHasSentBehindItsAnswerIsRefused() {
        RecordingHandler injecting = new RecordingHandler("injecting");
        injecting.onReceived(
                (c, in) -> {
                    injecting.consume(in);
                    c.write(ascii("go\ninjected\n"), null);
                });
        rig.connect(rig.listen(() -> injecting), plainClient);
        rig.send(plainClient, "starttls\n");

        assertThat(AlertsTest.told(clients.refusal())).isEqualTo("here unexpected_message");
        assertThat(clients.refusal().describe()).contains("in the clear");
        assertThat(client.seen().calls()).isEmpty();
        assertThat(injecting.seen().how()).isEqualTo(Closed.finished());
    }

    /** What comes later is the handshake, or the fault of its sender. */
    @Test
    void whatComesLaterIsReadAsTls() {
        rig.connect(rig.listen(() -> plainServer), plainClient);
        plainClient.onReceived((c, in) -> plainClient.consume(in));
        rig.send(plainClient, "starttls\n");
        assertThat(servers.refusals()).isEmpty();
        rig.send(plainClient, "late\n");

        assertThat(AlertsTest.told(servers.refusal())).isEqualTo("here unexpected_message");
        assertThat(servers.refusal().describe()).contains("does not speak TLS");
    }
}
