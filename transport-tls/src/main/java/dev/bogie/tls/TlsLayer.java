package dev.bogie.tls;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Setting;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * TLS between a transport and a protocol; found as the layer {@code tls}.
 *
 * <p>Thread-safe.
 */
public final class TlsLayer implements Layer {
    private final @Nullable EngineSource given;

    /** For the service loader: certificates and trust come from the settings. */
    public TlsLayer() {
        this.given = null;
    }

    /**
     * A layer with certificates and trust of one's own.
     *
     * @param source where engines come from
     */
    public TlsLayer(EngineSource source) {
        this.given = source;
    }

    @Override
    public String name() {
        return "tls";
    }

    @Override
    public List<Setting<?>> settings() {
        return TlsSettings.ALL;
    }

    @Override
    public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
        throw new UnsupportedOperationException("TLS is not ready: " + given);
    }
}
