package dev.bogie.transport.nio.internal;

import dev.bogie.testkit.contract.TransportContract;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Transport;

import java.util.OptionalLong;

/** What every transport keeps, by loops on platform threads. */
class NioContractTest extends TransportContract {

    @Override
    protected Transport transport() {
        return new NioTransport();
    }

    @Override
    protected OptionalLong loopTurns(Engine engine) {
        return OptionalLong.of(((NioEngine) engine).loops().stream().mapToLong(Loop::rounds).sum());
    }
}
