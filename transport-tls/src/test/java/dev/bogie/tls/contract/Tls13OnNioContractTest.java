package dev.bogie.tls.contract;

import dev.bogie.transport.Transport;
import dev.bogie.transport.nio.internal.NioTransport;

/** TLS 1.3 on {@code nio}. */
class Tls13OnNioContractTest extends TlsContract {

    Tls13OnNioContractTest() {
        super("TLSv1.3");
    }

    @Override
    protected Transport transport() {
        return new NioTransport();
    }
}
