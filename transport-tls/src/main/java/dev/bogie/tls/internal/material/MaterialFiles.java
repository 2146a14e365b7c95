package dev.bogie.tls.internal.material;

import dev.bogie.tls.CertifiedKey;
import dev.bogie.tls.MaterialException;
import dev.bogie.tls.MaterialSettings;
import dev.bogie.tls.Trust;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files that settings name.
 *
 * @param cert the default certificate and its chain
 * @param key its key; without it, in the same file
 * @param passwordFile the password of keys and key store
 * @param keyStore a key store
 * @param certDir a directory of certificates
 * @param trust authorities
 * @param maxNames the most certificates of the directory
 */
public record MaterialFiles(
        Optional<Path> cert,
        Optional<Path> key,
        Optional<Path> passwordFile,
        Optional<Path> keyStore,
        Optional<Path> certDir,
        Optional<Path> trust,
        int maxNames) {

    /**
     * What the settings name.
     *
     * @param settings in force
     * @return the files, maybe none
     */
    public static MaterialFiles of(Settings settings) {
        return new MaterialFiles(
                path(settings, MaterialSettings.CERT),
                path(settings, MaterialSettings.KEY),
                path(settings, MaterialSettings.KEY_PASSWORD_FILE),
                path(settings, MaterialSettings.KEY_STORE),
                path(settings, MaterialSettings.CERT_DIR),
                path(settings, MaterialSettings.TRUST),
                Math.toIntExact(settings.get(MaterialSettings.MAX_NAMES)));
    }

    private static Optional<Path> path(Settings settings, Setting<String> setting) {
        String text = settings.get(setting);
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    /**
     * Reads the keys.
     *
     * @return the default first; maybe none
     * @throws MaterialException if a file cannot be used, or one that is needed is not named
     */
    public List<CertifiedKey> keys() throws MaterialException {
        List<CertifiedKey> keys = new ArrayList<>();
        if (cert.isPresent()) {
            keys.add(CertifiedKey.pem(cert.get(), key.orElse(cert.get()), passwordFile));
        } else if (key.isPresent()) {
            throw new MaterialException(
                    "tls.key is " + key.get() + " but tls.cert is not set: set both", null);
        }
        if (keyStore.isPresent()) {
            Path password =
                    passwordFile.orElseThrow(
                            () ->
                                    new MaterialException(
                                            "tls.key-store is "
                                                    + keyStore.get()
                                                    + " but tls.key-password-file is not set: write"
                                                    + " its password into a file and name that",
                                            null));
            keys.addAll(CertifiedKey.keyStore(keyStore.get(), password));
        }
        if (certDir.isPresent()) {
            keys.addAll(CertificateDirectory.read(certDir.get(), passwordFile, maxNames));
        }
        return List.copyOf(keys);
    }

    /**
     * Reads whom to trust.
     *
     * @return empty if no file says
     * @throws MaterialException if the file cannot be used
     */
    public Optional<Trust> trusted() throws MaterialException {
        return trust.isEmpty() ? Optional.empty() : Optional.of(Trust.pem(trust.get()));
    }

    /**
     * How the files look from outside: equal as long as none has changed.
     *
     * @return for comparison with another
     */
    public String fingerprint() {
        StringBuilder all = new StringBuilder();
        Stream.of(cert, key, passwordFile, keyStore, trust)
                .flatMap(Optional::stream)
                .forEach(file -> FileMarks.add(all, file));
        certDir.ifPresent(directory -> FileMarks.addTree(all, directory));
        return all.toString();
    }
}
