package org.example.irc;

import dev.bogie.chat.Room;

import java.util.HashMap;
import java.util.Map;

/** The channels of rooms: a room has one as long as a client is connected. Thread-safe. */
final class Channels {
    private final Map<Room, Channel> channels = new HashMap<>(); // guarded by this
    private final Map<Channel, Integer> users = new HashMap<>(); // likewise

    /** A client has come: its channel. */
    synchronized Channel open(Room room) {
        Channel channel = channels.computeIfAbsent(room, Channel::new);
        users.merge(channel, 1, Integer::sum);
        return channel;
    }

    /** A client has gone. */
    synchronized void close(Channel channel) {
        if (users.merge(channel, -1, Integer::sum) == 0) {
            users.remove(channel);
            channels.values().remove(channel);
        }
    }
}
