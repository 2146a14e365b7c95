package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OneLineTest {
    @ParameterizedTest
    @ValueSource(
            ints = {
                0, '\n', 0x1b, 0x7f, 0x85, 0x9b, 0x200b, 0x2028, 0x2029, 0x202e, 0x2066, 0xd800
            })
    void whatActsInsteadOfBeingSeenIsASpace(int c) {
        assertThat(OneLine.of("a" + (char) c + "b")).isEqualTo("a b");
    }

    @Test
    void whatIsSeenStays() {
        assertThat(OneLine.of("f\u00fcr \u6f22 \uD83D\uDE80"))
                .isEqualTo("f\u00fcr \u6f22 \uD83D\uDE80");
    }
}
