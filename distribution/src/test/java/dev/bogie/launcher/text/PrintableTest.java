package dev.bogie.launcher.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @Test
    void plainTextStaysTheSameObject() {
        String text = "on transport nio: 100 % ~ \\n";

        assertThat(Printable.line(text)).isSameAs(text);
        assertThat(Printable.lines(text)).isSameAs(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"für", "… 漢字", "👍 \uD83D\uDE80", "é\u0301"})
    void whatIsSeenStays(String text) {
        assertThat(Printable.line(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0, 0x08, 0x0b, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9b, 0x9f, 0xad, 0x061c, 0x200b,
                0x200e, 0x2028, 0x2029, 0x202e, 0x2066, 0x2069, 0xfeff, 0xd800, 0xdfff
            })
    void whatActsIsEscaped(int c) {
        assertThat(Printable.lines("a" + (char) c + "b"))
                .isEqualTo(String.format("a\\u%04xb", c))
                .isEqualTo(Printable.line("a" + (char) c + "b"));
    }

    @Test
    void whatActsBeyondSixteenBitsIsEscapedToo() {
        assertThat(Printable.line("a\uDB40\uDC41b")).isEqualTo("a\\udb40\\udc41b");
    }

    @Test
    void lineEndsAreLeftInLinesAlone() {
        assertThat(Printable.line("a\r\nb\tc")).isEqualTo("a\\r\\nb\\tc");
        assertThat(Printable.lines("a\r\nb\tc")).isEqualTo("a\\r\nb\\tc");
    }

    @Test
    void whatIsTooLongIsCut() {
        assertThat(Printable.line("abc", 3)).isEqualTo("abc");
        assertThat(Printable.line("abcd", 3)).isEqualTo("abc…");
        assertThat(Printable.line("\0\0", 8)).isEqualTo("\\u0000\\u…");
    }
}
