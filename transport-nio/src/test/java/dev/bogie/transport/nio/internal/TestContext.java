package dev.bogie.transport.nio.internal;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A context that remembers the threads it has made. */
final class TestContext implements TransportContext {
    final ChunkPool pool = new ChunkPool(64);
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    private Settings settings = Settings.defaults();

    <T> TestContext with(Setting<T> setting, T value) {
        settings = settings.with(setting, value);
        return this;
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Threads threads() {
        return (kind, name, body) -> {
            Thread thread =
                    kind == Threads.Kind.VIRTUAL
                            ? Thread.ofVirtual().name(name).unstarted(body)
                            : Thread.ofPlatform().daemon().name(name).unstarted(body);
            threads.add(thread);
            thread.start();
            return thread;
        };
    }

    @Override
    public BufferPool buffers() {
        return pool;
    }
}
