package dev.bogie.testkit.memory;

import dev.bogie.transport.Settings;
import dev.bogie.transport.memory.MemoryTransport;

class MemoryTransportCutAtRandomTest extends MemoryTransportContractTest {
    @Override
    protected Settings settings() {
        return super.settings()
                .with(MemoryTransport.SPLITS, true)
                .with(MemoryTransport.PIPE, 4_096L);
    }
}
