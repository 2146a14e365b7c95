package org.example.nio2;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for the loopback address, by the JDK's {@code keytool}. */
final class Certificate {
    private static final String PASSWORD = "changeit";
    private static final String OPTIONS =
            "-genkeypair -alias test -keyalg EC -groupname secp256r1 -validity 30"
                    + " -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1,ip:::1"
                    + " -storetype PKCS12 -storepass "
                    + PASSWORD
                    + " -keystore";

    private Certificate() {}

    /** Makes one; the context has it, and trusts it and nothing else. */
    static SSLContext made(Path directory) throws Exception {
        Path file = directory.resolve("keys.p12");
        keytool(file);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        store.setCertificateEntry("trusted", store.getCertificate("test"));
        return context(store);
    }

    private static void keytool(Path file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(OPTIONS.split(" ")));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + new String(said, StandardCharsets.UTF_8));
        }
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
