package dev.bogie.tls.contract;

import dev.bogie.transport.Transport;
import dev.bogie.transport.nio.internal.NioTransport;

/** TLS 1.2 on {@code nio}. */
class Tls12OnNioContractTest extends TlsContract {

    Tls12OnNioContractTest() {
        super("TLSv1.2");
    }

    @Override
    protected Transport transport() {
        return new NioTransport();
    }
}
