package dev.bogie.chat.internal;

import dev.bogie.broadcast.Topic;
import dev.bogie.http.filter.Sessions;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.util.List;
import java.util.stream.Stream;

/** What a room keeps, and whom it takes. */
final class ChatSettings {
    private static final Topic.Limits USUAL = Topic.Limits.STANDARD;

    private static final Setting<Long> HISTORY =
            Setting.count(
                    "chat.history",
                    USUAL.history(),
                    0,
                    100_000,
                    "messages that the room remembers for who comes later");
    private static final Setting<Long> MAX_LAG =
            Setting.count(
                    "chat.max-lag",
                    USUAL.lag(),
                    1,
                    100_000,
                    "messages that a slow reader may be behind; above it: cut off");
    private static final Setting<Long> MAX_VISITORS =
            Setting.count(
                    "chat.max-visitors",
                    USUAL.subscribers(),
                    1,
                    10_000_000,
                    "who may be in the room at a time");

    /** Those of the room and those of sessions. */
    static final List<Setting<?>> ALL =
            Stream.concat(Stream.of(HISTORY, MAX_LAG, MAX_VISITORS), Sessions.SETTINGS.stream())
                    .toList();

    private ChatSettings() {}

    /** A history longer than the lag shortens to it: who has all of it to hear is not slow yet. */
    static Topic.Limits room(Settings settings) {
        int lag = settings.get(MAX_LAG).intValue();
        return new Topic.Limits(
                Math.min(settings.get(HISTORY).intValue(), lag),
                lag,
                settings.get(MAX_VISITORS).intValue());
    }
}
