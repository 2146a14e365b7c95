package dev.bogie.tls.internal;

import dev.bogie.tls.EngineSource;
import dev.bogie.tls.machine.TlsLimits;
import dev.bogie.tls.machine.TlsMachine;
import dev.bogie.transport.LayerContext;

import java.util.List;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Makes the machine of one connection.
 *
 * @param source where engines come from
 * @param context which side this is, and what may be spoken above
 */
record Engines(EngineSource source, LayerContext context) {

    TlsMachine machine(TlsLimits limits, long now) throws Exception {
        List<String> ids = context.applicationProtocols();
        if (context.side() == LayerContext.Side.SERVER) {
            return TlsMachine.server(
                    hello -> offering(source.server(hello, ids), ids), limits, now);
        }
        return TlsMachine.client(offering(source.client(context.target(), ids), ids), limits, now);
    }

    /** Sets the ALPN ids, unless whoever made the engine knew better. */
    private static SSLEngine offering(SSLEngine engine, List<String> ids) {
        SSLParameters parameters = engine.getSSLParameters();
        if (!ids.isEmpty()
                && parameters.getApplicationProtocols().length == 0
                && engine.getHandshakeApplicationProtocolSelector() == null) {
            parameters.setApplicationProtocols(ids.toArray(String[]::new));
            engine.setSSLParameters(parameters);
        }
        return engine;
    }
}
