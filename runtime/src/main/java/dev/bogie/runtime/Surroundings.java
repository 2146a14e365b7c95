package dev.bogie.runtime;

import dev.bogie.transport.BufferPool;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Settings;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.ChunkPool;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

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

    /**
     * Has a plugin's code start something, for no longer than a plugin may take to start.
     *
     * @param what is started, to begin an error with
     * @param start fails best with a {@link ConfigurationException} of its own words
     * @param discard given what came too late
     * @throws ConfigurationException if it fails, or takes longer
     */
    <T> T limited(String what, Callable<T> start, Consumer<? super T> discard) {
        Duration limit = settings.get(RuntimeSettings.PLUGIN_START_TIME);
        try {
            return LimitedStart.run("bogie-start", limit, start, discard);
        } catch (TimeoutException e) {
            throw new ConfigurationException(
                    what
                            + ": not within "
                            + limit.toMillis()
                            + " ms ("
                            + RuntimeSettings.PLUGIN_START_TIME.name()
                            + "), last seen at "
                            + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConfigurationException(what + ": it was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConfigurationException told) {
                throw told;
            }
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new ConfigurationException(what + ": " + OneLine.of(cause), cause);
        }
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
