package org.example.irc.machine;

import java.util.List;
import java.util.Queue;

/** What the server says to the client, in numbers and words. */
final class Replies {
    /** Names in one line: as many as always fit. */
    private static final int NAMES_PER_LINE = 10;

    private final Place place;
    private final Session session;
    private final Queue<Event> pending;

    Replies(Place place, Session session, Queue<Event> pending) {
        this.place = place;
        this.session = session;
        this.pending = pending;
    }

    /** A reply that says what it always says, about something or nothing. */
    void send(Numeric numeric, String... about) {
        String between = about.length == 0 ? "" : String.join(" ", about) + " ";
        line(numeric, between + ":" + numeric.text());
    }

    void line(Numeric numeric, String rest) {
        String nick = session.nick().isEmpty() ? "*" : session.nick();
        pending.add(
                new Event.Send(
                        ":" + place.server() + " " + numeric.code() + " " + nick + " " + rest));
    }

    void raw(String rest) {
        pending.add(new Event.Send(":" + place.server() + " " + rest));
    }

    void welcome() {
        String server = place.server();
        line(Numeric.RPL_WELCOME, ":Welcome to the chat, " + session.source());
        line(Numeric.RPL_YOURHOST, ":Your host is " + server + ", a plugin of Bogie");
        line(Numeric.RPL_CREATED, ":This server was made when its plugin was put in");
        line(Numeric.RPL_MYINFO, server + " bogie-irc i nt");
        send(
                Numeric.RPL_ISUPPORT,
                "CASEMAPPING=ascii",
                "CHANTYPES=#",
                "CHANLIMIT=#:1",
                "NICKLEN=" + IrcText.MAX_NICK,
                "TARGMAX=PRIVMSG:" + Commands.MAX_TARGETS + ",NOTICE:" + Commands.MAX_TARGETS,
                "NETWORK=Bogie");
        motd();
    }

    void motd() {
        line(Numeric.RPL_MOTDSTART, ":- " + place.server() + " Message of the day -");
        place.motd().forEach(text -> line(Numeric.RPL_MOTD, ":- " + text));
        send(Numeric.RPL_ENDOFMOTD);
    }

    void topic() {
        line(Numeric.RPL_TOPIC, place.channel() + " :" + place.topic());
    }

    void names(List<Presence> present) {
        for (int from = 0; from < present.size(); from += NAMES_PER_LINE) {
            List<Presence> some =
                    present.subList(from, Math.min(from + NAMES_PER_LINE, present.size()));
            List<String> nicks = some.stream().map(Presence::nick).toList();
            line(Numeric.RPL_NAMREPLY, "= " + place.channel() + " :" + String.join(" ", nicks));
        }
        send(Numeric.RPL_ENDOFNAMES, place.channel());
    }

    void who(List<Presence> present, String of) {
        for (Presence p : present) {
            if (of.isEmpty() || p.nick().equalsIgnoreCase(of)) {
                line(
                        Numeric.RPL_WHOREPLY,
                        String.join(
                                " ",
                                place.channel(),
                                p.user(),
                                p.host(),
                                place.server(),
                                p.nick(),
                                "H",
                                ":0",
                                p.realName()));
            }
        }
        send(Numeric.RPL_ENDOFWHO, of.isEmpty() ? place.channel() : of);
    }

    void whois(List<Presence> present, String of) {
        present.stream()
                .filter(p -> p.nick().equalsIgnoreCase(of))
                .findFirst()
                .ifPresentOrElse(this::whois, () -> send(Numeric.ERR_NOSUCHNICK, of));
        send(Numeric.RPL_ENDOFWHOIS, of);
    }

    private void whois(Presence p) {
        String about = String.join(" ", p.nick(), p.user(), p.host(), "*", ":" + p.realName());
        line(Numeric.RPL_WHOISUSER, about);
        send(Numeric.RPL_WHOISSERVER, p.nick(), place.server());
    }

    void list(int visible) {
        line(Numeric.RPL_LIST, place.channel() + " " + visible + " :" + place.topic());
        send(Numeric.RPL_LISTEND);
    }
}
