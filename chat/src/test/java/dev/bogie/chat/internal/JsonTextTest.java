package dev.bogie.chat.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
    @Test
    void writesStringsAndNumbersInOrder() {
        assertThat(new JsonText().put("a", "b").put("n", 12).toString())
                .isEqualTo("{\"a\":\"b\",\"n\":12}");
        assertThat(new JsonText()).hasToString("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "22|\\\"",
                "5c|\\\\",
                "a|\\n",
                "9|\\t",
                "0|\\u0000",
                "1f|\\u001f",
                "7f|\\u007f",
                "85|\\u0085",
                "2028|\\u2028",
                "3c|\\u003c",
                "26|\\u0026",
                "d800|\\ud800",
                "dc00|\\udc00",
                "e9|é"
            })
    void escapesWhatCouldEndAStringALineOrATag(String hex, String written) {
        String text = String.valueOf((char) Integer.parseInt(hex, 16));
        assertThat(new JsonText().put("a", text).toString())
                .isEqualTo("{\"a\":\"" + written + "\"}");
    }

    @Test
    void pairsOfSurrogatesStay() {
        assertThat(new JsonText().put("a", "\uD83D\uDE82").toString()).contains("\uD83D\uDE82");
    }
}
