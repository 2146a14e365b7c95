package dev.bogie.tls.contract;

import dev.bogie.transport.Transport;
import dev.bogie.transport.memory.MemoryTransport;

/** TLS 1.2 on {@code memory}. */
class Tls12OnMemoryContractTest extends TlsContract {

    Tls12OnMemoryContractTest() {
        super("TLSv1.2");
    }

    @Override
    protected Transport transport() {
        return new MemoryTransport();
    }
}
