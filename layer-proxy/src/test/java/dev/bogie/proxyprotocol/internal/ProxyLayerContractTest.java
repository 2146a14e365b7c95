package dev.bogie.proxyprotocol.internal;

import dev.bogie.testkit.contract.TransportContract;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Layer;
import dev.bogie.transport.Transport;
import dev.bogie.transport.memory.MemoryTransport;

import java.util.HashSet;
import java.util.Set;

/**
 * The contract of connections above the layer, whose client side writes the header that its server
 * side reads.
 */
class ProxyLayerContractTest extends TransportContract {
    private final Layer layer = new ProxyLayer();

    @Override
    protected Transport transport() {
        return new MemoryTransport();
    }

    @Override
    protected Layer layer() {
        return layer;
    }

    /** Only peers whose addresses are of the internet can be trusted. */
    @Override
    protected Set<Capability> capabilities() {
        Set<Capability> left = new HashSet<>(super.capabilities());
        left.remove(Capability.UNIX_DOMAIN);
        return left;
    }
}
