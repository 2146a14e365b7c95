package dev.bogie.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A key and a certificate for this machine, made once, and the contexts that use them. */
public final class TestKeys {
    /** The password of {@link #keyStore}. */
    public static final char[] PASSWORD = "changeit".toCharArray();

    private static final KeyStore KEYS = generate("EC -groupname secp256r1");
    private static final KeyManager[] KEY_MANAGERS = keyManagers(KEYS); // to read the key is slow

    private TestKeys() {}

    /**
     * The key and its certificate, which names {@code localhost}, {@code *.example.test} and the
     * loopback addresses.
     */
    public static KeyStore keyStore() {
        return KEYS;
    }

    /** A new context that has the key, and trusts its certificate and nothing else. */
    public static SSLContext context() {
        return context(KEY_MANAGERS, trustManagers(KEYS), null);
    }

    /** A new context without a key that trusts the certificate and nothing else. */
    public static SSLContext withoutKey() {
        return context(null, trustManagers(KEYS), null);
    }

    /**
     * Makes contexts that do the same again where what is random is the same: the signatures of
     * their key have nothing random.
     */
    public static Function<SecureRandom, SSLContext> repeatable() {
        KeyStore store = generate("Ed25519");
        KeyManager[] keys = keyManagers(store);
        TrustManager[] trust = trustManagers(store);
        return random -> context(keys, trust, random);
    }

    private static SSLContext context(
            KeyManager[] keys, TrustManager[] trust, SecureRandom random) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyManager[] keyManagers(KeyStore store) {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, PASSWORD);
            return keys.getKeyManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TrustManager[] trustManagers(KeyStore store) {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(store);
            return trust.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore generate(String algorithm) {
        try {
            Path folder = Files.createTempDirectory("bogie-tls");
            Path file = folder.resolve("keys.p12");
            keytool(
                    "-genkeypair -alias test -keyalg "
                            + algorithm
                            + " -validity 30 -dname CN=localhost -storetype PKCS12 -storepass"
                            + " changeit -ext"
                            + " san=dns:localhost,dns:*.example.test,ip:127.0.0.1,ip:::1 -keystore "
                            + file);
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            store.setCertificateEntry("trusted", store.getCertificate("test"));
            Files.delete(file);
            Files.delete(folder);
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void keytool(String arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
