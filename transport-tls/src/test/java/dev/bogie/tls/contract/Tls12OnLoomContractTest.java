package dev.bogie.tls.contract;

import dev.bogie.transport.Transport;
import dev.bogie.transport.loom.internal.LoomTransport;

/** TLS 1.2 on {@code loom}. */
class Tls12OnLoomContractTest extends TlsContract {

    Tls12OnLoomContractTest() {
        super("TLSv1.2");
    }

    @Override
    protected Transport transport() {
        return new LoomTransport();
    }
}
