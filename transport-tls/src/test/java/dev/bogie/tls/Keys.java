package dev.bogie.tls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys and certificates as users have them: made by {@code openssl}, when the test runs.
 *
 * @param directory where they are
 */
record Keys(Path directory) {

    /** Skips the test where there is no openssl. */
    static void assumeOpenssl() {
        boolean there =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(d -> Files.isExecutable(Path.of(d, "openssl")));
        assumeTrue(there, "there is no openssl on the path: skipped");
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** Makes an authority of its own: NAME.crt and NAME.key. */
    void authority(String name) {
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
                        + " -keyout %s.key -out %s.crt -subj /CN=%s".formatted(name, name, name)
                        + " -addext keyUsage=critical,keyCertSign");
    }

    /** Makes an authority that another has certified: NAME.crt and NAME.key. */
    void authority(String name, String issuer) {
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30"
                        + " -keyout %s.key -out %s.crt -subj /CN=%s -CA %s.crt -CAkey %s.key"
                                .formatted(name, name, name, issuer, issuer)
                        + " -addext keyUsage=critical,keyCertSign");
    }

    /**
     * Makes a key and its certificate: FILE.crt and FILE.key.
     *
     * @param file without the ending
     * @param algorithm what follows -newkey
     * @param issuer the authority
     * @param names as in subjectAltName; also the common name
     */
    void certificate(String file, String algorithm, String issuer, String names) {
        openssl(
                "req -x509 -newkey %s -nodes -days 30 -keyout %s.key -out %s.crt"
                                .formatted(algorithm, file, file)
                        + " -subj /CN=%s -CA %s.crt -CAkey %s.key".formatted(file, issuer, issuer)
                        + " -addext basicConstraints=CA:FALSE"
                        + " -addext subjectAltName="
                        + names);
    }

    /** As above, with the usual algorithm. */
    void certificate(String file, String issuer, String names) {
        certificate(file, "ec -pkeyopt ec_paramgen_curve:P-256", issuer, names);
    }

    void openssl(String arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments.split(" +")));
        run(directory, command);
    }

    static void run(Path directory, List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            process.getOutputStream().close();
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed: " + out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    void write(String name, String text) {
        try {
            Files.writeString(file(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Joins files into one. */
    void join(String into, String... names) {
        StringBuilder all = new StringBuilder();
        for (String name : names) {
            all.append(text(name));
        }
        write(into, all.toString());
    }

    /** Puts a file in the place of another, as tools that renew certificates do. */
    void replace(String name, String by) {
        try {
            Path copy = Files.copy(file(by), file(name + ".new"));
            Files.move(
                    copy,
                    file(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
