package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.runtime.Registry;

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
                    serve . --allow-host a:80 | bogie: --allow-host NAME: a host without a port is wanted, not a:80
                    plugin chek x.jar    | bogie: plugin: there is no action 'chek'; did you mean 'check'?
                    plugin               | bogie: plugin: check or reload is missing (try 'bogie plugin --help')
                    swap                 | bogie: swap: NAME is missing (try 'bogie swap --help')
                    swap a --transport b | bogie: swap: one transport is wanted, not a, b (try 'bogie swap --help')
                    --version --foo      | bogie: '--foo' is one argument too many (try 'bogie --help')
                    modules --plugins no | bogie: --plugins: there is no directory 'no'
                    get http://[::1]:70000/ | bogie: 'http://[::1]:70000/' is not a URL such as http://127.0.0.1:8080/: no such port: "[::1]:70000" (ports are 0 to 65535)
                    demo --inherited --port 1 | bogie: --inherited and --port exclude each other
                    demo --host h --inherited | bogie: --inherited and --host exclude each other
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

    @ParameterizedTest
    @CsvSource({
        "serve, , DIR is missing",
        "demo, --host, --host HOST: the value is missing",
        "demo, --transport, --transport NAME: the value is missing"
    })
    void whatIsEmptyIsMissing(String command, String option, String line) {
        int status = option == null ? run(command, "") : run(command, option, "");

        assertThat(status).isEqualTo(2);
        assertThat(text(err)).startsWith("bogie: " + command + ": " + line).hasLineCount(1);
    }

    @Test
    void anAddressThatCannotBeHadIsNamedOnce(@TempDir Path directory) {
        assertThat(run("serve", directory.toString(), "--host", "203.0.113.1", "--port", "0"))
                .isEqualTo(2);

        assertThat(text(err))
                .startsWith("bogie: cannot listen on 203.0.113.1:0: ")
                .doesNotContain("0: cannot listen")
                .hasLineCount(1);
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
                .contains("demo", "serve DIR", "get URL", "modules", "settings")
                .contains("plugin check|reload FILE|NAME", "new KIND NAME", "--version")
                .doesNotContain("train");
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve", "get", "modules", "settings", "plugin"})
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(text(out)).startsWith("usage: bogie " + command).contains("--help");
        assertThat(text(err)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "serve", "get", "swap", "settings", "plugin", "--help"})
    void helpFitsIntoATerminal(String command) {
        assertThat(run(command, "--help")).isZero();

        assertThat(text(out).lines()).allMatch(line -> line.length() <= 80);
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
    void modulesTellWhatAProtocolServes() {
        assertThat(run("modules")).isZero();

        assertThat(text(out))
                .containsPattern("protocol +http1 .+ available: serves dev.bogie.http.HttpHandler");
    }

    @Test
    void aDirectoryWithoutJarsIsNoPlugin(@TempDir Path directory) {
        assertThat(run("plugin", "check", directory.toString())).isEqualTo(1);

        assertThat(text(err)).contains("holds no jar; put the jars").hasLineCount(1);
    }

    @Test
    void aPluginThatIsNotThereIsOneLineAndStatusOne(@TempDir Path directory) {
        Path file = directory.resolve("greet.jar");

        assertThat(run("plugin", "check", file.toString())).isEqualTo(1);

        assertThat(text(err))
                .isEqualTo(
                        "bogie: plugin greet: "
                                + file
                                + ": is not there; check its name"
                                + System.lineSeparator());
    }

    @Test
    void settingsAreListedWithDefaultRangeAndText() {
        assertThat(run("settings")).isZero();

        assertThat(text(out)).containsPattern("runtime.drain-time +10s +0s to 1h +time .+ runtime");
    }

    @Test
    void settingsForPeopleFitIntoATerminal() {
        SettingsCommand.blocks(Registry.installed().settings().entries(), 80).print(stream(out));

        assertThat(text(out).lines())
                .allMatch(line -> line.length() <= 80)
                .contains("runtime.drain-time = 10s", "    0s to 1h; read by runtime");
    }

    @Test
    void settingsOfApplicationsAreListedAndChecked() {
        assertThat(run("settings")).isZero();
        assertThat(text(out))
                .containsPattern("http.max-sessions +10000 +1 to .+ chat")
                .containsPattern("http.read-limit +1MiB .+ http1")
                .containsPattern("chat.history +200 ");

        assertThat(run("demo", "--port", "0", "--set", "http.max-sessions=0")).isEqualTo(2);
        assertThat(text(err)).contains("http.max-sessions: '0' must be from 1 to").hasLineCount(1);
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
