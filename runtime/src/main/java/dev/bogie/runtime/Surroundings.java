package dev.bogie.runtime;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Settings;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;

import java.util.List;

/** What one server or one client gives to its transport, its layers and its protocols. */
final class Surroundings implements TransportContext, ProtocolContext {
    private final Registry registry;
    private final Settings settings;
    private final CountedThreads threads = new CountedThreads();
    private final ChunkPool buffers;

    Surroundings(Registry registry, Settings settings) {
        this.registry = registry;
        this.settings = settings;
        this.buffers = new ChunkPool(Math.toIntExact(settings.get(RuntimeSettings.FREE_CHUNKS)));
    }

    Registry registry() {
        return registry;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public CountedThreads threads() {
        return threads;
    }

    @Override
    public BufferPool buffers() {
        return buffers;
    }

    @Override
    public <P extends Protocol<?>> List<P> find(Class<P> kind, Class<?> contract) {
        return registry.protocols(kind, contract).stream().map(Provider::service).toList();
    }
}
