package dev.bogie.testkit.stranger;

import dev.bogie.testkit.contract.TransportContract;
import dev.bogie.transport.Transport;

class PipeTransportTest extends TransportContract {
    @Override
    protected Transport transport() {
        return new PipeTransport();
    }
}
