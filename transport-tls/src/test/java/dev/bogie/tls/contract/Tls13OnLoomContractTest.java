package dev.bogie.tls.contract;

import dev.bogie.transport.Transport;
import dev.bogie.transport.loom.internal.LoomTransport;

/** TLS 1.3 on {@code loom}. */
class Tls13OnLoomContractTest extends TlsContract {

    Tls13OnLoomContractTest() {
        super("TLSv1.3");
    }

    @Override
    protected Transport transport() {
        return new LoomTransport();
    }
}
