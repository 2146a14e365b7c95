package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The programs of the README, cut out of it, compiled and run as they stand. */
class ReadmeIT {
    @TempDir static Path directory;

    private static Programs readme;

    @BeforeAll
    static void compiles() throws IOException {
        readme = new Programs("README.md", directory);
    }

    @Test
    void theReadmeIsShortAndItsProgramsAreShorter() {
        assertThat(readme.lines()).hasSizeLessThanOrEqualTo(150);
        assertThat(readme.sources())
                .containsOnlyKeys("Hello.java", "Fetch.java", "EchoServer.java");
        assertThat(readme.sources().values()).allMatch(lines -> lines.size() <= 15);
    }

    @Test
    void theServerGreetsByTheReadmesCommandAndTheClientFetchesThePage() throws IOException {
        try (Program server = byItsCommand("Hello.java")) {
            String url = server.awaitMatch("http://127\\.0\\.0\\.1:\\d+/");

            try (InputStream page = URI.create(url).toURL().openStream()) {
                assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo("Hello, Anonymous");
            }
            try (Program client = readme.run("Fetch", url + "Ann")) {
                assertThat(client.status()).as(client.output()).isZero();
                assertThat(client.output()).contains("200").endsWith("Hello, Ann");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void theEchoRunsOnEitherTransportAndLogsItsPeer(String transport) throws IOException {
        try (Program echo = readme.run("EchoServer", transport)) {
            int port = Integer.parseInt(echo.awaitMatch("^/127\\.0\\.0\\.1:(\\d+)$"));

            assertThat(Program.echoed(port, "what is sent")).isEqualTo("what is sent");
            echo.awaitMatch("INFO .*/127\\.0\\.0\\.1:\\d+ connected");
            echo.awaitMatch("INFO .*lost: finished");

            echo.enter();
            assertThat(echo.status()).as(echo.output()).isZero();
        }
    }

    /** The README's own command for a source file. */
    private static Program byItsCommand(String file) {
        String line =
                readme.lines().stream()
                        .filter(l -> l.contains("/bin/java -p ") && l.endsWith(" " + file))
                        .findFirst()
                        .orElseThrow();
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.set(0, Programs.ROOT.resolve(words.getFirst()).toString());
        words.set(words.size() - 1, readme.source(file).toString());
        return Program.start(Programs.ROOT, Map.of(), words);
    }
}
