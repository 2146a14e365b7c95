package dev.bogie.broadcast;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One stream of messages to many subscribers, each encoded once for each kind of them, with a
 * bounded history so that who comes back misses nothing.
 *
 * <p>A topic is one log. A subscriber is a cursor in it that moves as fast as its peer reads; one
 * that falls more than {@link Limits#lag} behind is cut off. So a slow reader holds up neither the
 * others nor whoever publishes, and costs no queue.
 *
 * <p><b>Positions.</b> Each message has one, {@code epoch-number}: the epoch is the topic's, new at
 * each start, so a position from before a restart is recognised as such. Who subscribes with the
 * last position seen gets all that came after it, as far as the history goes, without gap or
 * repetition; with an unknown one, all of the history.
 *
 * <p>Safe for any thread. Nobody waits for anybody but for a short lock under which no foreign code
 * runs.
 *
 * {@snippet :
 * Topic<String> room = new Topic<>("room", Long.toString(startMillis, 36), Topic.Limits.STANDARD);
 * Subscription s = room.subscribe(lastEventId, AS_EVENT, Outlet.on(connection));
 * room.publish("hello");
 * }
 *
 * @param <M> the messages: immutable
 */
public final class Topic<M> {

    /**
     * What a topic keeps.
     *
     * @param history how many messages it remembers for those who come later
     * @param lag how many messages a subscriber may be behind
     * @param subscribers how many it serves
     */
    public record Limits(int history, int lag, int subscribers) {
        /** 200 messages, 1,000 behind, 100,000 subscribers. */
        public static final Limits STANDARD = new Limits(200, 1_000, 100_000);

        /**
         * Checks the limits.
         *
         * @throws IllegalArgumentException if the history is negative or larger than the lag, or
         *     another is not positive
         */
        public Limits {
            if (history < 0 || lag < 1 || subscribers < 1 || history > lag) {
                throw new IllegalArgumentException(
                        "limits of a topic must be positive, and its history no longer than its"
                                + " lag: history "
                                + history
                                + ", lag "
                                + lag
                                + ", subscribers "
                                + subscribers);
            }
        }
    }

    private final String name;
    private final String epoch;
    private final Limits limits;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Reader<M, ?>> readers = new LinkedHashSet<>();
    private final Map<Encoding<M, ?>, Integer> encodings = new LinkedHashMap<>(); // who uses it
    private Entry<M> newest;
    private Entry<M> before; // the entry before the oldest of the history
    private long length; // of the history

    /**
     * A topic without messages.
     *
     * @param name for people
     * @param epoch tells this life of the topic from those before: letters and digits
     * @param limits what it keeps
     */
    public Topic(String name, String epoch, Limits limits) {
        if (!epoch.matches("[a-zA-Z0-9]{1,32}")) {
            throw new IllegalArgumentException(
                    "epoch '" + epoch + "' is not of 1 to 32 letters and digits");
        }
        this.name = name;
        this.epoch = epoch;
        this.limits = limits;
        this.newest = new Entry<>(0, epoch + "-0", null);
        this.before = newest;
    }

    /**
     * The name.
     *
     * @return for people
     */
    public String name() {
        return name;
    }

    /**
     * Publishes to all who are subscribed now, and to the history. Never blocks on a subscriber.
     *
     * @param message the message
     * @return its position
     */
    public String publish(M message) {
        Entry<M> entry;
        List<Reader<M, ?>> awake;
        List<Encoding<M, ?>> kinds;
        lock.lock();
        try {
            long id = newest.id + 1;
            entry = new Entry<>(id, epoch + "-" + id, message);
            kinds = List.copyOf(encodings.keySet());
            awake = new ArrayList<>(readers);
            append(entry);
        } finally {
            lock.unlock();
        }
        for (Encoding<M, ?> kind : kinds) {
            entry.encodedBy(kind);
        }
        for (Reader<M, ?> reader : awake) {
            if (reader.lag(entry.id) > limits.lag()) {
                reader.cutOff("more than " + limits.lag() + " messages behind");
            } else {
                reader.resume();
            }
        }
        return entry.position;
    }

    /**
     * Subscribes: first what the history holds after {@code lastSeen}, then what is published.
     *
     * @param lastSeen the last position that this subscriber has seen, or null if none; may come
     *     from the peer, and may be anything
     * @param encoding how messages look to this kind of subscriber
     * @param outlet where they go
     * @param <E> what is sent
     * @return the subscription, already running
     * @throws IllegalStateException if there are too many subscribers
     */
    public <E> Subscription subscribe(
            @Nullable String lastSeen, Encoding<M, E> encoding, Outlet<E> outlet) {
        Reader<M, E> reader;
        lock.lock();
        try {
            if (readers.size() >= limits.subscribers()) {
                throw new IllegalStateException(
                        name
                                + " has "
                                + readers.size()
                                + " subscribers already: that is its limit");
            }
            reader = new Reader<>(this, encoding, outlet, find(lastSeen));
            readers.add(reader);
            encodings.merge(encoding, 1, Integer::sum);
        } finally {
            lock.unlock();
        }
        reader.resume();
        return reader;
    }

    /**
     * How many are subscribed.
     *
     * @return subscribers
     */
    public int subscribers() {
        lock.lock();
        try {
            return readers.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The history, oldest first.
     *
     * @return the messages
     */
    public List<M> history() {
        List<M> messages = new ArrayList<>();
        lock.lock();
        try {
            for (Entry<M> e = before.next; e != null; e = e.next) {
                if (e.message != null) {
                    messages.add(e.message);
                }
            }
        } finally {
            lock.unlock();
        }
        return messages;
    }

    void forget(Reader<M, ?> reader) {
        lock.lock();
        try {
            if (readers.remove(reader)) {
                encodings.computeIfPresent(reader.encoding(), (_, n) -> n == 1 ? null : n - 1);
            }
        } finally {
            lock.unlock();
        }
    }

    private void append(Entry<M> entry) {
        newest.next = entry;
        newest = entry;
        length++;
        while (length > limits.history()) {
            Entry<M> next = before.next;
            if (next == null) {
                break;
            }
            before = next;
            length--;
        }
    }

    /** The entry behind which a subscriber goes on. */
    private Entry<M> find(@Nullable String lastSeen) {
        if (lastSeen == null || !lastSeen.startsWith(epoch + "-")) {
            return before;
        }
        long id = number(lastSeen, epoch.length() + 1);
        if (id > newest.id) {
            return before; // not one of ours
        }
        Entry<M> e = before;
        while (e.id < id) {
            Entry<M> next = e.next;
            if (next == null) {
                break;
            }
            e = next;
        }
        return e;
    }

    private static long number(String text, int from) {
        long n = 0;
        if (from == text.length() || text.length() - from > 18) {
            return Long.MAX_VALUE;
        }
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return Long.MAX_VALUE;
            }
            n = n * 10 + digit;
        }
        return n;
    }
}
