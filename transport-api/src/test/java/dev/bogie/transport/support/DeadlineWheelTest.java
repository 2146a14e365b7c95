package dev.bogie.transport.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class DeadlineWheelTest {
    private static final long TICK = 1L << 24;

    private final DeadlineWheel wheel = new DeadlineWheel(0);
    private final List<String> told = new ArrayList<>();

    private final class Mark extends DeadlineWheel.Entry {
        final String name;
        long at;
        long toldAt = -1;

        Mark(String name, long at) {
            this.name = name;
            this.at = at;
        }

        @Override
        protected long dueAt() {
            return at;
        }

        @Override
        protected void due(long now) {
            told.add(name);
            toldAt = now;
        }
    }

    private Mark add(String name, long at) {
        Mark mark = new Mark(name, at);
        wheel.add(mark, at);
        return mark;
    }

    @Test
    void nothingIsToldEarly() {
        add("a", 10 * TICK);
        wheel.advance(10 * TICK);
        assertThat(told).isEmpty();
        wheel.advance(wheel.nextAt());
        assertThat(told).containsExactly("a");
        assertThat(wheel.size()).isZero();
        assertThat(wheel.nextAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aDeadlineThatMovedLaterIsAskedAgainAndToldThen() {
        Mark mark = add("a", 5 * TICK);
        mark.at = 3_000 * TICK; // more than a round later
        wheel.advance(6 * TICK);
        assertThat(told).isEmpty();
        assertThat(wheel.size()).isEqualTo(1);
        wheel.advance(2_999 * TICK);
        assertThat(told).isEmpty();
        wheel.advance(3_001 * TICK);
        assertThat(told).containsExactly("a");
    }

    @Test
    void aDeadlineThatMovedEarlierIsAddedAgain() {
        Mark mark = add("a", 400 * TICK);
        mark.at = 2 * TICK;
        wheel.add(mark, mark.at);
        wheel.advance(3 * TICK);
        assertThat(told).containsExactly("a");
    }

    @Test
    void aDeadlineThatWasSwitchedOffIsForgotten() {
        Mark mark = add("a", 5 * TICK);
        mark.at = Long.MAX_VALUE;
        wheel.advance(6 * TICK);
        assertThat(told).isEmpty();
        assertThat(wheel.size()).isZero();
    }

    @Test
    void aRemovedEntryIsNotTold() {
        Mark mark = add("a", 5 * TICK);
        add("b", 5 * TICK);
        wheel.remove(mark);
        wheel.remove(mark);
        wheel.advance(9 * TICK);
        assertThat(told).containsExactly("b");
    }

    @Test
    void whatIsAddedForThePastIsToldNext() {
        wheel.advance(100 * TICK);
        add("late", 7);
        wheel.advance(wheel.nextAt());
        assertThat(told).containsExactly("late");
    }

    @Test
    void aStallOfManyRoundsTellsEachOnce() {
        for (int i = 0; i < 2_000; i++) {
            add("m" + i, i * TICK);
        }
        wheel.advance(10_000 * TICK);
        assertThat(told).hasSize(2_000).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isLateByOneTickAtTheMostWhenAskedInTime(long seed) {
        Random random = new Random(seed);
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            marks.add(add("m" + i, random.nextLong(20_000 * TICK)));
        }
        long now = 0;
        while (wheel.size() > 0) {
            assertThat(wheel.nextAt()).isGreaterThanOrEqualTo(now);
            now = wheel.nextAt();
            wheel.advance(now);
        }
        for (Mark mark : marks) {
            assertThat(mark.toldAt - mark.at).isBetween(0L, TICK);
        }
    }
}
