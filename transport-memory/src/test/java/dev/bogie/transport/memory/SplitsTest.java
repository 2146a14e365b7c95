package dev.bogie.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class SplitsTest {

    private static List<Integer> pieces(Splits splits, int bytes) {
        SplittableRandom random = new SplittableRandom(7);
        List<Integer> pieces = new ArrayList<>();
        int offset = 0;
        while (offset < bytes) {
            int n = splits.next(offset, bytes - offset, random);
            pieces.add(n);
            offset += n;
        }
        return pieces;
    }

    @Test
    void wholeCutsNowhere() {
        assertThat(pieces(Splits.whole(), 10)).containsExactly(10);
    }

    @Test
    void atMostCutsIntoEqualPieces() {
        assertThat(pieces(Splits.atMost(4), 10)).containsExactly(4, 4, 2);
    }

    @Test
    void atCutsAtEachGivenPlaceAndNowhereElse() {
        assertThat(pieces(Splits.at(7, 3), 10)).containsExactly(3, 4, 3);
        assertThat(pieces(Splits.at(0, 10), 10)).containsExactly(10);
    }

    @Test
    void randomGivesSmallAndLargePiecesWithinWhatIsThere() {
        List<Integer> pieces = pieces(Splits.random(), 100_000);

        assertThat(pieces).allMatch(n -> n >= 1 && n <= 100_000).hasSizeGreaterThan(2);
        assertThat(pieces.stream().mapToInt(n -> n).sum()).isEqualTo(100_000);
    }

    @Test
    void anEmptyPieceIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Splits.atMost(0));
    }
}
