package dev.bogie.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.tls.machine.ClientHello;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What operators are warned of, and how often. */
class WarningsTest {
    @RegisterExtension
    static final MadeKeys MADE =
            new MadeKeys(
                    ready -> {
                        ready.authority("root");
                        ready.certificate("fresh", "root", "DNS:a.example");
                        ready.openssl(
                                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
                                        + " -days 3 -keyout late.key -out late.crt -subj /CN=late");
                    });

    private final AtomicLong clock = new AtomicLong();
    private final List<String> told = new ArrayList<>();
    private Keys keys;

    @BeforeEach
    void takeTheFiles() {
        keys = MADE.keys();
    }

    private TlsMaterial server(String pair) throws MaterialException {
        keys.replace("site.crt", pair + ".crt");
        keys.replace("site.key", pair + ".key");
        return MADE.server("site").clock(clock::get).warning(told::add).build();
    }

    /** Files are looked at when somebody connects. */
    private void connectAfter(TlsMaterial server, Duration time) throws Exception {
        clock.addAndGet(time.toNanos());
        Object unused = server.server(new ClientHello(Optional.empty(), List.of()), List.of());
    }

    @Test
    void aCertificateThatExpiresSoonIsToldAtTheStartAndOnceADay() throws Exception {
        TlsMaterial server = server("late");
        assertThat(told).singleElement().asString().contains("CN=late expires on");
        connectAfter(server, Duration.ofDays(1).minusNanos(1));
        assertThat(told).hasSize(1);
        connectAfter(server, Duration.ofSeconds(10));
        assertThat(told).hasSize(2);
        connectAfter(server, Duration.ofHours(12));
        assertThat(told).hasSize(2);
        connectAfter(server, Duration.ofHours(12));

        assertThat(told).hasSize(3).containsOnly(told.getFirst());
    }

    @Test
    void aCertificateThatTakesThePlaceOfAnotherIsToldOfAtOnce() throws Exception {
        TlsMaterial server = server("fresh");
        keys.replace("site.crt", "late.crt");
        keys.replace("site.key", "late.key");
        connectAfter(server, Duration.ofSeconds(10));

        assertThat(told).singleElement().asString().contains("CN=late expires on");
    }

    @Test
    void ofAFreshCertificateNothingIsSaid() throws Exception {
        TlsMaterial server = server("fresh");
        connectAfter(server, Duration.ofDays(1));

        assertThat(told).isEmpty();
    }

    @Test
    void aFileThatCannotBeUsedIsToldOnceForEachChange() throws Exception {
        TlsMaterial server = server("fresh");
        keys.write("site.crt", "not a certificate");
        connectAfter(server, Duration.ofSeconds(10));
        connectAfter(server, Duration.ofSeconds(10));

        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("not taken, the old keys and certificates stay in force: ")
                .contains("site.crt holds no certificate");
    }
}
