package org.example.nio2;

import dev.bogie.testkit.contract.TransportContract;
import dev.bogie.transport.Transport;

/** What every transport has to keep. */
class Nio2ContractTest extends TransportContract {
    @Override
    protected Transport transport() {
        return new Nio2Transport();
    }

    /** An asynchronous channel has no SO_LINGER, the one way to break off with a reset. */
    @Override
    protected boolean tellsResets() {
        return false;
    }
}
