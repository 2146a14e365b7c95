package dev.bogie.http1.machine;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Where a connection stands between its messages (RFC 9112 §9), for either end.
 *
 * <p><b>Theory.</b> Each side sends one message after the other, so each has a state of its own:
 * the client sends requests, the server answers each with any number of interim responses and a
 * final one. What a side sends is an event, and moves that side by one row of the table {@code
 * OWN}. The two are not independent: a request lets the server answer, a switch takes both out of
 * HTTP, and what was promised about the connection's future binds both. These are the rows of
 * {@code JOINT}, which are applied after each event, in their order. What has no row must not
 * happen: for this end's own events a programming error, and the peer's are not read where they
 * have none.
 *
 * <p><b>Paused.</b> While a request is not answered, the next one is not read, though its bytes may
 * be there: the answers would have to wait in memory, and after a switch they are not HTTP. So a
 * connection reads a request only while {@link #mayReadRequest}; the rest stays with the transport.
 *
 * <p><b>Keep-alive</b> holds until either side says otherwise, then for good: both go to {@code
 * MUST_CLOSE} as soon as they have said what they had begun. A side in {@code ERROR} sends no more;
 * only the close is left to it.
 *
 * <p>The tables are also printed in {@code docs/protocols/http1.md}, by {@link #toMarkdown}.
 */
public final class ConnectionState {
    /** The two sides of a connection. */
    public enum Side {
        /** Sends requests. */
        CLIENT,
        /** Sends responses. */
        SERVER
    }

    /** Where one side is. */
    public enum State {
        /** Nothing was begun. */
        IDLE,
        /** The server owes a response. */
        RESPONDING,
        /** The head was sent; the content, if any, is on its way. */
        BODY,
        /** The message is complete. */
        DONE,
        /** The client's message is complete and offered to go over to another protocol. */
        OFFERING,
        /** Nothing may be sent any more; the side is to close. */
        MUST_CLOSE,
        /** The side has closed. */
        CLOSED,
        /** The connection is not HTTP any more. */
        SWITCHED,
        /** The side broke the protocol or the connection in the middle of a message. */
        ERROR
    }

    /** What a side did. */
    public enum Event {
        /** The head of a request. */
        REQUEST,
        /** A response 1xx but 101. */
        INTERIM,
        /** The head of a final response. */
        RESPONSE,
        /** 101, or a tunnel was opened. */
        SWITCH,
        /** The end of a message. */
        END,
        /** The side sends no more. */
        CLOSE,
        /** What the side sent can't be read. */
        FAIL
    }

    /** A side in one state that does something is in another. */
    record Own(Side side, State from, Event event, State to) {}

    /** What is said about the connection's future. */
    enum When {
        ALWAYS,
        KEEP_ALIVE,
        NO_KEEP_ALIVE,
        OFFERED
    }

    /** Two sides in these states are in those; null: in any, or as it is. */
    record Joint(
            @Nullable State client,
            @Nullable State server,
            When when,
            @Nullable State clientTo,
            @Nullable State serverTo) {
        boolean holds(State client, State server, boolean keepAlive, boolean offered) {
            return (this.client == null || this.client == client)
                    && (this.server == null || this.server == server)
                    && switch (when) {
                        case ALWAYS -> true;
                        case KEEP_ALIVE -> keepAlive;
                        case NO_KEEP_ALIVE -> !keepAlive;
                        case OFFERED -> offered;
                    };
        }
    }

    private static final List<Own> OWN =
            List.of(
                    new Own(Side.CLIENT, State.IDLE, Event.REQUEST, State.BODY),
                    new Own(Side.CLIENT, State.IDLE, Event.CLOSE, State.CLOSED),
                    new Own(Side.CLIENT, State.BODY, Event.END, State.DONE),
                    new Own(Side.CLIENT, State.BODY, Event.CLOSE, State.ERROR),
                    new Own(Side.CLIENT, State.DONE, Event.CLOSE, State.CLOSED),
                    new Own(Side.CLIENT, State.OFFERING, Event.CLOSE, State.CLOSED),
                    new Own(Side.CLIENT, State.MUST_CLOSE, Event.CLOSE, State.CLOSED),
                    new Own(Side.CLIENT, State.CLOSED, Event.CLOSE, State.CLOSED),
                    new Own(Side.CLIENT, State.ERROR, Event.CLOSE, State.ERROR),
                    new Own(Side.SERVER, State.IDLE, Event.RESPONSE, State.BODY),
                    new Own(Side.SERVER, State.IDLE, Event.CLOSE, State.CLOSED),
                    new Own(Side.SERVER, State.RESPONDING, Event.INTERIM, State.RESPONDING),
                    new Own(Side.SERVER, State.RESPONDING, Event.RESPONSE, State.BODY),
                    new Own(Side.SERVER, State.RESPONDING, Event.SWITCH, State.SWITCHED),
                    new Own(Side.SERVER, State.RESPONDING, Event.CLOSE, State.ERROR),
                    new Own(Side.SERVER, State.BODY, Event.END, State.DONE),
                    new Own(Side.SERVER, State.BODY, Event.CLOSE, State.ERROR),
                    new Own(Side.SERVER, State.DONE, Event.CLOSE, State.CLOSED),
                    new Own(Side.SERVER, State.MUST_CLOSE, Event.CLOSE, State.CLOSED),
                    new Own(Side.SERVER, State.CLOSED, Event.CLOSE, State.CLOSED),
                    new Own(Side.SERVER, State.ERROR, Event.CLOSE, State.ERROR));

    private static final List<Joint> JOINT =
            List.of(
                    new Joint(State.DONE, State.RESPONDING, When.OFFERED, State.OFFERING, null),
                    new Joint(State.DONE, State.DONE, When.KEEP_ALIVE, State.IDLE, State.IDLE),
                    new Joint(State.IDLE, null, When.NO_KEEP_ALIVE, State.MUST_CLOSE, null),
                    new Joint(State.DONE, null, When.NO_KEEP_ALIVE, State.MUST_CLOSE, null),
                    new Joint(null, State.DONE, When.NO_KEEP_ALIVE, null, State.MUST_CLOSE),
                    new Joint(State.CLOSED, State.IDLE, When.ALWAYS, null, State.MUST_CLOSE),
                    new Joint(State.CLOSED, State.DONE, When.ALWAYS, null, State.MUST_CLOSE),
                    new Joint(State.ERROR, State.DONE, When.ALWAYS, null, State.MUST_CLOSE),
                    new Joint(State.IDLE, State.CLOSED, When.ALWAYS, State.MUST_CLOSE, null),
                    new Joint(State.DONE, State.CLOSED, When.ALWAYS, State.MUST_CLOSE, null),
                    new Joint(State.IDLE, State.ERROR, When.ALWAYS, State.MUST_CLOSE, null),
                    new Joint(State.DONE, State.ERROR, When.ALWAYS, State.MUST_CLOSE, null));

    private static final State[] STATES = State.values();

    /** The rows of {@link #OWN} of each side, by state and event. */
    private static final Map<State, Map<Event, State>> CLIENT_ROWS = rows(Side.CLIENT);

    private static final Map<State, Map<Event, State>> SERVER_ROWS = rows(Side.SERVER);

    /** What {@link #JOINT} makes of each pair of states, by {@link #index}. */
    private static final byte[] SETTLED = settled();

    private State client = State.IDLE;
    private State server = State.IDLE;
    private boolean keepAlive = true;
    private boolean offered;

    /** A connection on which nothing was sent. */
    public ConnectionState() {}

    /**
     * A side did something.
     *
     * @param side which
     * @param event what
     * @throws IllegalStateException if it can't in its state; nothing has changed then
     */
    public void on(Side side, Event event) {
        State from = side == Side.CLIENT ? client : server;
        State to = event == Event.FAIL ? State.ERROR : next(side, from, event);
        if (event == Event.SWITCH && client != State.OFFERING) {
            throw new IllegalStateException("a switch that the client does not offer: " + this);
        }
        if (side == Side.CLIENT) {
            client = to;
        } else {
            server = to;
        }
        if (event == Event.REQUEST) {
            server = server == State.IDLE ? State.RESPONDING : server;
        } else if (event == Event.SWITCH) {
            client = State.SWITCHED;
        } else if (event == Event.RESPONSE) {
            offered = false;
            client = client == State.OFFERING ? State.DONE : client;
        }
        settle();
    }

    /** A message says that the connection closes after it, or that can't be avoided. */
    public void keepNoLonger() {
        keepAlive = false;
        settle();
    }

    /** The request whose head was last sent offers to go over to another protocol. */
    public void offerSwitch() {
        offered = true;
        settle();
    }

    /** {@return whether the next request may be read, or sent} */
    public boolean mayReadRequest() {
        return client == State.IDLE && server == State.IDLE;
    }

    /** {@return whether a request is complete and not answered: what follows it has to wait} */
    public boolean isPaused() {
        return client == State.DONE || client == State.OFFERING;
    }

    /** {@return whether the connection is still to be kept after this exchange} */
    public boolean isKeptAlive() {
        return keepAlive;
    }

    /**
     * Where a side is.
     *
     * @param side which
     * @return its state
     */
    public State of(Side side) {
        return side == Side.CLIENT ? client : server;
    }

    /** {@return the tables as the documentation shows them} */
    public static String toMarkdown() {
        StringBuilder out = new StringBuilder();
        out.append("| side | in | does | is then in |\n|---|---|---|---|\n");
        for (Own row : OWN) {
            line(out, row.side, row.from, row.event, row.to);
        }
        out.append("| either | any | FAIL | ERROR |\n\n");
        out.append("| client in | server in | if | client then in | server then in |\n");
        out.append("|---|---|---|---|---|\n");
        for (Joint row : JOINT) {
            line(
                    out,
                    cell(row.client, "any"),
                    cell(row.server, "any"),
                    row.when,
                    cell(row.clientTo, "the same"),
                    cell(row.serverTo, "the same"));
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return "client " + client + ", server " + server + (keepAlive ? "" : ", closing");
    }

    private static void line(StringBuilder out, Object... cells) {
        for (Object cell : cells) {
            out.append("| ").append(cell).append(' ');
        }
        out.append("|\n");
    }

    private static String cell(@Nullable State state, String otherwise) {
        return state == null ? otherwise : state.toString();
    }

    private static State next(Side side, State from, Event event) {
        Map<State, Map<Event, State>> rows = side == Side.CLIENT ? CLIENT_ROWS : SERVER_ROWS;
        State to = rows.getOrDefault(from, Map.of()).get(event);
        if (to == null) {
            throw new IllegalStateException("the " + side + " can't do " + event + " in " + from);
        }
        return to;
    }

    private static Map<State, Map<Event, State>> rows(Side side) {
        Map<State, Map<Event, State>> rows = new EnumMap<>(State.class);
        for (Own row : OWN) {
            if (row.side == side) {
                rows.computeIfAbsent(row.from, _ -> new EnumMap<>(Event.class))
                        .put(row.event, row.to);
            }
        }
        return rows;
    }

    private void settle() {
        int pair = SETTLED[index(client, server, keepAlive, offered)];
        client = STATES[pair / STATES.length];
        server = STATES[pair % STATES.length];
    }

    private static byte[] settled() {
        byte[] settled = new byte[STATES.length * STATES.length * 4];
        for (int i = 0; i < settled.length; i++) {
            boolean keepAlive = (i & 1) != 0;
            boolean offered = (i & 2) != 0;
            State client = STATES[i / 4 / STATES.length];
            State server = STATES[i / 4 % STATES.length];
            for (Joint row : JOINT) {
                if (row.holds(client, server, keepAlive, offered)) {
                    client = row.clientTo == null ? client : row.clientTo;
                    server = row.serverTo == null ? server : row.serverTo;
                }
            }
            settled[i] = (byte) pair(client, server);
        }
        return settled;
    }

    private static int index(State client, State server, boolean keepAlive, boolean offered) {
        return pair(client, server) * 4 + (offered ? 2 : 0) + (keepAlive ? 1 : 0);
    }

    @SuppressWarnings("EnumOrdinal") // an index into a table that lives no longer than the class
    private static int pair(State client, State server) {
        return client.ordinal() * STATES.length + server.ordinal();
    }
}
