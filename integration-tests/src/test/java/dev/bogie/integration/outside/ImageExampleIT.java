package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code examples/minimal-image}, built as a stranger would: it ends in an image that serves. */
class ImageExampleIT {
    @TempDir private Path directory;

    @Test
    void itsImageServesFromItsArchiveOfClassesAndDrains() throws IOException {
        Stranger.build("minimal-image", directory);

        Map<String, String> archiveOrNothing = Map.of("HELLO_JVM_OPTS", "-XX:AOTMode=on");
        try (Program hello =
                Program.start(
                        directory, archiveOrNothing, List.of("target/image/bin/hello", "0"))) {
            String port = hello.awaitMatch("listening on port (\\d+)");

            URLConnection page =
                    URI.create("http://127.0.0.1:" + port + "/Ann").toURL().openConnection();
            page.setRequestProperty("Connection", "close"); // the drain need not wait for us
            try (InputStream in = page.getInputStream()) {
                assertThat(in.readAllBytes()).asString().isEqualTo("Hello, Ann");
            }
            assertThat(hello.terminate().status()).as(hello.output()).isZero();
        }
    }
}
