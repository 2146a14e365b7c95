package dev.bogie.tls.internal.material;

import dev.bogie.tls.CertifiedKey;
import dev.bogie.tls.MaterialException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory of certificates, laid out as the tools that make them do:
 *
 * <pre>
 * a.crt, a.cer or a.pem with a.key, or with a-key.pem, or with the key inside
 * a/fullchain.pem with a/privkey.pem      (certbot)
 * a/tls.crt with a/tls.key                (a secret of Kubernetes)
 * </pre>
 *
 * <p>Names of files mean nothing: the names are those of the certificates. Anything else in it is
 * left alone, and so is what begins with a dot.
 */
final class CertificateDirectory {
    private CertificateDirectory() {}

    private record Pair(Path cert, Path key) {}

    static List<CertifiedKey> read(Path directory, Optional<Path> passwordFile, int maxNames)
            throws MaterialException {
        List<CertifiedKey> keys = new ArrayList<>();
        for (Path entry : entries(directory)) {
            Optional<Pair> pair = Files.isDirectory(entry) ? within(entry) : at(entry);
            if (pair.isPresent()) {
                if (keys.size() == maxNames) {
                    throw MaterialException.of(
                            directory,
                            "holds more than " + maxNames + " certificates",
                            "remove some, or raise tls.max-names");
                }
                keys.add(CertifiedKey.pem(pair.get().cert(), pair.get().key(), passwordFile));
            }
        }
        if (keys.isEmpty()) {
            throw MaterialException.of(
                    directory,
                    "holds no certificate",
                    "put NAME.crt beside NAME.key, or NAME/fullchain.pem beside NAME/privkey.pem");
        }
        return keys;
    }

    private static List<Path> entries(Path directory) throws MaterialException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(entry -> !name(entry).startsWith(".")).sorted().toList();
        } catch (NoSuchFileException e) {
            throw MaterialException.of(directory, "does not exist", "check tls.cert-dir", e);
        } catch (IOException e) {
            throw MaterialException.of(
                    directory,
                    "cannot be listed (" + e + ")",
                    "give a directory that this process may read as tls.cert-dir",
                    e);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static Optional<Pair> at(Path file) {
        String name = name(file);
        int dot = name.lastIndexOf('.');
        if (dot < 0
                || name.endsWith("-key.pem")
                || !List.of(".crt", ".cer", ".pem").contains(name.substring(dot))) {
            return Optional.empty();
        }
        String base = name.substring(0, dot);
        Path key =
                Stream.of(base + ".key", base + "-key.pem")
                        .map(file::resolveSibling)
                        .filter(Files::exists)
                        .findFirst()
                        .orElse(file);
        return Optional.of(new Pair(file, key));
    }

    private static Optional<Pair> within(Path directory) {
        return Stream.of(
                        new Pair(
                                directory.resolve("fullchain.pem"),
                                directory.resolve("privkey.pem")),
                        new Pair(directory.resolve("tls.crt"), directory.resolve("tls.key")))
                .filter(pair -> Files.exists(pair.cert()))
                .findFirst();
    }
}
