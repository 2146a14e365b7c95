package org.example.irc;

import dev.bogie.broadcast.Outlet;
import dev.bogie.broadcast.Subscription;
import dev.bogie.chat.Room;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;

import org.example.irc.machine.Event;
import org.example.irc.machine.IrcText;
import org.example.irc.machine.Limits;
import org.example.irc.machine.Presence;
import org.example.irc.machine.Session;

import java.nio.ByteBuffer;
import java.util.Optional;

/** One client. A session, which knows IRC, and a channel, which knows the room. */
final class IrcHandler implements ConnectionHandler {
    private final Channels channels;
    private final Room room;
    private final Limits limits;

    private Connection connection;
    private Session session;
    private Channel channel;
    private Me me;
    private Optional<Subscription> subscription = Optional.empty();

    private boolean sentTooMuch;
    private long notBefore;

    IrcHandler(Channels channels, Room room, Limits limits) {
        this.channels = channels;
        this.room = room;
        this.limits = limits;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        channel = channels.open(room);
        session = new Session(channel.place(), limits, opened.nanoTime());
        me = new Me(opened, channel.newId(), session.presence());
        opened.deadline(session.deadline());
    }

    @Override
    public void received(ByteBuffer in) {
        while (obey(session.next(in, connection.nanoTime()))) {
            // one after the other
        }
        if (!connection.isWritable()) {
            connection.pauseInput(); // a client that sends and does not read has to wait
        }
    }

    @Override
    public void writable() {
        subscription.ifPresent(Subscription::resume);
        if (!sentTooMuch) {
            connection.resumeInput();
        }
    }

    @Override
    public void deadline(long now) {
        if (sentTooMuch && now - notBefore >= 0) {
            sentTooMuch = false;
            connection.resumeInput();
        }
        if (now - session.deadline() >= 0) {
            session.expired(now);
        }
        obeyPending();
    }

    @Override
    public void draining(long until) {
        session.draining(until, connection.nanoTime());
        obeyPending();
    }

    @Override
    public void closed(Closed how) {
        leave("Connection lost");
        channel.forget(me);
        channels.close(channel);
    }

    private void obeyPending() {
        while (obey(session.poll())) {
            // one after the other
        }
    }

    /** Does what the session wants; answers whether it may be asked for more. */
    private boolean obey(Event event) {
        switch (event) {
            case Event.Send(String line) -> connection.write(IrcText.encode(line), null);
            case Event.Claim(String nick) -> claim(nick);
            case Event.Join() -> join();
            case Event.Part(String reason) -> part(reason);
            case Event.Say(String text, boolean notice) -> say(text, notice);
            case Event.Tell tell -> tell(tell);
            case Event.Ask _ -> session.present(channel.present());
            case Event.NeedsMore() -> {
                return waiting();
            }
            case Event.Pause(long until) -> {
                sentTooMuch = true;
                notBefore = until;
                connection.pauseInput();
                return waiting();
            }
            case Event.End(String reason) -> {
                leave(reason);
                connection.close();
                return false;
            }
        }
        return true;
    }

    private boolean waiting() {
        long deadline = session.deadline();
        connection.deadline(sentTooMuch && notBefore - deadline < 0 ? notBefore : deadline);
        return false;
    }

    private void claim(String nick) {
        if (!channel.claim(me, nick)) {
            session.taken();
            return;
        }
        String before = me.presence().source();
        session.granted();
        me.is(session.presence());
        if (session.isInChannel()) {
            channel.tell(me, ":" + before + " NICK :" + nick);
        }
    }

    private void join() {
        me.is(session.presence());
        try {
            subscription = Optional.of(channel.enter(me, new Ears(connection, me.id())));
            session.joined(channel.present());
        } catch (IllegalStateException e) {
            session.full();
        }
    }

    private void part(String reason) {
        String why = reason.isEmpty() ? "" : " :" + reason;
        hearNoMore(":" + me.presence().source() + " PART " + channel.place().channel() + why);
    }

    private void leave(String reason) {
        hearNoMore(":" + me.presence().source() + " QUIT :" + reason);
    }

    private void hearNoMore(String line) {
        subscription.ifPresent(Subscription::cancel);
        subscription = Optional.empty();
        channel.leave(me, line);
    }

    private void say(String text, boolean notice) {
        try {
            channel.say(me, text);
        } catch (IllegalArgumentException e) {
            if (!notice) {
                session.unsaid(e.getMessage());
            }
        }
    }

    private void tell(Event.Tell tell) {
        channel.guest(tell.nick())
                .ifPresentOrElse(
                        guest -> tell.lines().stream().map(IrcText::encode).forEach(guest::deliver),
                        () -> {
                            if (!tell.notice()) {
                                session.noSuchNick(tell.nick());
                            }
                        });
    }

    /** The client, as the others see it. */
    private static final class Me implements Guest {
        private final Connection connection;
        private final String id;
        private volatile Presence presence;

        Me(Connection connection, String id, Presence presence) {
            this.connection = connection;
            this.id = id;
            this.presence = presence;
        }

        void is(Presence changed) {
            presence = changed;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public Presence presence() {
            return presence;
        }

        @Override
        public void deliver(ByteBuffer lines) {
            if (!connection.execute(() -> connection.write(lines, null))) {
                connection.abort("more is told to this client than it takes");
            }
        }
    }

    /**
     * How the client hears the room.
     *
     * @param connection its connection
     * @param id whose words it is not told
     */
    private record Ears(Connection connection, String id) implements Outlet<Heard> {
        @Override
        public boolean execute(Runnable task) {
            return connection.execute(task);
        }

        @Override
        public boolean isWritable() {
            return connection.isWritable();
        }

        @Override
        public void send(Heard encoded) {
            if (!encoded.from().equals(id)) {
                connection.write(encoded.lines().duplicate(), null);
            }
        }

        @Override
        public void cutOff(String reason) {
            connection.abort(reason);
        }
    }
}
