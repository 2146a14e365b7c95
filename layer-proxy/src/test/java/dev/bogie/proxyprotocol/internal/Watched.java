package dev.bogie.proxyprotocol.internal;

import dev.bogie.transport.Closed;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.support.PassingHandler;

import java.util.function.Consumer;

/** Passes all calls on, and tells how the connection ended. */
final class Watched extends PassingHandler {
    private final Consumer<String> end;

    Watched(ConnectionHandler handler, Consumer<String> end) {
        super(handler);
        this.end = end;
    }

    @Override
    public void closed(Closed how) {
        end.accept(how.describe());
        super.closed(how);
    }
}
