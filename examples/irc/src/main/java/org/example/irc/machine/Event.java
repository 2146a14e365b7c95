package org.example.irc.machine;

import java.util.List;

/** What comes of what a client sent. Those that ask something are answered to the session. */
public sealed interface Event {
    /** Nothing more, until more bytes come. */
    record NeedsMore() implements Event {}

    /**
     * To be sent.
     *
     * @param line without its end; see {@link IrcText#encode}
     */
    record Send(String line) implements Event {}

    /**
     * The client wants a nick. Asks: {@link Session#granted}, {@link Session#taken}.
     *
     * @param nick well-formed
     */
    record Claim(String nick) implements Event {}

    /** The client enters the channel. Asks: {@link Session#joined}, {@link Session#full}. */
    record Join() implements Event {}

    /**
     * The client has left the channel.
     *
     * @param reason its own words, maybe empty
     */
    record Part(String reason) implements Event {}

    /**
     * The client says something in the channel.
     *
     * @param text plain
     * @param notice whether nothing must be answered
     */
    record Say(String text, boolean notice) implements Event {}

    /**
     * The client says something to one other.
     *
     * @param nick to whom
     * @param lines to be sent to them
     * @param notice whether nothing must be answered
     */
    record Tell(String nick, List<String> lines, boolean notice) implements Event {}

    /**
     * The client asks who is there. Asks: {@link Session#present}.
     *
     * @param how what it wants to know
     * @param of a nick, or empty for all
     */
    record Ask(Question how, String of) implements Event {}

    /**
     * The client sent too much: nothing is to be read before that time.
     *
     * @param until on the clock of the session
     */
    record Pause(long until) implements Event {}

    /**
     * It is over: to be closed when all has been sent.
     *
     * @param reason to tell the others
     */
    record End(String reason) implements Event {}

    /** What can be asked about who is there. */
    enum Question {
        /** Their names. */
        NAMES,
        /** A line about each. */
        WHO,
        /** All about one. */
        WHOIS,
        /** How many there are. */
        LIST
    }
}
