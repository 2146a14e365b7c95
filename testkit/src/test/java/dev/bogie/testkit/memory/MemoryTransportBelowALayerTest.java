package dev.bogie.testkit.memory;

import dev.bogie.testkit.IdentityLayer;
import dev.bogie.transport.Layer;

class MemoryTransportBelowALayerTest extends MemoryTransportContractTest {
    @Override
    protected Layer layer() {
        return new IdentityLayer();
    }
}
