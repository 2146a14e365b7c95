package dev.bogie.proxyprotocol.internal;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import java.nio.ByteBuffer;

/**
 * A handler above, as it stands on a connection whose ends the header named. All calls pass; only
 * the connection that it is given is another.
 */
final class ProxiedHandler implements ConnectionHandler {
    private final ConnectionHandler above;
    private final ProxiedEnds ends;

    ProxiedHandler(ConnectionHandler above, ProxiedEnds ends) {
        this.above = above;
        this.ends = ends;
    }

    @Override
    public void opened(Connection connection) throws Exception {
        above.opened(new ProxiedConnection(connection, ends));
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
