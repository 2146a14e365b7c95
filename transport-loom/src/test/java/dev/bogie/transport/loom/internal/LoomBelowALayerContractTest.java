package dev.bogie.transport.loom.internal;

import dev.bogie.testkit.IdentityLayer;
import dev.bogie.transport.Layer;

/** The same above a layer that changes nothing. */
class LoomBelowALayerContractTest extends LoomContractTest {
    @Override
    protected Layer layer() {
        return new IdentityLayer();
    }
}
