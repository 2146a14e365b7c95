package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.ConfigurationException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class ArgumentsTest {
    private static final Command SERVE = new ServeCommand();

    @Test
    void optionsAndOperandsMayStandInAnyOrder() {
        Arguments arguments = read("--port 1 dir --set a=b --host=h --set c=d");

        assertThat(arguments.operand(0)).isEqualTo("dir");
        assertThat(arguments.port(8080)).isEqualTo(1);
        assertThat(arguments.value(Option.HOST)).contains("h");
        assertThat(arguments.values(Option.SET)).containsExactly("a=b", "c=d");
        assertThat(arguments.has(Option.TRANSPORT)).isFalse();
    }

    @Test
    void ofAnOptionThatIsGivenTwiceTheLastCounts() {
        assertThat(read("dir --port 1 --port 2").port(8080)).isEqualTo(2);
    }

    @Test
    void withoutAPortTheUsualOneCounts() {
        assertThat(read("dir").port(8080)).isEqualTo(8080);
    }

    @Test
    void afterTwoDashesThereAreNoOptions() {
        assertThat(read("-- --port").operand(0)).isEqualTo("--port");
    }

    @Test
    void helpNeedsNoOperand() {
        assertThat(read("--help").has(Option.HELP)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    dir --prot 1      | there is no option '--prot'; did you mean '--port'?
                    dir -p 1          | there is no option '-p'
                    dir --port        | --port PORT: the value is missing
                    dir --port=       | --port PORT: the value is missing
                    dir --help=x      | --help takes no value
                    dir other         | 'other' is one argument too many
                    --port 1          | DIR is missing
                    """)
    void aMisuseIsNamedWithTheHelpThatTells(String words, String message) {
        assertThatThrownBy(() -> read(words))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("serve: " + message + " (try 'bogie serve --help')");
    }

    @ParameterizedTest
    @CsvSource({"65536", "-1", "x", "123456789"})
    void aPortIsANumberInRange(String port) {
        Arguments arguments = read("dir --port=" + port);

        assertThatThrownBy(() -> arguments.port(8080))
                .hasMessage("--port: '" + port + "' is not a port: 0 to 65535");
    }

    private static Arguments read(String words) {
        return Arguments.read(SERVE, List.of(words.split(" ")));
    }
}
