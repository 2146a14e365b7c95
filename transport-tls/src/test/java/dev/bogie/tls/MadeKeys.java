package dev.bogie.tls;

import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Files of keys that a class has made once and each of its tests has to itself, settings that name
 * them, and materials of both. The class is skipped where there is no openssl.
 */
final class MadeKeys implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private final Consumer<Keys> making;
    private final List<Path> directories = new ArrayList<>();
    private Path made;
    private Keys keys;
    private Settings settings;

    /** What makes the files. */
    MadeKeys(Consumer<Keys> making) {
        this.making = making;
    }

    @Override
    public void beforeAll(ExtensionContext tests) throws IOException {
        Keys.assumeOpenssl();
        made = directory();
        making.accept(new Keys(made));
    }

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        Path own = directory();
        try (Stream<Path> files = Files.list(made)) {
            for (Path file : files.toList()) {
                Files.copy(file, own.resolve(file.getFileName()));
            }
        }
        keys = new Keys(own);
        settings = Settings.defaults();
    }

    @Override
    public void afterAll(ExtensionContext tests) throws IOException {
        for (Path directory : directories) {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        directories.clear();
    }

    private Path directory() throws IOException {
        Path directory = Files.createTempDirectory("bogie-keys");
        directories.add(directory);
        return directory;
    }

    /** The files of this test. */
    Keys keys() {
        return keys;
    }

    Path file(String name) {
        return keys.file(name);
    }

    // Settings

    Settings settings() {
        return settings;
    }

    void set(String name, String value) {
        settings =
                MaterialSettings.ALL.stream()
                        .filter(setting -> setting.name().equals(name))
                        .findFirst()
                        .map(setting -> with(setting, value))
                        .orElseThrow();
    }

    private <T> Settings with(Setting<T> setting, String value) {
        return settings.with(setting, setting.read(value));
    }

    void setFile(String name, String file) {
        set(name, file(file).toString());
    }

    // Materials

    /** Of PAIR.crt and PAIR.key. */
    CertifiedKey key(String pair) throws MaterialException {
        return CertifiedKey.pem(file(pair + ".crt"), file(pair + ".key"), Optional.empty());
    }

    /** With all settings, and a pair as its certificate. */
    TlsMaterial.Builder server(String pair) {
        setFile("tls.cert", pair + ".crt");
        setFile("tls.key", pair + ".key");
        return TlsMaterial.server().settings(settings);
    }

    /** Who trusts the authority {@code root}. */
    TlsMaterial client() throws MaterialException {
        return TlsMaterial.client().trust(Trust.pem(file("root.crt"))).build();
    }

    /** The same with a certificate of its own. */
    TlsMaterial client(String pair) throws MaterialException {
        return TlsMaterial.client().trust(Trust.pem(file("root.crt"))).key(key(pair)).build();
    }
}
