package org.example.irc;

import dev.bogie.chat.Room;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import org.example.irc.machine.Limits;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** IRC (RFC 2812) as a way into a chat room, found as a service. */
public final class IrcProtocol implements ConnectionProtocol<Room> {
    private static final Setting<Long> PORT =
            Setting.count("irc.port", 6667, 0, 65_535, "where IRC listens; 0: any free port");
    private static final Setting<Duration> REGISTRATION =
            Setting.duration(
                    "irc.registration-time",
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(10),
                    "how long a client may take to say who it is");
    private static final Setting<Duration> IDLE =
            Setting.duration(
                    "irc.idle-time",
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(1),
                    Duration.ofHours(1),
                    "silence after which a client is pinged, and after as much again given up");
    private static final Setting<Long> BURST =
            Setting.count("irc.burst", 20, 1, 10_000, "lines that a client may send at once");
    private static final Setting<Duration> LINE =
            Setting.duration(
                    "irc.line-time",
                    Duration.ofMillis(500),
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    "how long a client waits for each line beyond the burst");
    private static final Setting<Duration> DRAIN =
            Setting.duration(
                    "irc.drain-time",
                    Duration.ofMinutes(1),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    "time before the end of a drain at which clients are sent away; a longer drain"
                            + " lets them stay until then");

    private final Channels channels = new Channels();

    /** For the service loader. */
    public IrcProtocol() {}

    @Override
    public String name() {
        return "irc";
    }

    @Override
    public Class<Room> contract() {
        return Room.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(PORT, REGISTRATION, IDLE, BURST, LINE, DRAIN);
    }

    @Override
    public OptionalInt port(Settings settings) {
        return OptionalInt.of(settings.get(PORT).intValue());
    }

    @Override
    public ConnectionHandler serve(Room application, ProtocolContext context) {
        return new IrcHandler(channels, application, limits(context.settings()));
    }

    static Limits limits(Settings settings) {
        return new Limits(
                settings.get(REGISTRATION).toNanos(),
                settings.get(IDLE).toNanos(),
                settings.get(BURST).intValue(),
                settings.get(LINE).toNanos(),
                settings.get(DRAIN).toNanos());
    }
}
