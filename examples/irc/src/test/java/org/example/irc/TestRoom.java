package org.example.irc;

import dev.bogie.broadcast.Encoding;
import dev.bogie.broadcast.Outlet;
import dev.bogie.broadcast.Subscription;
import dev.bogie.broadcast.Topic;
import dev.bogie.chat.Room;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A room in memory, for a few. */
final class TestRoom implements Room {
    static final int MAX_VISITORS = 4;

    private final Topic<Message> topic =
            new Topic<>("test", "1", new Topic.Limits(10, 100, MAX_VISITORS));
    private final List<String> said = new ArrayList<>();

    @Override
    public boolean say(Member from, String text, String key) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("there is nothing to say");
        }
        said.add(from.name() + ": " + text);
        topic.publish(new Message(from, text, key, Instant.EPOCH));
        return true;
    }

    @Override
    public <E> Subscription enter(
            String lastHeard, Encoding<Message, E> encoding, Outlet<E> outlet) {
        return topic.subscribe(lastHeard, encoding, outlet);
    }

    @Override
    public List<Message> history() {
        return topic.history();
    }

    /** What was said, with the names of the speakers. */
    List<String> said() {
        return said;
    }
}
