package dev.bogie.testkit.hostile;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import java.nio.ByteBuffer;

/** Passes on what it is told; the connection that it hands over is broken as its breakage says. */
class PassingHandler implements ConnectionHandler {
    final Breakage breakage;
    final ConnectionHandler above;

    PassingHandler(Breakage breakage, ConnectionHandler above) {
        this.breakage = breakage;
        this.above = above;
    }

    @Override
    public void opened(Connection connection) throws Exception {
        above.opened(breakage.connection(connection, above));
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
}
