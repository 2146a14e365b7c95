package dev.bogie.testkit.memory;

import dev.bogie.testkit.contract.TransportContract;
import dev.bogie.transport.Transport;
import dev.bogie.transport.memory.MemoryTransport;

class MemoryTransportContractTest extends TransportContract {
    @Override
    protected Transport transport() {
        return new MemoryTransport();
    }
}
