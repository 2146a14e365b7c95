package dev.bogie.transport.loom.internal;

import dev.bogie.testkit.contract.TransportContract;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Transport;

import java.util.OptionalLong;

/** What every transport has to keep. */
class LoomContractTest extends TransportContract {
    @Override
    protected Transport transport() {
        return new LoomTransport();
    }

    @Override
    protected OptionalLong loopTurns(Engine engine) {
        return OptionalLong.of(((LoomEngine) engine).rounds());
    }
}
