package dev.bogie.integration.outside;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code examples/echo}, taken out of the tree and built as a stranger would: by the machine's
 * Maven on the machine's Java, with the published modules and the BOM. Then it runs, on the module
 * path and on the class path.
 */
class StrangerIT {
    private static final String MAIN = "org.example.echo.EchoServer";

    @TempDir static Path directory;

    @BeforeAll
    static void builds() throws IOException {
        Stranger.build("echo", directory);
    }

    @Test
    void theTestsOfTheExampleHaveRun() throws IOException {
        Path report =
                directory.resolve("target/surefire-reports/org.example.echo.EchoHandlerTest.txt");

        assertThat(Files.readString(report)).contains("Tests run: 5, Failures: 0, Errors: 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itRunsOnTheModulePath(String transport) throws IOException {
        echoes("-p", "target/echo.jar:target/lib", "-m", "org.example.echo/" + MAIN, transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void itCompilesAndRunsOnTheClassPath(String transport) throws IOException {
        Path sources = directory.resolve("src/main/java/org/example/echo");
        try (Stream<Path> files = Files.list(sources);
                Stream<Path> jars = Files.list(directory.resolve("target/lib"))) {
            String path = jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
            Compiled.into(directory.resolve("flat"), files.toList(), List.of("-cp", path));
        }

        echoes("-cp", "flat:src/main/resources:target/lib/*", MAIN, transport);
    }

    private static void echoes(String... arguments) throws IOException {
        List<String> command =
                Stream.concat(Stream.of(arguments), Stream.of("0"))
                        .map(a -> a.replace(":", File.pathSeparator))
                        .toList();
        try (Program server = Program.java(directory, command)) {
            int port = Integer.parseInt(server.awaitMatch("listening on port (\\d+)"));

            assertThat(Program.echoed(port, "what is sent")).isEqualTo("what is sent");
            server.awaitMatch("/127\\.0\\.0\\.1:\\d+ connected");
            server.awaitMatch("/127\\.0\\.0\\.1:\\d+ lost: finished");

            assertThat(server.terminate().status()).as(server.output()).isEqualTo(128 + 15);
        }
    }
}
