package dev.bogie.proxyprotocol.internal;

import dev.bogie.proxyprotocol.ProxyProtocol;
import dev.bogie.proxyprotocol.machine.ProxyHeaderEncoder;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Setting;

import java.util.List;

/** The provider; see {@link ProxyProtocol}. */
public final class ProxyLayer implements Layer {

    /** Made by the service loader. */
    public ProxyLayer() {}

    @Override
    public String name() {
        return ProxyProtocol.NAME;
    }

    @Override
    public List<Setting<?>> settings() {
        return ProxyProtocol.SETTINGS;
    }

    @Override
    public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
        return switch (context.side()) {
            case SERVER -> new HeaderReader(above, context);
            case CLIENT ->
                    HeaderWriter.ofOwnEnds(
                            context.settings().get(ProxyProtocol.SEND).equals("v1")
                                    ? ProxyHeaderEncoder::writeLine
                                    : ProxyHeaderEncoder::writeBinary,
                            above,
                            context);
        };
    }
}
