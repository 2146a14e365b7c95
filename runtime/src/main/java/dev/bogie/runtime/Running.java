package dev.bogie.runtime;

import dev.bogie.transport.Engine;
import dev.bogie.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/**
 * A transport that was chosen and started, and what it was given.
 *
 * @param transport which
 * @param engine its engine
 * @param surroundings what the engine was given
 * @param layering what stands between it and the protocols
 */
record Running(
        Provider<Transport> transport,
        Engine engine,
        Surroundings surroundings,
        Layering layering) {

    /** Starts what the choices ask for. */
    static Running start(Choices choices) {
        Surroundings surroundings = new Surroundings(choices.registry(), choices.settings());
        Layering layering = Layering.of(choices.layers(), surroundings);
        Provider<Transport> transport = transport(choices.transport(), surroundings);
        try {
            Engine engine = transport.service().start(surroundings);
            return new Running(transport, engine, surroundings, layering);
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new ConfigurationException(
                    "transport " + transport + " does not start: " + OneLine.of(e), e);
        }
    }

    private static Provider<Transport> transport(@Nullable String name, Surroundings surroundings) {
        Registry registry = surroundings.registry();
        return name == null
                ? registry.bestTransport(surroundings)
                : registry.transport(name, surroundings);
    }

    /** Ends all of it within the time that the settings give, and waits for that. */
    void close() {
        CompletableFuture<Engine.Drained> closed =
                engine.close(surroundings.settings().get(RuntimeSettings.DRAIN_TIME))
                        .toCompletableFuture();
        closed.join();
    }
}
