package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.tls.CertifiedKey;
import dev.bogie.tls.InsecureTrustEverything;
import dev.bogie.tls.MaterialException;
import dev.bogie.tls.TlsLayer;
import dev.bogie.tls.TlsMaterial;
import dev.bogie.transport.Settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;
import java.util.List;

/**
 * Certificates and trust that no setting can name, put into a registry. Loaded only where there is
 * TLS.
 */
final class Tls {
    private static final String OWNER = "command line";

    private Tls() {}

    static void serveSelfSigned(Registry registry, Settings settings) {
        try {
            TlsMaterial.Builder material = TlsMaterial.server().settings(settings);
            SelfSigned.make().forEach(material::key);
            install(registry, material);
        } catch (MaterialException e) {
            throw refused(e);
        }
    }

    static void trustEverything(Registry registry, Settings settings) {
        try {
            install(
                    registry,
                    TlsMaterial.client().settings(settings).trust(new InsecureTrustEverything()));
        } catch (MaterialException e) {
            throw refused(e);
        }
    }

    /** Writes a new certificate and its key into files (PEM), for who deletes them soon. */
    static void writeSelfSigned(Path cert, Path key) throws IOException {
        try {
            CertifiedKey made = SelfSigned.make().getFirst();
            Files.writeString(cert, pem("CERTIFICATE", made.chain().getFirst().getEncoded()));
            Files.writeString(key, pem("PRIVATE KEY", made.key().getEncoded()));
        } catch (MaterialException | CertificateEncodingException e) {
            throw new IOException("cannot make a certificate: " + e.getMessage(), e);
        }
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder().encodeToString(der);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
    }

    private static void install(Registry registry, TlsMaterial.Builder material)
            throws MaterialException {
        registry.override(OWNER, List.of(new TlsLayer(material.build())));
    }

    private static ConfigurationException refused(MaterialException e) {
        return new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
}
