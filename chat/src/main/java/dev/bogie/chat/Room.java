package dev.bogie.chat;

import dev.bogie.broadcast.Encoding;
import dev.bogie.broadcast.Outlet;
import dev.bogie.broadcast.Subscription;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A chat room: who says something is heard by all who are in it, whatever protocol they came by.
 * The contract that other modules build on. Safe for any thread; never blocks.
 */
public interface Room {
    /** The longest message, in UTF-16 units: 2,000. */
    int MAX_TEXT = 2_000;

    /** The longest key, in characters: 64. */
    int MAX_KEY = 64;

    /**
     * Someone who speaks.
     *
     * @param id unique, opaque, the same as long as they stay
     * @param name for people; not unique
     */
    record Member(String id, String name) {}

    /**
     * What was said.
     *
     * @param from who said it
     * @param text what; plain text, of {@link #MAX_TEXT} units at the most, something of it visible
     * @param key what the speaker called it, or empty
     * @param at when
     */
    record Message(Member from, String text, String key, Instant at) {}

    /**
     * Says something.
     *
     * @param from who says it
     * @param text what; white space around it is dropped, control characters other than line feed
     *     and tab too
     * @param key a name of the speaker's for this message, so that sending it again after a loss of
     *     the connection does not say it twice; of {@link #MAX_KEY} printable ASCII characters at
     *     the most; empty for none
     * @return true if it was said; false if it had been said before under the same key
     * @throws IllegalArgumentException if there is nothing to say, the text is too long, or the key
     *     is malformed; the message is for people
     */
    boolean say(Member from, String text, String key);

    /**
     * Enters: first hears what was said after {@code lastHeard}, as far as the room remembers, then
     * all that is said.
     *
     * @param lastHeard the last position that was heard, or null; may come from the peer
     * @param encoding how a message looks to this kind of listener
     * @param outlet where it goes
     * @param <E> what is sent
     * @return ends it
     * @throws IllegalStateException if the room is full
     */
    <E> Subscription enter(
            @Nullable String lastHeard, Encoding<Message, E> encoding, Outlet<E> outlet);

    /**
     * What the room remembers.
     *
     * @return the messages, oldest first
     */
    List<Message> history();
}
