package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    dmo                  | bogie: there is no command 'dmo'; did you mean 'demo'? (try 'bogie --help')
                    --versoin            | bogie: there is no option '--versoin'; did you mean '--version'? (try 'bogie --help')
                    get nowhere          | bogie: 'nowhere' is not a URL such as http://127.0.0.1:8080/
                    serve . --port x     | bogie: --port: 'x' is not a port: 0 to 65535
                    """)
    void aMisuseIsOneLineAndStatusTwo(String words, String line) {
        assertThat(run(words.split(" "))).isEqualTo(2);

        assertThat(text(err)).isEqualTo(line + System.lineSeparator());
        assertThat(text(out)).isEmpty();
    }

    @Test
    void anUnknownTransportIsOneLineWithTheNearest(@TempDir Path directory) {
        assertThat(run("serve", directory.toString(), "--port", "0", "--transport", "lom"))
                .isEqualTo(2);

        assertThat(text(err))
                .startsWith("bogie: there is no transport 'lom'; did you mean 'loom'?; installed: ")
                .hasLineCount(1);
    }

    @Test
    void anUnknownSettingIsOneLineWithTheNearest(@TempDir Path directory) {
        assertThat(run("serve", directory.toString(), "--port", "0", "--set", "runtime.drain=1s"))
                .isEqualTo(2);

        assertThat(text(err))
                .isEqualTo(
                        "bogie: there is no setting 'runtime.drain'; did you mean"
                                + " 'runtime.drain-time'?"
                                + System.lineSeparator());
    }

    @Test
    void aDirectoryThatIsNotThereIsOneLine(@TempDir Path directory) {
        Path missing = directory.resolve("missing");

        assertThat(run("serve", missing.toString())).isEqualTo(2);

        assertThat(text(err))
                .isEqualTo(
                        "bogie: cannot serve '"
                                + missing
                                + "': there is no such directory"
                                + System.lineSeparator());
    }

    @Test
    void helpListsEveryCommandThatIsForUsers() {
        assertThat(run("--help")).isZero();

        assertThat(text(out))
                .contains("demo", "serve DIR", "get URL", "modules", "settings", "--version")
                .doesNotContain("train");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve", "get", "modules", "settings"})
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(text(out)).startsWith("usage: bogie " + command).contains("--help");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void withoutACommandThereIsHelpAndStatusTwo() {
        assertThat(run()).isEqualTo(2);

        assertThat(text(out)).startsWith("usage: bogie COMMAND");
    }

    @Test
    void theVersionNamesJavaAndTheSystem() {
        assertThat(run("--version")).isZero();

        assertThat(text(out)).matches("bogie \\S+ \\(Java 25.*, .+\\)\\R");
    }

    @Test
    void modulesAreListedWithKindAndStatus() {
        assertThat(run("modules")).isZero();

        assertThat(text(out)).containsPattern("transport +loom +\\S+ +\\S+ +available");
    }

    @Test
    void settingsAreListedWithDefaultRangeAndText() {
        assertThat(run("settings")).isZero();

        assertThat(text(out)).containsPattern("runtime.drain-time +10s +0s to 1h +time .+ runtime");
    }

    private int run(String... words) {
        return new Main(stream(out), stream(err)).run(List.of(words));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
