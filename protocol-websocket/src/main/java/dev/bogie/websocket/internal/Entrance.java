package dev.bogie.websocket.internal;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

/**
 * Holds a client's connection between the 101 and the check of what came with it: nothing is read,
 * nothing is lost.
 */
final class Entrance implements ConnectionHandler {
    private final CompletableFuture<Connection> entered = new CompletableFuture<>();

    /** Completes when the connection has been handed over; fails if it was lost then. */
    CompletableFuture<Connection> entered() {
        return entered;
    }

    @Override
    public void opened(Connection connection) {
        connection.pauseInput();
        entered.complete(connection);
    }

    @Override
    public void received(ByteBuffer in) {
        // Left where it is: the next handler receives it.
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        return AfterInput.KEEP_OPEN;
    }

    @Override
    public void closed(Closed how) {
        entered.obtrudeException(new IOException("lost in the handshake: " + how.describe()));
    }
}
