package dev.bogie.tls;

import static dev.bogie.tls.Handshakes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.testkit.Patience;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;

/** Files that change while they are in use, and what becomes of sessions. */
class ReloadTest {
    @RegisterExtension
    static final MadeKeys MADE =
            new MadeKeys(
                    ready -> {
                        ready.authority("root");
                        ready.authority("other");
                        ready.certificate("first", "root", "DNS:a.example");
                        ready.certificate("second", "root", "DNS:a.example");
                        ready.certificate("b", "root", "DNS:b.example");
                        ready.certificate("client", "root", "DNS:client.example");
                    });

    private final AtomicLong clock = new AtomicLong(-7);
    private Keys keys;

    @BeforeEach
    void beginWithTheFirst() {
        keys = MADE.keys();
        renew("first");
    }

    /** Puts this pair where the server looks. */
    private void renew(String pair) {
        keys.replace("site.crt", pair + ".crt");
        keys.replace("site.key", pair + ".key");
    }

    private Settings settings() {
        return Settings.defaults()
                .with(MaterialSettings.CERT, keys.file("site.crt").toString())
                .with(MaterialSettings.KEY, keys.file("site.key").toString());
    }

    private TlsMaterial server() throws MaterialException {
        return TlsMaterial.server().settings(settings()).clock(clock::get).build();
    }

    private static TwoEngines.Done shake(TlsMaterial client, TlsMaterial server) throws Exception {
        return Handshakes.shake(client, "a.example", server);
    }

    private String shown(TlsMaterial server) throws Exception {
        return shake(MADE.client(), server).subject();
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }

    // When

    @Test
    void changedFilesAreTakenWhenTheIntervalHasPassed() throws Exception {
        TlsMaterial server = server();
        renew("second");
        pass(Duration.ofSeconds(10).minusNanos(1));
        assertThat(shown(server)).isEqualTo("CN=first");
        pass(Duration.ofNanos(1));

        assertThat(shown(server)).isEqualTo("CN=second");
        assertThat(server.generation()).isEqualTo(2);
    }

    @Test
    void unchangedFilesAreNotReadAgain() throws Exception {
        TlsMaterial server = server();
        pass(Duration.ofHours(1));

        assertThat(shown(server)).isEqualTo("CN=first");
        assertThat(server.generation()).isEqualTo(1);
    }

    @Test
    void anIntervalOfZeroLeavesItToTheCaller() throws Exception {
        TlsMaterial server =
                TlsMaterial.server()
                        .settings(settings().with(MaterialSettings.RELOAD_INTERVAL, Duration.ZERO))
                        .clock(clock::get)
                        .build();
        renew("second");
        pass(Duration.ofDays(1));
        assertThat(shown(server)).isEqualTo("CN=first");
        server.reload();

        assertThat(shown(server)).isEqualTo("CN=second");
    }

    @Test
    void aLinkThatIsTurnedIsAChange() throws Exception {
        Path link = keys.file("link");
        Files.createSymbolicLink(link, keys.file("first.crt"));
        Files.createSymbolicLink(keys.file("link.key"), keys.file("first.key"));
        TlsMaterial server =
                TlsMaterial.server()
                        .settings(
                                settings()
                                        .with(MaterialSettings.CERT, link.toString())
                                        .with(
                                                MaterialSettings.KEY,
                                                keys.file("link.key").toString()))
                        .clock(clock::get)
                        .build();
        Files.delete(link);
        Files.delete(keys.file("link.key"));
        Files.createSymbolicLink(link, keys.file("second.crt"));
        Files.createSymbolicLink(keys.file("link.key"), keys.file("second.key"));
        pass(Duration.ofSeconds(10));

        assertThat(shown(server)).isEqualTo("CN=second");
    }

    @Test
    void aDirectoryThatGrowsIsAChange() throws Exception {
        Path certs = Files.createDirectory(keys.file("certs"));
        Path second = Files.createDirectory(certs.resolve("second"));
        keys.join("certs/1.pem", "b.crt", "b.key");
        TlsMaterial server =
                TlsMaterial.server()
                        .settings(
                                Settings.defaults()
                                        .with(MaterialSettings.CERT_DIR, certs.toString()))
                        .clock(clock::get)
                        .build();
        Files.copy(keys.file("second.key"), second.resolve("privkey.pem"));
        Files.copy(keys.file("second.crt"), second.resolve("fullchain.pem"));
        pass(Duration.ofSeconds(10));

        assertThat(shown(server)).isEqualTo("CN=second");
        assertThat(server.keys()).hasSize(2);
    }

    // What cannot be used

    @Test
    void aBrokenFileLeavesTheOldInServiceUntilItIsMended() throws Exception {
        TlsMaterial server = server();
        keys.write("site.crt", "not a certificate");
        pass(Duration.ofSeconds(10));
        assertThat(shown(server)).isEqualTo("CN=first");
        pass(Duration.ofSeconds(10));
        assertThat(shown(server)).isEqualTo("CN=first");
        renew("second");
        pass(Duration.ofSeconds(10));

        assertThat(shown(server)).isEqualTo("CN=second");
        assertThat(server.generation()).isEqualTo(2);
    }

    @Test
    void aKeyThatIsReplacedBeforeItsCertificateChangesNothingYet() throws Exception {
        TlsMaterial server = server();
        keys.replace("site.key", "second.key");
        pass(Duration.ofSeconds(10));
        assertThat(shown(server)).isEqualTo("CN=first");
        keys.replace("site.crt", "second.crt");
        pass(Duration.ofSeconds(10));

        assertThat(shown(server)).isEqualTo("CN=second");
    }

