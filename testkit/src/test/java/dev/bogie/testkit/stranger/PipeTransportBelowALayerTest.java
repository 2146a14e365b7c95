package dev.bogie.testkit.stranger;

import dev.bogie.testkit.IdentityLayer;
import dev.bogie.transport.Layer;

class PipeTransportBelowALayerTest extends PipeTransportTest {
    @Override
    protected Layer layer() {
        return new IdentityLayer();
    }
}
