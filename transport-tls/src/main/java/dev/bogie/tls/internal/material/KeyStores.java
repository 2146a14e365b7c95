package dev.bogie.tls.internal.material;

import dev.bogie.tls.CertifiedKey;
import dev.bogie.tls.MaterialException;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Key stores of files: PKCS #12 (RFC 7292), and Java's own kinds. */
public final class KeyStores {

    private KeyStores() {}

    /** Makes a certified key of what an entry holds. */
    @FunctionalInterface
    public interface Maker {
        /**
         * Makes one.
         *
         * @param file the key store
         * @param chain the entry's certificates
         * @param key the entry's key
         * @return both together
         * @throws MaterialException if they don't belong together
         */
        CertifiedKey of(Path file, List<X509Certificate> chain, PrivateKey key)
                throws MaterialException;
    }

    /**
     * Reads all private keys of a key store.
     *
     * @param file the key store
     * @param password of the store and of its keys
     * @param maker what to make of each
     * @return at least one, in alphabetical order of their aliases
     * @throws MaterialException if it cannot be read, or holds no key
     */
    public static List<CertifiedKey> read(Path file, Password password, Maker maker)
            throws MaterialException {
        char[] characters = password.characters();
        try {
            PemFile.bytes(file); // for its errors
            KeyStore store = KeyStore.getInstance(file.toFile(), characters);
            List<CertifiedKey> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases()).stream().sorted().toList()) {
                if (store.isKeyEntry(alias)
                        && store.getKey(alias, characters) instanceof PrivateKey key) {
                    keys.add(maker.of(file, chain(store, alias), key));
                }
            }
            if (keys.isEmpty()) {
                throw MaterialException.of(
                        file,
                        "holds no private key",
                        "give a key store with a key and its certificates; certificates to be"
                                + " trusted belong into a PEM file, tls.trust");
            }
            return List.copyOf(keys);
        } catch (IOException | GeneralSecurityException e) {
            throw unreadable(file, password, e);
        } finally {
            Arrays.fill(characters, '\0');
        }
    }

    private static List<X509Certificate> chain(KeyStore store, String alias)
            throws GeneralSecurityException {
        return Arrays.stream(store.getCertificateChain(alias))
                .map(X509Certificate.class::cast)
                .toList();
    }

    private static MaterialException unreadable(Path file, Password password, Exception e) {
        if (e instanceof UnrecoverableKeyException
                || e.getCause() instanceof UnrecoverableKeyException) {
            return MaterialException.of(
                    file,
                    "cannot be opened with the password of " + password.file(),
                    "check the password; it must be that of the keys too",
                    e);
        }
        return MaterialException.of(
                file,
                "is no key store that this Java reads (" + e.getMessage() + ")",
                "give a PKCS #12 file; PEM files are given as tls.cert and tls.key",
                e);
    }
}
