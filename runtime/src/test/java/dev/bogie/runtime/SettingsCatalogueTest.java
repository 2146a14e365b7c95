package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;

class SettingsCatalogueTest {
    private static final Setting<Long> LOOPS = Setting.count("nio.loops", 2, 1, 64, "event loops");
    private static final Setting<Long> MAX_INPUT =
            Setting.size("transport.max-input", Setting.kib(64), 1_024, Setting.mib(16), "unread");

    private final SettingsCatalogue catalogue =
            Registry.of(
                            Fakes.transport("nio", Fakes.engine(), LOOPS, MAX_INPUT),
                            Fakes.transport("loom", Fakes.engine(), MAX_INPUT))
                    .settings();

    @Test
    void everySettingIsListedOnceWithAllThatReadIt() {
        assertThat(catalogue.entries())
                .extracting(e -> e.setting().name(), SettingsCatalogue.Entry::readers)
                .contains(
                        tuple("nio.loops", List.of("nio")),
                        tuple("transport.max-input", List.of("loom", "nio")),
                        tuple("runtime.drain-time", List.of("runtime")));
        assertThat(catalogue.entries())
                .extracting(e -> e.setting().name())
                .doesNotHaveDuplicates()
                .isSorted();
    }

    @Test
    void theDefaultIsWrittenAsAUserWritesIt() {
        assertThat(catalogue.entries())
                .filteredOn(e -> e.setting().equals(MAX_INPUT))
                .extracting(SettingsCatalogue.Entry::fallback)
                .containsExactly("64KiB");
    }

    @Test
    void textsAreReadAndTheLaterOfTwoCounts() {
        Settings settings =
                catalogue.read(
                        List.of(
                                "nio.loops=3",
                                "transport.max-input = 1MiB",
                                "nio.loops=4",
                                "runtime.drain-time=5s"));

        assertThat(settings.get(LOOPS)).isEqualTo(4);
        assertThat(settings.get(MAX_INPUT)).isEqualTo(Setting.mib(1));
        assertThat(settings.get(RuntimeSettings.DRAIN_TIME)).isEqualTo(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    nio.lops=3   | there is no setting 'nio.lops'; did you mean 'nio.loops'?
                    what.ever=3  | there is no setting 'what.ever'; one of a plugin is known if that is there at the start
                    nio.loops    | 'nio.loops' is not a setting; write it as NAME=VALUE
                    =3           | '=3' is not a setting; write it as NAME=VALUE
                    nio.loops=x  | nio.loops: 'x' must be a whole number (event loops: 1 to 64)
                    nio.loops=65 | nio.loops: '65' must be from 1 to 64 (event loops: 1 to 64)
                    """)
    void aBadTextIsAnErrorThatSaysWhatIsRight(String text, String message) {
        assertThatThrownBy(() -> catalogue.read(List.of(text)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void twoDifferentSettingsOfOneNameClash() {
        Setting<Long> other = Setting.count("nio.loops", 1, 1, 2, "others");
        Registry registry =
                Registry.of(
                        Fakes.transport("nio", Fakes.engine(), LOOPS),
                        Fakes.transport("loom", Fakes.engine(), other));

        assertThatThrownBy(registry::settings)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'nio.loops'")
                .hasMessageContaining("one of nio, another of loom");
    }
}
