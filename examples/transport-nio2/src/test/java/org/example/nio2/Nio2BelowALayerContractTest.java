package org.example.nio2;

import dev.bogie.testkit.IdentityLayer;
import dev.bogie.transport.Layer;

/** The same above a layer that changes nothing. */
class Nio2BelowALayerContractTest extends Nio2ContractTest {
    @Override
    protected Layer layer() {
        return new IdentityLayer();
    }
}
