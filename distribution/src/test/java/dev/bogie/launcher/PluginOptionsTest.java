package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class PluginOptionsTest {
    private static final Arguments NONE = arguments();

    @TempDir private Path asked;
    @TempDir private Path variable;

    @Test
    void theOptionCountsBeforeTheVariableAndTheHome() {
        assertThat(options(variable.toString(), "/home").directory(arguments(asked)))
                .contains(asked);
    }

    @Test
    void theVariableCountsBeforeTheHome() {
        assertThat(options(variable.toString(), "/home").directory(NONE)).contains(variable);
    }

    @Test
    void elseItIsInTheHomeWhetherItExistsOrNot() {
        assertThat(options("", "/home").directory(NONE)).contains(Path.of("/home/plugins"));
    }

    @Test
    void itIsNeverTheWorkingDirectory() {
        assertThat(options("", null).directory(NONE)).isEmpty();
    }

    @Test
    void oneThatWasAskedForMustBeThere() {
        Path missing = asked.resolve("missing");

        assertThatThrownBy(() -> options("", "/home").directory(arguments(missing)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("--plugins: there is no directory '" + missing + "'");
        assertThatThrownBy(() -> options(missing.toString(), "/home").directory(NONE))
                .hasMessage("BOGIE_PLUGINS: there is no directory '" + missing + "'");
    }

    private static PluginOptions options(String variable, String home) {
        return new PluginOptions(Map.of("BOGIE_PLUGINS", variable), Optional.ofNullable(home));
    }

    private static Arguments arguments(Path... directory) {
        return directory.length == 0
                ? new Arguments(Map.of(), List.of())
                : new Arguments(
                        Map.of(Option.PLUGINS, List.of(directory[0].toString())), List.of());
    }
}
