package org.example.irc.machine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;

/**
 * The life of one client: it says who it is (RFC 2812 §3.1), enters the channel, talks, and leaves.
 *
 * <p>A pull machine: {@link #next} answers with one {@link Event} at a time; one that asks must be
 * answered before the next call. {@link #deadline} is when {@link #expired} is to be called.
 */
public final class Session {
    private static final Event NEEDS_MORE = new Event.NeedsMore();

    private final Place place;
    private final Limits limits;
    private final LineReader reader = new LineReader();
    private final Replies replies;
    private final Commands commands;
    private final Queue<Event> pending = new ArrayDeque<>();

    private String nick = "";
    private String user = "";
    private String realName = "";
    private Event asked = NEEDS_MORE;
    private boolean negotiating;
    private boolean registered;
    private boolean inChannel;
    private boolean ended;
    private boolean pinged;
    private long lastHeard;
    private long deadline;
    private boolean draining;
    private long leaveAt;

    /** When the lines that were sent are paid for. */
    private long paid;

    /**
     * A client that has just connected.
     *
     * @param place where
     * @param limits what it may take
     * @param now the time, in nanoseconds of any origin
     */
    public Session(Place place, Limits limits, long now) {
        this.place = place;
        this.limits = limits;
        this.deadline = now + limits.registration();
        this.paid = now;
        this.replies = new Replies(place, this, pending);
        this.commands = new Commands(place, this, replies, pending);
    }

    /**
     * What comes next.
     *
     * @param in all that is unread
     * @param now the time
     * @return an event; {@link Event.NeedsMore} if there is none
     * @throws IllegalStateException if the last event asked, and has not been answered
     */
    public Event next(ByteBuffer in, long now) {
        while (true) {
            Event event = poll();
            if (!(event instanceof Event.NeedsMore) || ended) {
                return event;
            }
            long until = paid - limits.burst() * limits.line();
            if (until - now > 0) {
                return new Event.Pause(until);
            }
            switch (reader.next(in)) {
                case MORE -> {
                    return NEEDS_MORE;
                }
                case TOO_LONG -> {
                    heard(now);
                    replies.send(Numeric.ERR_INPUTTOOLONG);
                }
                case LINE -> {
                    heard(now);
                    commands.obey(IrcMessage.parse(reader.line()));
                }
            }
        }
    }

    /**
     * What comes next of what was read already.
     *
     * @return an event; {@link Event.NeedsMore} if there is none
     * @throws IllegalStateException if the last event asked, and has not been answered
     */
    public Event poll() {
        if (asked != NEEDS_MORE) {
            throw new IllegalStateException("not answered yet: " + asked);
        }
        Event event = pending.poll();
        if (event == null) {
            return NEEDS_MORE;
        }
        if (event instanceof Event.Claim
                || event instanceof Event.Join
                || event instanceof Event.Ask) {
            asked = event;
        }
        return event;
    }

    private void heard(long now) {
        paid = (paid - now > 0 ? paid : now) + limits.line();
        pinged = false;
        lastHeard = now;
        if (registered) {
            deadline = now + limits.idle();
        }
    }

    /**
     * When something is to be done though nothing comes.
     *
     * @return a time
     */
    public long deadline() {
        return draining && leaveAt - deadline < 0 ? leaveAt : deadline;
    }

    /**
     * The deadline has come: what is to be done is in {@link #poll}.
     *
     * @param now the time
     */
    public void expired(long now) {
        if (draining && now - leaveAt >= 0) {
            end("This server is ending");
        } else if (!registered) {
            end("You took too long to register");
        } else if (pinged) {
            end("Ping timeout");
        } else {
            pinged = true;
            deadline = now + limits.idle();
            pending.add(new Event.Send("PING :" + place.server()));
        }
    }

