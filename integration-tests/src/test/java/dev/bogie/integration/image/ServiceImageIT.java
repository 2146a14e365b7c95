package dev.bogie.integration.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The image where containers and careful service units put it: as the first process, and as a user
 * who may write nothing. Where this machine lets nobody make namespaces, the tests skip.
 */
class ServiceImageIT {
    private static final Path UNSHARE = Path.of("/usr/bin/unshare");

    @TempDir private Path directory;

    @BeforeEach
    void page() throws IOException {
        Files.writeString(directory.resolve("index.html"), "hello");
    }

    @Test
    void itDrainsAsTheFirstProcess() throws IOException {
        try (Launched container =
                unshare(List.of("--user", "--map-root-user", "--pid", "--fork", "--kill-child"))) {
            assertThat(Launched.page(container.url())).isEqualTo("hello");

            assertThat(container.terminateChild().status()).as(container.errors()).isZero();
            assertThat(container.errors()).isEmpty();
        }
    }

    /** The archive of classes is in use all the same; only orders cannot be taken. */
    @Test
    void itServesAsAUserWhoMayWriteNothing() throws IOException {
        try (Launched container =
                unshare(
                        List.of("--user", "--map-root-user", "--mount"),
                        "/bin/sh",
                        "-c",
                        "mount -o remount,bind,ro / && ! touch \"$0\" 2>/dev/null"
                                + " && exec unshare --user --map-user=65534 \"$@\"",
                        directory.resolve("written").toString(),
                        "/usr/bin/env",
                        "BOGIE_JVM_OPTS=-XX:AOTMode=on")) {
            assertThat(Launched.page(container.url())).isEqualTo("hello");

            assertThat(container.terminate().status()).as(container.errors()).isZero();
            assertThat(container.errors()).contains(" no control socket at ").hasLineCount(1);
        }
    }

    private Launched unshare(List<String> namespaces, String... through) {
        List<String> words = new ArrayList<>(namespaces);
        words.addAll(List.of(through));
        int command = words.size();
        words.add("/bin/true");
        try (Launched probe = Launched.start(UNSHARE, words.toArray(String[]::new))) {
            assumeTrue(probe.status() == 0, () -> "no namespaces here: " + probe.errors());
        } catch (UncheckedIOException e) {
            assumeTrue(false, "there is no unshare: " + e.getMessage());
        }
        words.set(command, Launched.launcher(Launched.MINIMAL).toString());
        words.addAll(List.of("serve", directory.toString(), "--port", "0"));
        return Launched.start(UNSHARE, words.toArray(String[]::new));
    }
}
