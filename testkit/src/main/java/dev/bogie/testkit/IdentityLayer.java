package dev.bogie.testkit;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Layer;
import dev.bogie.transport.LayerContext;

/**
 * A layer that changes nothing: bytes pass as they are. It proves that {@code
 * dev.bogie.transport.support} is enough to keep the whole contract of a connection above a
 * connection, loans included, and is the pattern for layers that do change something.
 */
public final class IdentityLayer implements Layer {

    /** The layer; stateless. */
    public IdentityLayer() {}

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public ConnectionHandler wrap(ConnectionHandler above, LayerContext context) {
        return new IdentityHandler(above, context.settings(), context.buffers());
    }
}
