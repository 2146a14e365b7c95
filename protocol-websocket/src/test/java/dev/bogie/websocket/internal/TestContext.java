package dev.bogie.websocket.internal;

import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;

import java.util.List;

/** Default settings, and no other protocol. */
record TestContext(Threads threads) implements ProtocolContext {
    @Override
    public Settings settings() {
        return Settings.defaults();
    }

    @Override
    public <P extends Protocol<?>> List<P> find(Class<P> kind, Class<?> contract) {
        return List.of();
    }
}
