package dev.bogie.tls.internal.material;

import dev.bogie.tls.CertifiedKey;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Finds certificates whose time is over, or nearly so, or has not begun. */
public final class Expiry {
    /** Who renews by a program does it weeks earlier; so it has failed by then. */
    private static final Duration NOTICE = Duration.ofDays(7);

    private Expiry() {}

    /**
     * What to tell the operator.
     *
     * @param key its certificate and those of its issuers are looked at; not those that signed
     *     themselves, which peers have of their own or don't believe
     * @param now the time
     * @return lines; none if all is well
     */
    public static List<String> warnings(CertifiedKey key, Instant now) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < key.chain().size(); i++) {
            X509Certificate certificate = key.chain().get(i);
            boolean own = i == 0;
            boolean root =
                    certificate
                            .getSubjectX500Principal()
                            .equals(certificate.getIssuerX500Principal());
            if (own || !root) {
                String who =
                        own ? key.toString() : Certificates.subject(certificate) + ", of " + key;
                add(lines, "the certificate for " + who, certificate, now);
            }
        }
        return lines;
    }

    private static void add(List<String> lines, String which, X509Certificate of, Instant now) {
        Instant end = of.getNotAfter().toInstant();
        Instant begin = of.getNotBefore().toInstant();
        if (now.isBefore(begin)) {
            lines.add(
                    which + " is not valid before " + utc(begin) + ": peers refuse it until then");
        } else if (now.isAfter(end)) {
            lines.add(which + " expired on " + utc(end) + ": peers refuse it; renew it");
        } else if (now.isAfter(end.minus(NOTICE))) {
            lines.add(which + " expires on " + utc(end) + ": renew it before");
        }
    }

    private static String utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate() + " (UTC)";
    }
}
