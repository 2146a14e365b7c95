package dev.bogie.proxyprotocol.internal;

import dev.bogie.transport.Connection;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.support.PassingHandler;

/**
 * A handler above, as it stands on a connection whose ends the header named. All calls pass; only
 * the connection that it is given is another.
 */
final class ProxiedHandler extends PassingHandler {
    private final ProxiedEnds ends;

    ProxiedHandler(ConnectionHandler above, ProxiedEnds ends) {
        super(above);
        this.ends = ends;
    }

    @Override
    public void opened(Connection connection) throws Exception {
        super.opened(new ProxiedConnection(connection, ends));
    }
}
