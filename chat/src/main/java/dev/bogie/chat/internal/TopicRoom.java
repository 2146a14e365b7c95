package dev.bogie.chat.internal;

import dev.bogie.broadcast.Encoding;
import dev.bogie.broadcast.Outlet;
import dev.bogie.broadcast.Subscription;
import dev.bogie.broadcast.Topic;
import dev.bogie.chat.Room;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** The room: a topic, and the keys of what was said lately. */
final class TopicRoom implements Room {
    private static final int KEYS = 10_000;

    /** A key is its speaker's own. */
    private record Said(String member, String key) {}

    private final Topic<Message> topic;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Said, Boolean> said =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Said, Boolean> eldest) {
                    return size() > KEYS;
                }
            };

    TopicRoom(InstantSource clock, Topic.Limits limits) {
        this.clock = clock;
        String epoch = Long.toString(clock.millis(), Character.MAX_RADIX);
        this.topic = new Topic<>("room", epoch, limits);
    }

    @Override
    public boolean say(Member from, String text, String key) {
        String clean = cleaned(text);
        if (clean.codePoints().allMatch(TopicRoom::isInvisible)) {
            throw new IllegalArgumentException("there is nothing to say");
        }
        if (clean.length() > MAX_TEXT) {
            throw new IllegalArgumentException(
                    "a message may have "
                            + MAX_TEXT
                            + " characters, this one has "
                            + clean.length());
        }
        if (!key.isEmpty() && !isNew(new Said(from.id(), checked(key)))) {
            return false;
        }
        topic.publish(new Message(from, clean, key, clock.instant()));
        return true;
    }

    @Override
    public <E> Subscription enter(
            @Nullable String lastHeard, Encoding<Message, E> encoding, Outlet<E> outlet) {
        return topic.subscribe(lastHeard, encoding, outlet);
    }

    @Override
    public List<Message> history() {
        return topic.history();
    }

    private boolean isNew(Said key) {
        lock.lock();
        try {
            return said.put(key, true) == null;
        } finally {
            lock.unlock();
        }
    }

    private static String checked(String key) {
        if (key.length() > MAX_KEY || !key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "a key has 1 to " + MAX_KEY + " printable ASCII characters");
        }
        return key;
    }

    private static boolean isInvisible(int c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.getType(c) == Character.FORMAT;
    }

    private static String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> !Character.isISOControl(c) || c == '\n' || c == '\t')
                .forEach(clean::appendCodePoint);
        return clean.toString().strip();
    }
}
