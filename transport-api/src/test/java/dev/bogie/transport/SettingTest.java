package dev.bogie.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;

class SettingTest {
    private static final Setting<Long> SIZE =
            Setting.size("area.some-size", Setting.kib(64), 16, Setting.mib(4), "a size");
    private static final Setting<Duration> TIME =
            Setting.duration(
                    "area.some-time",
                    Duration.ofSeconds(30),
                    Duration.ofMillis(1),
                    Duration.ofHours(1),
                    "a time");

    @ParameterizedTest
    @CsvSource({"4096,4096", "64KiB,65536", "64 kib,65536", "1m,1048576", "16,16", "4MiB,4194304"})
    void readsSizes(String text, long bytes) {
        assertThat(SIZE.read(text)).isEqualTo(bytes);
        assertThat(SIZE.read(SIZE.write(bytes))).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "15", "5MiB", "1.5KiB", "9999999999999999999", "1KB"})
    void refusesOtherSizesNamingSettingAndValue(String text) {
        assertThatThrownBy(() -> SIZE.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("area.some-size")
                .hasMessageContaining("must be");
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "1h,3600000"})
    void readsTimes(String text, long millis) {
        assertThat(TIME.read(text)).hasMillis(millis);
        assertThat(TIME.write(Duration.ofMillis(millis))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "0", "2h", "s", "1d", "-5s"})
    void refusesOtherTimes(String text) {
        assertThatThrownBy(() -> TIME.read(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "16,16B", "1025,1025B", "1048576,1MiB", "1099511627776,1TiB"})
    void writesSizesInTheLargestUnitThatFits(long bytes, String text) {
        Setting<Long> size = Setting.size("a.b", 0, 0, Long.MAX_VALUE, "a size");

        assertThat(size.write(bytes)).isEqualTo(text);
        assertThat(size.read(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"24,24h", "48,2d", "49,49h", "9600,400d"})
    void writesLongTimesInDays(int hours, String text) {
        Duration time = Duration.ofHours(hours);
        Setting<Duration> setting =
                Setting.duration("a.b", time, Duration.ZERO, Duration.ofDays(400), "a time");

        assertThat(setting.write(time)).isEqualTo(text);
        assertThat(setting.read(text)).isEqualTo(time);
    }

    @Test
    void describesItself() {
        assertThat(SIZE.range()).isEqualTo("16B to 4MiB");
        assertThat(SIZE.write(SIZE.fallback())).isEqualTo("64KiB");
        assertThat(TIME.range()).isEqualTo("1ms to 1h");
    }

    @ParameterizedTest
    @ValueSource(strings = {"noarea", "Area.x", "a.", "a.B", "a b.c", ".x"})
    void refusesNamesOfAnotherForm(String name) {
        assertThatThrownBy(() -> Setting.flag(name, true, "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("area.dash-separated");
    }

    @Test
    void aChoiceIsOneOfItsWords() {
        Setting<String> choice = Setting.choice("a.b", "x", List.of("x", "y"), "a choice");
        assertThat(choice.read("y")).isEqualTo("y");
        assertThatThrownBy(() -> choice.read("z")).hasMessageContaining("one of x, y");
    }

    @Test
    void aFormOfItsOwnIsReadOnceAndNamedInItsErrors() {
        Setting<List<Integer>> list =
                Setting.of("a.b", List.of(1), "[n]", SettingTest::oneNumber, "a list of one");
        List<Integer> read = list.read("[7]");

        assertThat(read).containsExactly(7);
        assertThat(list.range()).isEqualTo("[n]");
        assertThat(list.write(list.fallback())).isEqualTo("[1]");
        assertThat(Settings.defaults().with(list, read).get(list)).isEqualTo(read);
        assertThatThrownBy(() -> list.read("7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a.b: '7' must stand in brackets");
    }

    private static List<Integer> oneNumber(String text) {
        if (!text.startsWith("[")) {
            throw new IllegalArgumentException("must stand in brackets");
        }
        return List.of(Integer.valueOf(text.substring(1, text.length() - 1)));
    }

    @Test
    void settingsHoldWhatWasSetAndDefaultsForTheRest() {
        Settings settings = Settings.defaults().with(SIZE, 32L);
        assertThat(settings.get(SIZE)).isEqualTo(32);
        assertThat(settings.get(TIME)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Settings.defaults().get(SIZE)).isEqualTo(65_536);
        assertThatThrownBy(() -> settings.with(SIZE, 1L))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
