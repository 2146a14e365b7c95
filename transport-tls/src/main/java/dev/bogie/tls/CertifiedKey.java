package dev.bogie.tls;

import dev.bogie.tls.internal.material.Certificates;
import dev.bogie.tls.internal.material.KeyStores;
import dev.bogie.tls.internal.material.Password;
import dev.bogie.tls.internal.material.PemFile;
import dev.bogie.tls.internal.material.PrivateKeys;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A private key with the certificate that belongs to it, and with those of its issuers: what one
 * side shows to the other. Immutable.
 */
public final class CertifiedKey {
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final Set<String> names;

    private CertifiedKey(List<X509Certificate> chain, PrivateKey key) {
        this.chain = chain;
        this.key = key;
        this.names = Collections.unmodifiableSet(Certificates.names(chain.getFirst()));
    }

    /**
     * A key from elsewhere than a file.
     *
     * @param certificates the key's own first, and then those that lead to an authority, which
     *     itself may be left out
     * @param key the private key
     * @return both together
     * @throws MaterialException if the first certificate is not that of the key, or another does
     *     not belong to the chain
     */
    public static CertifiedKey of(List<X509Certificate> certificates, PrivateKey key)
            throws MaterialException {
        return of(Path.of("the list of certificates"), certificates, key);
    }

    private static CertifiedKey of(Path file, List<X509Certificate> certificates, PrivateKey key)
            throws MaterialException {
        return new CertifiedKey(Certificates.chain(file, certificates, key), key);
    }

    /**
     * A key of PEM files: PKCS #8, PKCS #1 or SEC 1.
     *
     * @param certificates the file of the chain
     * @param key the file of the key; may be the same
     * @param passwordFile the file of the password of an encrypted key (PKCS #8 with PBES2), on its
     *     first line
     * @return both together
     * @throws MaterialException if something is wrong with one of the files
     */
    public static CertifiedKey pem(Path certificates, Path key, Optional<Path> passwordFile)
            throws MaterialException {
        List<X509Certificate> read = Certificates.read(PemFile.read(certificates));
        Optional<Password> password =
                passwordFile.isEmpty()
                        ? Optional.empty()
                        : Optional.of(Password.read(passwordFile.get()));
        return of(certificates, read, PrivateKeys.read(PemFile.read(key), password));
    }

    /**
     * All keys of a key store: PKCS #12, or one of Java's own.
     *
     * @param file the key store
     * @param passwordFile the file of its password, which is that of its keys too
     * @return at least one, in the order of the store's aliases
     * @throws MaterialException if something is wrong with one of the files
     */
    public static List<CertifiedKey> keyStore(Path file, Path passwordFile)
            throws MaterialException {
        return KeyStores.read(file, Password.read(passwordFile), CertifiedKey::of);
    }

    /** {@return the certificates: the key's own first, then its issuers} */
    public List<X509Certificate> chain() {
        return chain;
    }

    /** {@return the private key} */
    public PrivateKey key() {
        return key;
    }

    /**
     * The DNS names that the certificate is for.
     *
     * @return in lower case and in the certificate's order; a wildcard is the first label {@code *}
     */
    public Set<String> names() {
        return names;
    }

    /** {@return the subject of the certificate; nothing of the key} */
    @Override
    public String toString() {
        return Certificates.subject(chain.getFirst());
    }
}
