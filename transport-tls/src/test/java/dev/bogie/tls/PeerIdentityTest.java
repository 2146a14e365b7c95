package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.testkit.CallRecord.Call;
import dev.bogie.testkit.CountingContext;
import dev.bogie.testkit.LayerSide;
import dev.bogie.testkit.RecordingHandler;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Settings;
import dev.bogie.transport.memory.MemoryTransport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who the peer is, as handlers above TLS ask for it. */
class PeerIdentityTest {
    @TempDir static Path made;

    private final CountingContext context = new CountingContext(Settings.defaults());
    private final Engine engine = new MemoryTransport().start(context);

    @BeforeAll
    static void makeKeys() {
        Keys.assumeOpenssl();
        Keys keys = new Keys(made);
        keys.authority("root");
        keys.certificate("a", "root", "DNS:localhost,IP:127.0.0.1,IP:::1");
        keys.certificate("client", "root", "DNS:client.example");
    }

    @AfterEach
    void end() {
        Object unused = engine.close(Duration.ZERO);
    }

    private static ConnectionHandler above(
            TlsMaterial material, LayerSide side, ConnectionHandler handler) {
        return new TlsLayer(material).wrap(handler, side);
    }

    private static CertifiedKey key(String pair) throws MaterialException {
        return CertifiedKey.pem(
                made.resolve(pair + ".crt"), made.resolve(pair + ".key"), Optional.empty());
    }

    private static TlsMaterial server(String auth, String version) throws MaterialException {
        Settings settings =
                Settings.defaults()
                        .with(MaterialSettings.CLIENT_AUTH, auth)
                        .with(MaterialSettings.PROTOCOLS, version);
        Trust trust = Trust.pem(made.resolve("root.crt"));
        return TlsMaterial.server().settings(settings).key(key("a")).trust(trust).build();
    }

    private static String identity(RecordingHandler handler) {
        handler.seen().awaitCall(Call.OPENED);
        return handler.connection().info(PeerIdentity.KEY).map(PeerIdentity::toString).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "needed, TLSv1.3, client, CN=client",
        "needed, TLSv1.2, client, CN=client",
        "wanted, TLSv1.3, client, CN=client",
        "wanted, TLSv1.3, '', ''",
        "none, TLSv1.3, client, ''"
    })
    void eachSideKnowsWhomTheOtherHasProvenToBe(
            String auth, String version, String pair, String identity)
            throws IOException, MaterialException {
        TlsMaterial.Builder client =
                TlsMaterial.client().trust(Trust.pem(made.resolve("root.crt")));
        if (!pair.isEmpty()) {
            client.key(key(pair));
        }
        RecordingHandler accepted = new RecordingHandler("accepted");
        RecordingHandler opened = new RecordingHandler("opened");
        TlsMaterial material = server(auth, version);
        SocketAddress address =
                engine.listen(
                                ListenTarget.loopback(0),
                                () -> above(material, LayerSide.server(context), accepted))
                        .address();
        Object unused =
                engine.connect(
                        ConnectTarget.to(address),
                        above(client.build(), LayerSide.client(context, address), opened));

        assertThat(identity(opened)).isEqualTo("CN=a");
        assertThat(identity(accepted)).isEqualTo(identity);
    }
}
