package dev.bogie.proxyprotocol.internal;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Passes all calls on, and tells how the connection ended.
 *
 * @param handler whose calls these are
 * @param end told the end
 */
record Watched(ConnectionHandler handler, Consumer<String> end) implements ConnectionHandler {
    @Override
    public void opened(Connection connection) throws Exception {
        handler.opened(connection);
    }

    @Override
    public void received(ByteBuffer in) throws Exception {
        handler.received(in);
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) throws Exception {
        return handler.inputEnded(rest, how);
    }

    @Override
    public void deadline(long now) throws Exception {
        handler.deadline(now);
    }

    @Override
    public void closed(Closed how) {
        end.accept(how.describe());
        handler.closed(how);
    }
}
