package dev.bogie.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManagerFactory;

/** What all servers of the comparison have of TLS: the same key, version and cipher suite. */
final class Keys {
    /** The version. */
    static final String PROTOCOL = "TLSv1.3";

    /** The cipher suite. */
    static final String CIPHER = "TLS_AES_128_GCM_SHA256";

    private Keys() {}

    /**
     * The keys of a key store.
     *
     * @param keyStore PKCS #12
     * @param password the file with the password in its first line
     */
    static KeyManagerFactory managers(Path keyStore, Path password)
            throws IOException, GeneralSecurityException {
        char[] secret = secret(password);
        // The default one keeps the keys; that called PKIX decrypts the key for each handshake.
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(KeyStore.getInstance(keyStore.toFile(), secret), secret);
        return factory;
    }

    /** The first line of a file. */
    static char[] secret(Path password) throws IOException {
        return Files.readAllLines(password).getFirst().toCharArray();
    }
}
