package org.example.irc.machine;

import org.example.irc.machine.Event.Question;

import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.stream.Stream;

/** What clients may want (RFC 2812 §3), and what comes of it. */
final class Commands {
    /** To how many one message may go. */
    static final int MAX_TARGETS = 4;

    private static final String ACTION = "\u0001ACTION ";
    private static final String MARK = "\u0001";

    private final Place place;
    private final Session session;
    private final Replies replies;
    private final Queue<Event> pending;

    Commands(Place place, Session session, Replies replies, Queue<Event> pending) {
        this.place = place;
        this.session = session;
        this.replies = replies;
        this.pending = pending;
    }

    void obey(IrcMessage message) {
        switch (message.command()) {
            case "" -> {} // RFC 2812 §2.3.1: empty messages are ignored
            case "CAP" -> cap(message);
            case "PASS" -> needs(message, 1); // nobody has one, so any will do
            case "NICK" -> nick(message);
            case "USER" -> user(message);
            case "PING" -> ping(message);
            case "PONG" -> {} // it was heard, which is all that was wanted
            case "QUIT" -> session.end(quit(message));
            default -> {
                if (session.isRegistered()) {
                    registered(message);
                } else {
                    replies.send(Numeric.ERR_NOTREGISTERED);
                }
            }
        }
    }

    private void registered(IrcMessage message) {
        switch (message.command()) {
            case "JOIN" -> join(message);
            case "PART" -> part(message);
            case "PRIVMSG" -> say(message, false);
            case "NOTICE" -> say(message, true);
            case "NAMES" -> names(message);
            case "TOPIC" -> topic(message);
            case "WHO" -> who(message);
            case "WHOIS" -> whois(message);
            case "LIST" -> ask(Question.LIST, "");
            case "MODE" -> mode(message);
            case "MOTD" -> replies.motd();
            default -> replies.send(Numeric.ERR_UNKNOWNCOMMAND, word(message.command()));
        }
    }

    /** There are none: said so, and what is asked for is refused (IRCv3 capability negotiation). */
    private void cap(IrcMessage message) {
        String target = session.nick().isEmpty() ? "*" : session.nick();
        String command = message.parameter(0).toUpperCase(Locale.ROOT);
        switch (command) {
            case "LS" -> {
                session.negotiates(true);
                replies.raw("CAP " + target + " LS :");
            }
            case "LIST" -> replies.raw("CAP " + target + " LIST :");
            case "REQ" -> {
                session.negotiates(true);
                replies.raw("CAP " + target + " NAK :" + message.parameter(1));
            }
            case "END" -> session.negotiates(false);
            default -> replies.send(Numeric.ERR_INVALIDCAPCMD, word(command));
        }
    }

    private void nick(IrcMessage message) {
        String wanted = message.parameter(0);
        if (wanted.isEmpty()) {
            replies.send(Numeric.ERR_NONICKNAMEGIVEN);
        } else if (!IrcText.isNick(wanted)) {
            replies.send(Numeric.ERR_ERRONEUSNICKNAME, word(wanted));
        } else if (!wanted.equals(session.nick())) {
            pending.add(new Event.Claim(wanted));
        }
    }

    private void user(IrcMessage message) {
        if (session.isRegistered()) {
            replies.send(Numeric.ERR_ALREADYREGISTRED);
        } else if (needs(message, 4)) {
            session.identified(message.parameter(0), message.parameter(3));
        }
    }

    private void ping(IrcMessage message) {
        if (needs(message, 1)) {
            replies.raw("PONG " + place.server() + " :" + message.parameter(0));
        }
    }

    private static String quit(IrcMessage message) {
        return message.parameter(0).isEmpty() ? "Quit" : "Quit: " + message.parameter(0);
    }

    private void join(IrcMessage message) {
        if (!needs(message, 1)) {
            return;
        }
        if (message.parameter(0).equals("0")) {
            leave("");
            return;
        }
        boolean wanted = false;
        for (String channel : targets(message)) {
            if (!isPlace(channel)) {
                replies.send(Numeric.ERR_NOSUCHCHANNEL, word(channel));
            } else if (!session.isInChannel() && !wanted) {
                wanted = true;
                pending.add(new Event.Join());
            }
        }
    }

    private void part(IrcMessage message) {
        if (!needs(message, 1)) {
            return;
        }
        for (String channel : targets(message)) {
            if (!isPlace(channel)) {
                replies.send(Numeric.ERR_NOSUCHCHANNEL, word(channel));
            } else if (session.isInChannel()) {
                leave(message.parameter(1));
            } else {
                replies.send(Numeric.ERR_NOTONCHANNEL, place.channel());
            }
        }
    }

    private void leave(String reason) {
        if (session.isInChannel()) {
            session.left();
            String why = reason.isEmpty() ? "" : " :" + reason;
            pending.add(new Event.Send(":" + session.source() + " PART " + place.channel() + why));
            pending.add(new Event.Part(reason));
        }
    }

