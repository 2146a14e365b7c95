package org.example.irc;

import dev.bogie.chat.Room.Member;

import org.example.irc.machine.IrcText;
import org.example.irc.machine.Presence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which nick is whose, by the ids of the room: at most one each way, whether somebody came by IRC
 * and chose it, or came otherwise and was given one. Thread-safe.
 */
final class Roster {
    /** Others than by IRC that are remembered: those who spoke last. */
    private static final int MAX_VISITORS = 500;

    private final Map<String, String> ids = new HashMap<>(); // by nick in lower case
    private final Map<String, String> nicks = new HashMap<>(); // by id
    private final Map<String, Presence> visitors = new LinkedHashMap<>(16, 0.75f, true);

    /** Gives a nick to an id in place of what it had; false if another has it. */
    synchronized boolean claim(String id, String nick) {
        String owner = ids.get(folded(nick));
        if (owner != null && !owner.equals(id)) {
            return false;
        }
        release(id);
        ids.put(folded(nick), id);
        nicks.put(id, nick);
        return true;
    }

    /** An id needs no nick any more. */
    synchronized void release(String id) {
        String nick = nicks.remove(id);
        if (nick != null) {
            ids.remove(folded(nick));
        }
    }

    /** Whose a nick is. */
    synchronized Optional<String> id(String nick) {
        return Optional.ofNullable(ids.get(folded(nick)));
    }

    /** Somebody who speaks and did not come by IRC: gets a nick like their name. */
    synchronized Presence visitor(Member member) {
        Presence known = visitors.get(member.id());
        if (known != null) {
            return known;
        }
        String nick = freeNick(member);
        claim(member.id(), nick);
        Presence visitor = new Presence(nick, "~web", "web", member.name());
        visitors.put(member.id(), visitor);
        if (visitors.size() > MAX_VISITORS) {
            Iterator<String> eldest = visitors.keySet().iterator();
            release(eldest.next());
            eldest.remove();
        }
        return visitor;
    }

    /** Those who spoke lately and did not come by IRC. */
    synchronized List<Presence> visitors() {
        return new ArrayList<>(visitors.values());
    }

    private String freeNick(Member member) {
        String nick = nickLike(member.name());
        for (int next = 2; ids.containsKey(folded(nick)); next++) {
            String suffix = "-" + next;
            String like = nickLike(member.name());
            int length = Math.min(like.length(), IrcText.MAX_NICK - suffix.length());
            nick = like.substring(0, length) + suffix;
        }
        return nick;
    }

    private static String nickLike(String name) {
        String kept = name.replaceAll("[^A-Za-z0-9_-]", "");
        String begun = kept.isEmpty() || !Character.isLetter(kept.charAt(0)) ? "web" + kept : kept;
        return begun.substring(0, Math.min(begun.length(), IrcText.MAX_NICK));
    }

    private static String folded(String nick) {
        return nick.toLowerCase(Locale.ROOT);
    }
}
