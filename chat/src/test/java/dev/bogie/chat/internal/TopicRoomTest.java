package dev.bogie.chat.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.broadcast.Outlet;
import dev.bogie.broadcast.Topic;
import dev.bogie.chat.Room;
import dev.bogie.chat.Room.Member;
import dev.bogie.chat.Room.Message;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class TopicRoomTest {
    private static final Member ANN = new Member("1", "Ann");
    private static final Member BOB = new Member("2", "Bob");

    private final Room room =
            new TopicRoom(() -> Instant.ofEpochMilli(1_000), Topic.Limits.STANDARD);

    /** Hears at once. */
    private static final class Ear implements Outlet<String> {
        final List<String> heard = new ArrayList<>();

        @Override
        public boolean execute(Runnable task) {
            task.run();
            return true;
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void send(String encoded) {
            heard.add(encoded);
        }

        @Override
        public void cutOff(String reason) {
            throw new AssertionError(reason);
        }
    }

    @Test
    void whoIsInTheRoomHearsWhatIsSaid() {
        Ear ear = new Ear();
        room.enter(null, (position, m) -> m.from().name() + ": " + m.text(), ear);
        room.say(ANN, "hello", "");
        room.say(BOB, "  hi\n", "");
        assertThat(ear.heard).containsExactly("Ann: hello", "Bob: hi");
    }

    @Test
    void theSameKeyOfOneSpeakerIsSaidOnce() {
        assertThat(room.say(ANN, "hello", "k1")).isTrue();
        assertThat(room.say(ANN, "hello", "k1")).isFalse();
        assertThat(room.say(BOB, "hello", "k1")).isTrue();
        assertThat(room.say(ANN, "hello", "")).isTrue();
        assertThat(room.say(ANN, "hello", "")).isTrue();
        assertThat(room.history()).hasSize(4);
    }

    @Test
    void controlCharactersAreDroppedButLineFeedAndTabStay() {
        room.say(ANN, "a\u0000b\u001b[31m\r\nc\td\u0085", "");
        assertThat(room.history()).extracting(Message::text).containsExactly("ab[31m\nc\td");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t ", "\u0000", "\u200b", "\u00a0", " \u202e\u2066"})
    void nothingToSayIsRefused(String text) {
        assertThatThrownBy(() -> room.say(ANN, text, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is nothing to say");
    }

    @Test
    void tooMuchIsRefusedWithTheLimit() {
        room.say(ANN, "x".repeat(Room.MAX_TEXT), "");
        assertThatThrownBy(() -> room.say(ANN, "x".repeat(Room.MAX_TEXT + 1), ""))
                .hasMessageContaining("2000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\nb", "é", "\u007f"})
    void aMalformedKeyIsRefused(String key) {
        assertThatThrownBy(() -> room.say(ANN, "x", key)).hasMessageContaining("key");
        assertThatThrownBy(() -> room.say(ANN, "x", "k".repeat(65))).hasMessageContaining("key");
        assertThat(room.history()).isEmpty();
    }

    @Test
    void theRoomRemembersWhatTheSettingsSayButNoMoreThanOneMayLag() {
        Topic.Limits limits = ChatSettings.room(settings("chat.history", 50, "chat.max-lag", 7));
        assertThat(limits).isEqualTo(new Topic.Limits(7, 7, 100_000));
    }

    private static Settings settings(String one, long value, String other, long otherValue) {
        return with(with(Settings.defaults(), one, value), other, otherValue);
    }

    private static Settings with(Settings settings, String name, long value) {
        for (Setting<?> setting : ChatSettings.ALL) {
            if (setting.name().equals(name)) {
                @SuppressWarnings("unchecked") // with() checks the value
                Setting<Long> count = (Setting<Long>) setting;
                return settings.with(count, value);
            }
        }
        throw new IllegalArgumentException("no setting " + name);
    }
}
