package dev.bogie.tls.internal.material;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.tls.CertifiedKey;
import dev.bogie.tls.TestKeys;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class ExpiryTest {
    private final CertifiedKey key;
    private final Instant begin;
    private final Instant end;

    ExpiryTest() throws Exception {
        X509Certificate certificate = (X509Certificate) TestKeys.keyStore().getCertificate("test");
        PrivateKey secret = (PrivateKey) TestKeys.keyStore().getKey("test", TestKeys.PASSWORD);
        key = CertifiedKey.of(List.of(certificate), secret);
        begin = certificate.getNotBefore().toInstant();
        end = certificate.getNotAfter().toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        "PT-1S, the certificate for CN=localhost expires on",
        "P-6D, the certificate for CN=localhost expires on",
        "PT1S, the certificate for CN=localhost expired on",
        "P400D, the certificate for CN=localhost expired on"
    })
    void fromSevenDaysBeforeItsEndACertificateIsWarnedOf(Duration afterEnd, String line) {
        assertThat(Expiry.warnings(key, end.plus(afterEnd)))
                .singleElement()
                .asString()
                .startsWith(line)
                .contains(end.toString().substring(0, 10));
    }

    @Test
    void untilThenNothingIsSaid() {
        assertThat(Expiry.warnings(key, begin)).isEmpty();
        assertThat(Expiry.warnings(key, end.minus(Duration.ofDays(7)))).isEmpty();
    }

    @Test
    void aCertificateWhoseTimeHasNotBegunIsWarnedOf() {
        assertThat(Expiry.warnings(key, begin.minusSeconds(1)))
                .singleElement()
                .asString()
                .startsWith("the certificate for CN=localhost is not valid before");
    }
}