    @Test
    void filesThatVanishLeaveTheOldInService() throws Exception {
        TlsMaterial server = server();
        Files.delete(keys.file("site.crt"));
        pass(Duration.ofSeconds(10));

        assertThat(shown(server)).isEqualTo("CN=first");
    }

    @Test
    void whoAsksForAReloadIsToldWhatIsWrong() throws Exception {
        TlsMaterial server = server();
        keys.write("site.crt", "not a certificate");

        assertThatThrownBy(server::reload)
                .isInstanceOf(MaterialException.class)
                .hasMessageContaining("site.crt holds no certificate");
        assertThat(shown(server)).isEqualTo("CN=first");
        assertThat(server.generation()).isEqualTo(1);
    }

    // Connections and sessions

    /** Whether a session continues an earlier one: then they share what was put into it. */
    private static boolean isResumed(TlsMaterial client, TlsMaterial server) throws Exception {
        SSLSession session = shake(client, server).client();
        boolean resumed = session.getValue("mark") != null;
        session.putValue("mark", "seen");
        return resumed;
    }

    @Test
    void aSessionIsResumedAsLongAsNothingChanges() throws Exception {
        TlsMaterial server = server();
        TlsMaterial client = MADE.client();

        assertThat(isResumed(client, server)).isFalse();
        assertThat(isResumed(client, server)).isTrue();
    }

    @Test
    void aSessionIsResumedInTheOldVersionToo() throws Exception {
        TlsMaterial server =
                TlsMaterial.server()
                        .settings(settings().with(MaterialSettings.PROTOCOLS, "TLSv1.2"))
                        .build();
        TlsMaterial client = MADE.client();

        assertThat(isResumed(client, server)).isFalse();
        assertThat(isResumed(client, server)).isTrue();
        server.reload();
        assertThat(isResumed(client, server)).isFalse();
    }

    @Test
    void aReloadOfTheServerEndsItsSessions() throws Exception {
        TlsMaterial server = server();
        TlsMaterial client = MADE.client();
        assertThat(isResumed(client, server)).isFalse();
        server.reload();

        assertThat(isResumed(client, server)).isFalse();
        assertThat(isResumed(client, server)).isTrue();
    }

    @Test
    void aReloadOfTheClientEndsItsSessions() throws Exception {
        TlsMaterial server = server();
        TlsMaterial client = MADE.client();
        assertThat(isResumed(client, server)).isFalse();
        client.reload();

        assertThat(isResumed(client, server)).isFalse();
    }

    @Test
    void aSessionOfOneCertificateIsNotResumedUnderAnother() throws Exception {
        TlsMaterial server = TlsMaterial.server().settings(settings()).key(MADE.key("b")).build();
        TlsMaterial client = TlsMaterial.client().trust(new InsecureTrustEverything()).build();
        assertThat(isResumed(client, server)).isFalse();
        SSLSession other =
                TwoEngines.shake(
                                engine(client, "a.example"),
                                engine(server, Optional.of("b.example")))
                        .client();

        assertThat(other.getValue("mark")).isNull();
    }

    @Test
    void whoIsNoLongerTrustedCannotResume() throws Exception {
        keys.replace("trust.crt", "root.crt");
        TlsMaterial server =
                TlsMaterial.server()
                        .settings(
                                settings()
                                        .with(MaterialSettings.CLIENT_AUTH, "needed")
                                        .with(
                                                MaterialSettings.TRUST,
                                                keys.file("trust.crt").toString()))
                        .clock(clock::get)
                        .build();
        TlsMaterial client = MADE.client("client");
        assertThat(isResumed(client, server)).isFalse();
        assertThat(isResumed(client, server)).isTrue();
        keys.replace("trust.crt", "other.crt");
        pass(Duration.ofSeconds(10));

        assertThatThrownBy(() -> shake(client, server)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aClientLooksAtItsFilesOnAThreadOfItsOwn() throws Exception {
        keys.replace("trust.crt", "other.crt");
        Threads threads =
                (kind, name, body) -> {
                    Thread thread = Thread.ofPlatform().name(name).start(body);
                    Patience.join(thread);
                    return thread;
                };
        TlsMaterial client =
                TlsMaterial.client()
                        .settings(
                                Settings.defaults()
                                        .with(
                                                MaterialSettings.TRUST,
                                                keys.file("trust.crt").toString()))
                        .threads(threads)
                        .clock(clock::get)
                        .build();
        TlsMaterial server = server();
        assertThatThrownBy(() -> shake(client, server)).isInstanceOf(SSLHandshakeException.class);
        keys.replace("trust.crt", "root.crt");
        pass(Duration.ofSeconds(10));

        assertThat(shake(client, server).subject()).isEqualTo("CN=first");
    }

    @Test
    void handshakesDuringReloadsGetOneCertificateOrTheOther() throws Exception {
        TlsMaterial server = server();
        TlsMaterial client = MADE.client();
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> reloads =
                CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; !over.get(); i++) {
                                renew(i % 2 == 0 ? "second" : "first");
                                pass(Duration.ofSeconds(10));
                            }
                        });
        try {
            for (int i = 0; i < 40; i++) {
                assertThat(shake(client, server).subject()).isIn("CN=first", "CN=second");
            }
        } finally {
            over.set(true);
        }
        var unused = Patience.await(reloads);
        renew("second");
        server.reload();

        assertThat(shown(server)).isEqualTo("CN=second");
    }
}
