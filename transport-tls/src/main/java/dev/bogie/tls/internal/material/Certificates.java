package dev.bogie.tls.internal.material;

import dev.bogie.tls.MaterialException;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Certificates (RFC 5280) of files: which there are, in which order, for which names. */
public final class Certificates {
    private static final int DNS_NAME = 2;
    private static final byte[] PROBE = "whose key is it?".getBytes(StandardCharsets.US_ASCII);

    private Certificates() {}

    /**
     * All certificates of a file.
     *
     * @param pem the file
     * @return in their order, at least one
     * @throws MaterialException if there is none, or one is malformed
     */
    public static List<X509Certificate> read(PemFile pem) throws MaterialException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemFile.Section section : pem.sections()) {
            switch (section.label()) {
                case "CERTIFICATE", "X509 CERTIFICATE" -> certificates.add(read(pem, section));
                case "TRUSTED CERTIFICATE" ->
                        throw MaterialException.of(
                                pem.file(),
                                "holds a certificate with OpenSSL's own trust settings",
                                "convert it with 'openssl x509 -in OLD -out NEW'");
                default -> {} // keys, parameters
            }
        }
        if (certificates.isEmpty()) {
            boolean key = pem.sections().stream().anyMatch(s -> s.label().endsWith("PRIVATE KEY"));
            throw MaterialException.of(
                    pem.file(),
                    "holds no certificate" + (key ? ", but a private key" : ""),
                    key
                            ? "check whether tls.cert and tls.key are the wrong way round"
                            : "give a PEM file with sections BEGIN CERTIFICATE");
        }
        return List.copyOf(certificates);
    }

    private static X509Certificate read(PemFile pem, PemFile.Section section)
            throws MaterialException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(section.der()));
        } catch (CertificateException e) {
            throw MaterialException.of(
                    pem.file(),
                    "holds a malformed certificate in line " + section.line(),
                    "copy it again",
                    e);
        }
    }

    /**
     * The chain of a key: its own certificate, then who issued that, and so on.
     *
     * @param file where the certificates were read
     * @param certificates the first is the key's own; the others in any order
     * @param key the private key
     * @return the chain, of all these certificates
     * @throws MaterialException if the first is not the key's, or one does not belong to the chain
     */
    public static List<X509Certificate> chain(
            Path file, List<X509Certificate> certificates, PrivateKey key)
            throws MaterialException {
        for (int i = 0; !isOf(certificates.get(i).getPublicKey(), key); ) {
            if (++i == certificates.size()) {
                throw MaterialException.of(
                        file,
                        "holds no certificate for this private key",
                        "give the certificate and the key that were made together");
            }
            if (isOf(certificates.get(i).getPublicKey(), key)) {
                throw MaterialException.of(
                        file,
                        "holds the key's own certificate in place " + (i + 1),
                        "put it first, and behind it those of its issuers");
            }
        }
        List<X509Certificate> left = new ArrayList<>(certificates);
        List<X509Certificate> chain = new ArrayList<>(List.of(left.removeFirst()));
        while (!left.isEmpty()) {
            X509Certificate last = chain.getLast();
            X509Certificate issuer =
                    left.stream()
                            .filter(c -> isIssuer(c, last))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            MaterialException.of(
                                                    file,
                                                    "holds a certificate that did not issue any"
                                                            + " of the others, for "
                                                            + subject(left.getFirst()),
                                                    "remove it"));
            chain.add(issuer);
            left.remove(issuer);
        }
        return List.copyOf(chain);
    }

    private static boolean isIssuer(X509Certificate issuer, X509Certificate of) {
        if (!issuer.getSubjectX500Principal().equals(of.getIssuerX500Principal())) {
            return false;
        }
        try {
            of.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Signs with one and verifies with the other: true for any algorithm, known or new. */
    private static boolean isOf(PublicKey certified, PrivateKey key) {
        if (!certified.getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = signature(key);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Signature signature(PrivateKey key) throws GeneralSecurityException {
        return switch (key.getAlgorithm()) {
            case "EC" -> Signature.getInstance("SHA256withECDSA");
            case "RSA" -> Signature.getInstance("SHA256withRSA");
            case "RSASSA-PSS" -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(
                        key instanceof RSAKey rsa && rsa.getParams() instanceof PSSParameterSpec own
                                ? own
                                : new PSSParameterSpec(
                                        "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
                yield pss;
            }
            default -> Signature.getInstance(key.getAlgorithm());
        };
    }

    /**
     * The DNS names that a certificate is for (RFC 9525 §3: those of the subject's alternative
     * names; its common name is none).
     *
     * @param certificate which
     * @return in lower case, maybe with a wildcard as their first label
     */
    public static Set<String> names(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> name : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (name.getFirst() instanceof Integer kind
                        && kind == DNS_NAME
                        && name.get(1) instanceof String text) {
                    names.add(text.toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            return Set.of(); // it can still be the default
        }
        return names;
    }

    /**
     * Whom a certificate is for, to be told to people.
     *
     * @param certificate which
     * @return its subject, in one line
     */
    public static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
