package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.tls.CertifiedKey;
import dev.bogie.tls.MaterialException;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A new key with a certificate that it signed itself, for the names by which a machine calls
 * itself. Made by the {@code keytool} of this Java in a directory that nobody else may look into,
 * and which is gone before anything is served: the key stays in memory only.
 */
final class SelfSigned {
    private static final String NAMES = "san=dns:localhost,ip:127.0.0.1,ip:::1";
    private static final int DAYS = 30;
    private static final int PASSWORD_BYTES = 24;
    private static final long LIMIT_SECONDS = 60;

    private SelfSigned() {}

    /** Makes it. */
    static List<CertifiedKey> make() throws MaterialException {
        try {
            Path directory =
                    Files.createTempDirectory(
                            "bogie-tls",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------")));
            try {
                return make(directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw failed(String.valueOf(e), e);
        }
    }

    private static List<CertifiedKey> make(Path directory) throws IOException, MaterialException {
        Path store = directory.resolve("key.p12");
        Path password = Files.writeString(directory.resolve("password"), password());
        Path log = directory.resolve("log");
        Process keytool =
                new ProcessBuilder(command(store, password))
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            if (!keytool.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("keytool did not end within " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            keytool.destroyForcibly();
        }
        if (keytool.exitValue() != 0) {
            throw new IOException("keytool said: " + Files.readString(log).strip());
        }
        return CertifiedKey.keyStore(store, password);
    }

    private static List<String> command(Path store, Path password) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "bogie",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                NAMES,
                "-ext",
                "eku=serverAuth",
                "-validity",
                String.valueOf(DAYS),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:file",
                password.toString());
    }

    private static String password() {
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static ConfigurationException failed(String why, Exception e) {
        return new ConfigurationException("cannot make a certificate: " + why, e);
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }
                });
        Files.delete(directory);
    }
}
