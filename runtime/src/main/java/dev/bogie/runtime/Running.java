package dev.bogie.runtime;

import dev.bogie.transport.Engine;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A transport that was chosen and started, and what it was given.
 *
 * @param transport which
 * @param engine its engine
 * @param surroundings what the engine was given
 * @param layering what stands between it and the protocols
 * @param followers who of it follows the registry, until it ends
 */
record Running(
        Provider<Transport> transport,
        Engine engine,
        Surroundings surroundings,
        Layering layering,
        List<Registry.Follower> followers) {

    /** Starts what the choices ask for, to accept connections. */
    static Running server(Choices choices) {
        return start(choices, LayerContext.Side.SERVER);
    }

    /** Starts what the choices ask for, to open connections. */
    static Running client(Choices choices) {
        return start(choices, LayerContext.Side.CLIENT);
    }

    private static Running start(Choices choices, LayerContext.Side side) {
        Surroundings surroundings = new Surroundings(choices.registry(), choices.settings());
        Layering layering = Layering.of(choices.layers(), side, surroundings);
        Provider<Transport> transport = transport(choices.transport(), surroundings);
        Engine engine = start(transport, surroundings);
        Running running =
                new Running(
                        transport, engine, surroundings, layering, new CopyOnWriteArrayList<>());
        running.follow(layering);
        return running;
    }

    /**
     * The same on another transport, which this starts: within a limit, since a server that waits
     * for it serves meanwhile.
     */
    Running on(Provider<Transport> other) {
        Engine engine =
                surroundings.limited(
                        "transport " + other + " does not start",
                        () -> start(other, surroundings),
                        late -> {
                            var unused = late.close(Duration.ZERO);
                        });
        return new Running(other, engine, surroundings, layering, followers);
    }

    private static Engine start(Provider<Transport> transport, Surroundings surroundings) {
        try {
            return Objects.requireNonNull(
                    transport.service().start(surroundings), "it made no engine");
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

    /** Has a follower told of changes of the registry for as long as this runs. */
    void follow(Registry.Follower follower) {
        followers.add(follower);
        surroundings.registry().follow(follower);
    }

    /** Those of its followers that are of a kind. */
    <F extends Registry.Follower> List<F> followers(Class<F> kind) {
        return followers.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** One of its followers follows the registry no more. */
    void unfollow(Registry.Follower follower) {
        followers.remove(follower);
        surroundings.registry().unfollow(follower);
    }

    /** Nobody of it follows the registry any more. */
    void unfollow() {
        followers.forEach(surroundings.registry()::unfollow);
    }

    /** Ends all of it. */
    CompletionStage<Engine.Drained> drain(Duration grace) {
        unfollow();
        return engine.close(grace);
    }

    /** Ends all of it within the time that the settings give, and waits for that. */
    void close() {
        CompletableFuture<Engine.Drained> closed =
                drain(surroundings.settings().get(RuntimeSettings.DRAIN_TIME))
                        .toCompletableFuture();
        closed.join();
    }
}
