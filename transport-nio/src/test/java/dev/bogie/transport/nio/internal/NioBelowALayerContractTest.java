package dev.bogie.transport.nio.internal;

import dev.bogie.testkit.IdentityLayer;
import dev.bogie.transport.Layer;

/** The same with a layer in between. */
class NioBelowALayerContractTest extends NioContractTest {

    @Override
    protected Layer layer() {
        return new IdentityLayer();
    }
}
