package org.example.irc;

import dev.bogie.broadcast.Encoding;
import dev.bogie.broadcast.Outlet;
import dev.bogie.broadcast.Subscription;
import dev.bogie.chat.Room;
import dev.bogie.chat.Room.Member;
import dev.bogie.chat.Room.Message;

import org.example.irc.machine.IrcText;
import org.example.irc.machine.Place;
import org.example.irc.machine.Presence;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The room as IRC has it: one channel. What is said goes through the room, who comes and goes, and
 * what is said in private, from guest to guest. Thread-safe; never blocks.
 */
final class Channel {
    private static final String GUEST = "irc-";
    private static final int ID_BYTES = 8;
    private static final Place PLACE =
            new Place(
                    "irc.bogie",
                    "#chat",
                    "One room: some are here by IRC, others by their browser",
                    List.of(
                            "This is the chat of a web server. Join #chat:",
                            "what you say is shown in browsers, and the other way round."));

    private final Room room;
    private final Roster roster = new Roster();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Guest> guests = new ConcurrentHashMap<>(); // by id
    private final Map<String, Guest> inside = new ConcurrentHashMap<>(); // likewise
    private final Encoding<Message, Heard> asLines = (position, message) -> heard(message);

    Channel(Room room) {
        this.room = room;
        room.history().stream()
                .map(Message::from)
                .filter(member -> !isGuest(member))
                .forEach(roster::visitor);
    }

    Place place() {
        return PLACE;
    }

    /** An id for somebody who has just connected. */
    String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return GUEST + HexFormat.of().formatHex(id);
    }

    /** A guest takes a nick; false if it is somebody else's. */
    boolean claim(Guest guest, String nick) {
        boolean granted = roster.claim(guest.id(), nick);
        if (granted) {
            guests.put(guest.id(), guest);
        }
        return granted;
    }

    /** A guest has disconnected, and has left before. */
    void forget(Guest guest) {
        guests.remove(guest.id());
        roster.release(guest.id());
    }

    /**
     * A guest hears from now on what is said, beginning with what the room remembers.
     *
     * @throws IllegalStateException if the room is full
     */
    Subscription enter(Guest guest, Outlet<Heard> outlet) {
        Subscription subscription = room.enter(null, asLines, outlet);
        tell(guest, ":" + guest.presence().source() + " JOIN " + PLACE.channel());
        inside.put(guest.id(), guest);
        return subscription;
    }

    /** A guest hears no more of the others. */
    void leave(Guest guest, String line) {
        if (inside.remove(guest.id()) != null) {
            tell(guest, line);
        }
    }

    /** Tells all guests inside but one. */
    void tell(Guest but, String line) {
        ByteBuffer encoded = IrcText.encode(line);
        for (Guest guest : inside.values()) {
            if (guest != but) {
                guest.deliver(encoded.duplicate());
            }
        }
    }

    /** Says something in the room; {@link Room#say}. */
    void say(Guest guest, String text) {
        room.say(new Member(guest.id(), guest.presence().nick()), text, "");
    }

    /** Who has a nick, if they came by IRC. */
    Optional<Guest> guest(String nick) {
        return roster.id(nick).map(guests::get);
    }

    /** Who is inside, and of those who came otherwise, who has spoken lately. */
    List<Presence> present() {
        List<Presence> all = new ArrayList<>(roster.visitors());
        inside.values().forEach(guest -> all.add(guest.presence()));
        all.sort(Comparator.comparing(Presence::nick, String.CASE_INSENSITIVE_ORDER));
        return all;
    }

    private Heard heard(Message message) {
        Member from = message.from();
        Presence speaker =
                isGuest(from)
                        ? new Presence(from.name(), "~user", "irc", from.name())
                        : roster.visitor(from);
        String beginning = ":" + speaker.source() + " PRIVMSG " + PLACE.channel() + " :";
        List<ByteBuffer> lines =
                IrcText.lines(beginning, message.text()).stream().map(IrcText::encode).toList();
        ByteBuffer all = ByteBuffer.allocate(lines.stream().mapToInt(ByteBuffer::remaining).sum());
        lines.forEach(all::put);
        return new Heard(from.id(), all.flip().asReadOnlyBuffer());
    }

    private static boolean isGuest(Member member) {
        return member.id().startsWith(GUEST) && IrcText.isNick(member.name());
    }
}
