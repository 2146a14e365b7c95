package dev.bogie.transport.nio.internal;

import dev.bogie.transport.Settings;

/** The same by loops on virtual threads. */
class NioOnVirtualThreadsContractTest extends NioContractTest {

    @Override
    protected Settings settings() {
        return super.settings().with(NioTransport.LOOP_THREADS, NioTransport.VIRTUAL);
    }
}
