package dev.bogie.sse.internal;

import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;

import java.util.List;

/** Threads that run at once, and no other protocol. */
record TestContext(Settings settings) implements ProtocolContext {
    @Override
    public Threads threads() {
        return (kind, name, body) -> {
            body.run();
            return Thread.currentThread();
        };
    }

    @Override
    public <P extends Protocol<?>> List<P> find(Class<P> kind, Class<?> contract) {
        return List.of();
    }
}
