package dev.bogie.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class NearestNameTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "nio, nio, 0",
        "nio, nii, 1",
        "nio, ni, 1",
        "nio, nioo, 1",
        "nio, noi, 1",
        "'', nio, 3",
        "kitten, sitting, 3"
    })
    void distanceCountsEdits(String a, String b, int edits) {
        assertThat(NearestName.distance(a, b)).isEqualTo(edits);
        assertThat(NearestName.distance(b, a)).isEqualTo(edits);
    }

    @Test
    void theNearestIsFound() {
        assertThat(NearestName.of("settngs", List.of("serve", "settings", "modules")))
                .contains("settings");
    }

    @Test
    void ofEquallyNearOnesTheFirstInTheAlphabetIsFound() {
        assertThat(NearestName.of("serb", List.of("serve", "sera"))).contains("sera");
        assertThat(NearestName.of("cat", List.of("hat", "bat"))).contains("bat");
    }

    @Test
    void whatIsFarFromEverythingHasNoNearest() {
        assertThat(NearestName.of("quux", List.of("nio", "loom"))).isEmpty();
        assertThat(NearestName.question("quux", List.of("nio", "loom"))).isEmpty();
    }
}
