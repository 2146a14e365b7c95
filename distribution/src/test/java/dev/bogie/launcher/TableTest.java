package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

class TableTest {
    @Test
    void eachColumnIsAsWideAsItsWidestCell() {
        Table table = new Table();
        table.row("a", "bb", "c".repeat(200));
        table.row("aaa", "b", "c");

        assertThat(printed(table)).containsExactly("a    bb  " + "c".repeat(200), "aaa  b   c");
    }

    @Test
    void theLastCellIsBrokenBetweenWords() {
        Table table = new Table(30);
        table.row("one", "a text that does not fit into one line");
        table.row("two", "torn-only-between-words-so-longer");

        assertThat(printed(table))
                .containsExactly(
                        "one  a text that does not fit",
                        "     into one line",
                        "two  torn-only-between-words-so-longer");
    }

    @ParameterizedTest
    @CsvSource({"120, 120", "'', 80", "0, 80", "wide, 80"})
    void theWidthIsThatOfTheTerminalOrTheUsualOne(String columns, int width) {
        assertThat(Table.width(Map.of("COLUMNS", columns))).isEqualTo(width);
        assertThat(Table.width(Map.of())).isEqualTo(80);
    }

    private static String[] printed(Table table) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8).split("\\R");
    }
}
