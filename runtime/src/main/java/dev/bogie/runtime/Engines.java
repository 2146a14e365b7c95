package dev.bogie.runtime;

import dev.bogie.transport.Engine;
import dev.bogie.transport.Engine.Drained;
import dev.bogie.transport.support.Deadline;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * The engines of one server: the one that carries it, those that it has left and that drain, and
 * one that is being tried. Thread-safe; calls nobody while it holds its lock.
 */
final class Engines {
    private static final Logger LOG = LoggerFactory.getLogger(Engines.class);

    private volatile Running current;

    // Guarded by this
    private final Set<Engine> open = new LinkedHashSet<>(); // the order in which they close
    private final Map<Engine, Leaving> leaving = new LinkedHashMap<>();
    private @Nullable Duration closing; // the shortest grace that was asked for

    /** An engine that drains, until when by its own clock. */
    private record Leaving(String transport, long deadline) {}

    Engines(Running current) {
        this.current = current;
        open.add(current.engine());
    }

    Running current() {
        return current;
    }

    synchronized boolean isClosing() {
        return closing != null;
    }

    /** A new engine is to be tried: whoever closes closes it too. False if that has happened. */
    boolean enter(Engine engine) {
        boolean entered;
        synchronized (this) {
            entered = closing == null && open.add(engine);
        }
        if (!entered) {
            var unused = closed(engine, Duration.ZERO);
        }
        return entered;
    }

    /** Another engine carries the server from now on; false if it closes instead. */
    synchronized boolean replace(Running next) {
        if (closing != null) {
            return false;
        }
        current = next;
        return true;
    }

    /** Drains an engine that does not carry the server. */
    CompletionStage<Drained> leave(Running left, Duration grace) {
        Engine engine = left.engine();
        Leaving until = new Leaving(left.transport().name(), Deadline.after(now(engine), grace));
        synchronized (this) {
            leaving.put(engine, until);
        }
        return closed(engine, grace).whenComplete((_, _) -> forget(engine));
    }

    private synchronized void forget(Engine engine) {
        open.remove(engine);
        leaving.remove(engine);
    }

    /** The engines that drain, and how long they still have. */
    List<ServerStatus.Draining> draining() {
        Map<Engine, Leaving> now;
        synchronized (this) {
            now = new LinkedHashMap<>(leaving);
        }
        List<ServerStatus.Draining> draining = new ArrayList<>();
        now.forEach(
                (engine, until) -> {
                    long left = Math.max(0, until.deadline() - now(engine));
                    draining.add(
                            new ServerStatus.Draining(until.transport(), Duration.ofNanos(left)));
                });
        return draining;
    }

    /** Drains all; nothing enters any more. */
    CompletionStage<Drained> close(Duration grace) {
        List<Engine> all;
        synchronized (this) {
            if (closing == null || grace.compareTo(closing) < 0) {
                closing = grace;
            }
            all = List.copyOf(open);
        }
        List<CompletableFuture<Drained>> ends =
                all.stream().map(e -> closed(e, grace).toCompletableFuture()).toList();
        return CompletableFuture.allOf(ends.toArray(CompletableFuture<?>[]::new))
                .thenApply(_ -> sum(ends.stream().map(CompletableFuture::join)));
    }

    /** That of a plugin may fail to close: the others are closed all the same. */
    private static CompletionStage<Drained> closed(Engine engine, Duration grace) {
        try {
            return Objects.requireNonNull(engine.close(grace), "it says no end");
        } catch (RuntimeException | Error e) {
            LOG.warn("an engine of {} does not close: {}", engine.getClass(), OneLine.of(e));
            return CompletableFuture.completedStage(new Drained(0, 0));
        }
    }

    private static long now(Engine engine) {
        try {
            return engine.nanoTime();
        } catch (RuntimeException | Error e) {
            return System.nanoTime();
        }
    }

    private static Drained sum(Stream<Drained> parts) {
        return parts.reduce(
                new Drained(0, 0),
                (a, b) -> new Drained(a.ended() + b.ended(), a.aborted() + b.aborted()));
    }
}
