package dev.bogie.tls.contract;

import dev.bogie.transport.Transport;
import dev.bogie.transport.memory.MemoryTransport;

/** TLS 1.3 on {@code memory}. */
class Tls13OnMemoryContractTest extends TlsContract {

    Tls13OnMemoryContractTest() {
        super("TLSv1.3");
    }

    @Override
    protected Transport transport() {
        return new MemoryTransport();
    }
}
