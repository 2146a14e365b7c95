package dev.bogie.testkit;

import dev.bogie.transport.AfterInput;
import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Closed;
import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.InputEnd;
import dev.bogie.transport.Settings;
import dev.bogie.transport.support.ChunkPool;
import dev.bogie.transport.support.InputBuffer;
import dev.bogie.transport.support.StreamConnection;
import dev.bogie.transport.support.StreamLimits;

import java.nio.ByteBuffer;

/**
 * One connection of {@link IdentityLayer}: the handler for what is below, which drives what is
 * above. Each turn above runs inside a turn below, so the one driver is the same for both.
 */
final class IdentityHandler implements ConnectionHandler {
    private final BufferPool pool;
    private final IdentityPort port;
    private final StreamConnection above;

    IdentityHandler(ConnectionHandler handler, Settings settings, BufferPool pool) {
        this.pool = pool;
        this.port = new IdentityPort(this);
        this.above =
                new StreamConnection(
                        port, handler, StreamLimits.of(settings), pool, InputBuffer.of(pool));
    }

    @Override
    public void opened(Connection below) throws Exception {
        port.opened(below);
        Throwable thrown = above.open();
        switch (thrown) {
            case null -> {}
            case Exception e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(thrown);
        }
    }

    @Override
    public void received(ByteBuffer in) {
        port.lookAt(in);
        try {
            turn(StreamConnection.READABLE);
        } finally {
            port.lookAway();
        }
    }

    @Override
    public AfterInput inputEnded(ByteBuffer rest, InputEnd how) {
        above.inputEndsAs(how);
        port.inputEnded();
        received(rest);
        return AfterInput.KEEP_OPEN; // to close is for the handler above to say
    }

    @Override
    public void writable() {
        turn(StreamConnection.WRITABLE);
    }

    @Override
    public void deadline(long now) {
        turn(0);
    }

    @Override
    public void draining(long until) {
        above.drain(until);
    }

    @Override
    public void peerEnded(InputEnd how) {
        above.peerEnded(how);
    }

    @Override
    public void turnEnding() {
        if (port.isLent()) {
            above.flush();
        }
    }

    @Override
    public void closed(Closed how) {
        above.lost(how);
    }

    void turn(int ready) {
        ByteBuffer scratch = pool.take(ChunkPool.CHUNK);
        try {
            while (above.turn(ready, scratch)) {}
        } finally {
            pool.give(scratch);
        }
    }

    void runLoan() {
        above.runLoan();
    }

    /** What waited for the driver is done here, also inside the waits of a loan. */
    void woken() {
        turn(0);
        if (port.isLent()) {
            above.flush();
        }
    }
}
