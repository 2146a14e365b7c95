package dev.bogie.testkit.hostile;

import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.support.PassingHandler;

/** Passes on what it is told; the connection that it hands over is broken as its breakage says. */
class BrokenHandler extends PassingHandler {
    private final Breakage breakage;

    BrokenHandler(Breakage breakage, ConnectionHandler above) {
        super(above);
        this.breakage = breakage;
    }

    @Override
    public void opened(Connection connection) throws Exception {
        above.opened(breakage.connection(connection, above));
    }
}
