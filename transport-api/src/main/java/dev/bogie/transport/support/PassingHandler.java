package dev.bogie.transport.support;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import java.nio.ByteBuffer;

/**
 * Passes on whatever it is told: override what is to reach the handler above in another way. For
 * whoever stands between an engine and a handler and changes one thing. A layer whose bytes differ
 * from those below has a connection of its own, made of {@link StreamConnection}, instead.
 */
public class PassingHandler implements ConnectionHandler {
    /** Who is told. */
    protected final ConnectionHandler above;

    /**
     * A handler before another.
     *
     * @param above who is told
     */
    public PassingHandler(ConnectionHandler above) {
        this.above = above;
    }

    @Override
    public void opened(Connection connection) throws Exception {
        above.opened(connection);
    }

    @Override
    public void received(ByteBuffer in) throws Exception {
        above.received(in);
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
        return above.inputEnded(rest, how);
    }

    @Override
    public void writable() throws Exception {
        above.writable();
    }

    @Override
    public void deadline(long now) throws Exception {
        above.deadline(now);
    }

    @Override
    public void draining(long until) throws Exception {
        above.draining(until);
    }

    @Override
    public void peerEnded(InputEnd how) {
        above.peerEnded(how);
    }

    @Override
    public void turnEnding() throws Exception {
        above.turnEnding();
    }

    @Override
    public void closed(Closed how) {
        above.closed(how);
    }

    @Override
    public String toString() {
        return above.toString();
    }
}