    /** Never answers a notice (RFC 2812 §3.3.2). */
    private void say(IrcMessage message, boolean notice) {
        List<String> targets = targets(message);
        String text = message.parameter(1);
        if (targets.isEmpty()) {
            refuse(notice, Numeric.ERR_NORECIPIENT);
        } else if (text.isEmpty()) {
            refuse(notice, Numeric.ERR_NOTEXTTOSEND);
        } else if (targets.size() > MAX_TARGETS) {
            refuse(notice, Numeric.ERR_TOOMANYTARGETS, word(message.parameter(0)));
        } else {
            targets.forEach(target -> say(target, text, notice));
        }
    }

    private void say(String target, String text, boolean notice) {
        if (IrcText.isNick(target)) {
            String command = notice ? " NOTICE " : " PRIVMSG ";
            String beginning = ":" + session.source() + command + target + " :";
            pending.add(new Event.Tell(target, IrcText.lines(beginning, text), notice));
        } else if (!target.startsWith("#")) {
            refuse(notice, Numeric.ERR_NOSUCHNICK, word(target));
        } else if (!isPlace(target)) {
            refuse(notice, Numeric.ERR_NOSUCHCHANNEL, word(target));
        } else if (!session.isInChannel()) {
            refuse(notice, Numeric.ERR_CANNOTSENDTOCHAN, place.channel());
        } else if (text.startsWith(ACTION)) {
            String done = text.substring(ACTION.length()).replace(MARK, "");
            pending.add(new Event.Say(IrcText.plain("* " + session.nick() + " " + done), notice));
        } else if (!text.startsWith(MARK)) { // other queries of clients are not for people
            pending.add(new Event.Say(IrcText.plain(text), notice));
        }
    }

    private void refuse(boolean notice, Numeric numeric, String... about) {
        if (!notice) {
            replies.send(numeric, about);
        }
    }

    private void names(IrcMessage message) {
        String channel = message.parameter(0);
        if (channel.isEmpty() || isPlace(channel)) {
            ask(Question.NAMES, "");
        } else {
            replies.send(Numeric.RPL_ENDOFNAMES, word(channel));
        }
    }

    private void topic(IrcMessage message) {
        if (!needs(message, 1)) {
            return;
        }
        if (!isPlace(message.parameter(0))) {
            replies.send(Numeric.ERR_NOSUCHCHANNEL, word(message.parameter(0)));
        } else if (message.parameters().size() > 1) {
            replies.send(Numeric.ERR_CHANOPRIVSNEEDED, place.channel());
        } else {
            replies.topic();
        }
    }

    private void who(IrcMessage message) {
        String of = message.parameter(0);
        boolean all = of.isEmpty() || of.equals("0") || of.equals("*") || isPlace(of);
        ask(Question.WHO, all ? "" : word(of));
    }

    private void whois(IrcMessage message) {
        String of = message.parameters().isEmpty() ? "" : message.parameters().getLast();
        if (of.isEmpty()) {
            replies.send(Numeric.ERR_NONICKNAMEGIVEN);
        } else {
            ask(Question.WHOIS, word(of));
        }
    }

    private void mode(IrcMessage message) {
        if (!needs(message, 1)) {
            return;
        }
        String of = message.parameter(0);
        String change = message.parameter(1);
        if (isPlace(of)) {
            switch (change) {
                case "" -> replies.line(Numeric.RPL_CHANNELMODEIS, place.channel() + " +nt");
                case "b", "+b" -> replies.send(Numeric.RPL_ENDOFBANLIST, place.channel());
                default -> replies.send(Numeric.ERR_CHANOPRIVSNEEDED, place.channel());
            }
        } else if (of.startsWith("#")) {
            replies.send(Numeric.ERR_NOSUCHCHANNEL, word(of));
        } else if (of.equalsIgnoreCase(session.nick())) {
            replies.line(Numeric.RPL_UMODEIS, "+i");
        } else {
            replies.send(Numeric.ERR_USERSDONTMATCH);
        }
    }

    private void ask(Question how, String of) {
        pending.add(new Event.Ask(how, of));
    }

    private boolean needs(IrcMessage message, int parameters) {
        if (message.parameters().size() < parameters) {
            replies.send(Numeric.ERR_NEEDMOREPARAMS, word(message.command()));
            return false;
        }
        return true;
    }

    private boolean isPlace(String channel) {
        return channel.equalsIgnoreCase(place.channel());
    }

    /** One more than there may be at the most, so that it shows. */
    private static List<String> targets(IrcMessage message) {
        return Stream.of(message.parameter(0).split(","))
                .filter(target -> !target.isEmpty())
                .limit(MAX_TARGETS + 1)
                .toList();
    }

    /** What a client sent, so that it stays one parameter when it is sent back. */
    private static String word(String text) {
        String one = text.replace(' ', '_');
        return one.isEmpty() || one.startsWith(":") ? "*" : one;
    }
}