    /**
     * The server wants to end it soon: what is to be done at once is in {@link #poll}. With time to
     * spare, as in a swap of transports, the client stays for as long as it may.
     *
     * @param until when the client is broken off; may be told again, with an earlier time
     * @param now the time
     */
    public void draining(long until, long now) {
        draining = true;
        leaveAt = until - limits.drain();
        if (now - leaveAt >= 0) {
            expired(now);
        }
    }

    /**
     * The client has to go: what is to be done is in {@link #poll}.
     *
     * @param reason for the client and the others
     */
    public void end(String reason) {
        if (!ended) {
            ended = true;
            pending.add(new Event.Send("ERROR :Closing link: " + reason));
            pending.add(new Event.End(reason));
        }
    }

    /** The nick that the client claimed is its own now. */
    public void granted() {
        String wanted = ((Event.Claim) answered(Event.Claim.class)).nick();
        if (registered) {
            pending.add(new Event.Send(":" + source() + " NICK :" + wanted));
        }
        nick = wanted;
        register();
    }

    /** The nick that the client claimed is somebody else's. */
    public void taken() {
        String wanted = ((Event.Claim) answered(Event.Claim.class)).nick();
        replies.send(Numeric.ERR_NICKNAMEINUSE, wanted);
    }

    /**
     * The client is in the channel.
     *
     * @param present who is, itself included
     */
    public void joined(List<Presence> present) {
        answered(Event.Join.class);
        inChannel = true;
        pending.add(new Event.Send(":" + source() + " JOIN " + place.channel()));
        replies.topic();
        replies.names(present);
    }

    /** The channel takes nobody more. */
    public void full() {
        answered(Event.Join.class);
        replies.send(Numeric.ERR_CHANNELISFULL, place.channel());
    }

    /**
     * Who is there.
     *
     * @param present all of them
     */
    public void present(List<Presence> present) {
        Event.Ask ask = (Event.Ask) answered(Event.Ask.class);
        switch (ask.how()) {
            case NAMES -> replies.names(present);
            case WHO -> replies.who(present, ask.of());
            case WHOIS -> replies.whois(present, ask.of());
            case LIST -> replies.list(present.size());
        }
    }

    /**
     * Nobody has the nick that the client told something.
     *
     * @param name which nick
     */
    public void noSuchNick(String name) {
        replies.send(Numeric.ERR_NOSUCHNICK, name);
    }

    /**
     * What the client said could not be.
     *
     * @param why for people
     */
    public void unsaid(String why) {
        replies.line(Numeric.ERR_CANNOTSENDTOCHAN, place.channel() + " :" + why);
    }

    private Event answered(Class<? extends Event> kind) {
        Event event = asked;
        if (!kind.isInstance(event)) {
            throw new IllegalStateException("nothing of this kind was asked: " + kind);
        }
        asked = NEEDS_MORE;
        return event;
    }

    /**
     * Who the client is.
     *
     * @return what it has said so far
     */
    public Presence presence() {
        return new Presence(nick, user, "irc", realName);
    }

    /**
     * Whether the client is in the channel.
     *
     * @return whether it is
     */
    public boolean isInChannel() {
        return inChannel;
    }

    String nick() {
        return nick;
    }

    String source() {
        return presence().source();
    }

    boolean isRegistered() {
        return registered;
    }

    void identified(String name, String real) {
        String kept = name.replaceAll("[^A-Za-z0-9._-]", "").toLowerCase(Locale.ROOT);
        user = "~" + (kept.isEmpty() ? "user" : kept.substring(0, Math.min(10, kept.length())));
        realName = real;
        register();
    }

    /** Capabilities are being agreed on: registration waits for that. */
    void negotiates(boolean going) {
        negotiating = going && !registered;
        register();
    }

    void left() {
        inChannel = false;
    }

    private void register() {
        if (!registered && !negotiating && !nick.isEmpty() && !user.isEmpty()) {
            registered = true;
            deadline = lastHeard + limits.idle();
            replies.welcome();
        }
    }
}
