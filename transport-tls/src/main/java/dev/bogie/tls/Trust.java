package dev.bogie.tls;

import dev.bogie.tls.internal.material.Certificates;
import dev.bogie.tls.internal.material.PemFile;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;

/** Whose certificates are believed. */
public sealed interface Trust permits Trust.OfSystem, Trust.Authorities, InsecureTrustEverything {

    /** The authorities that this Java trusts: its {@code lib/security/cacerts}. */
    record OfSystem() implements Trust {}

    /**
     * Certain certificates and those that they issued, nobody else's.
     *
     * @param certificates authorities, or certificates that are trusted as they are; at least one
     */
    record Authorities(List<X509Certificate> certificates) implements Trust {
        /**
         * Trust in these.
         *
         * @throws IllegalArgumentException if there are none
         */
        public Authorities {
            certificates = List.copyOf(certificates);
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("trust in no certificate at all");
            }
        }
    }

    /**
     * The authorities that this Java trusts.
     *
     * @return the trust
     */
    static Trust system() {
        return new OfSystem();
    }

    /**
     * All certificates of a PEM file.
     *
     * @param file the file, such as a bundle of authorities
     * @return the trust
     * @throws MaterialException if something is wrong with the file
     */
    static Trust pem(Path file) throws MaterialException {
        return new Authorities(Certificates.read(PemFile.read(file)));
    }
}
