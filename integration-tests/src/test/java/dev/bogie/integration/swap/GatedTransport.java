package dev.bogie.integration.swap;

import dev.bogie.runtime.Registry;
import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * An installed transport by another name, of which a test can say what happens before it adopts:
 * the moment at which nobody accepts.
 *
 * @param of the real one
 * @param gate what happens
 */
record GatedTransport(Transport of, Gate gate) implements Transport {
    static final String NAME = "gated";

    /** What happens before a channel is adopted. */
    @FunctionalInterface
    interface Gate {
        /**
         * Called before each.
         *
         * @param number 0 for the first channel
         * @throws IOException refuses it
         */
        void adopting(int number) throws IOException;
    }

    static GatedTransport of(String name, Gate gate) {
        Transport found =
                Registry.installed().transports().stream()
                        .filter(t -> t.name().equals(name))
                        .findFirst()
                        .orElseThrow()
                        .service();
        return new GatedTransport(found, gate);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Availability availability(TransportContext context) {
        return of.availability(context);
    }

    @Override
    public Set<Capability> capabilities() {
        return of.capabilities();
    }

    @Override
    public List<Setting<?>> settings() {
        return of.settings();
    }

    @Override
    public Engine start(TransportContext context) throws IOException {
        return new Gated(of.start(context), gate, new AtomicInteger());
    }

    private record Gated(Engine of, Gate gate, AtomicInteger adopted) implements Engine {
        @Override
        public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
                throws IOException {
            if (target instanceof ListenTarget.Adopt) {
                gate.adopting(adopted.getAndIncrement());
            }
            return of.listen(target, handlers);
        }

        @Override
        public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
            return of.connect(target, handler);
        }

        @Override
        public long nanoTime() {
            return of.nanoTime();
        }

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            return of.schedule(delayNanos, task);
        }

        @Override
        public CompletionStage<Drained> close(Duration grace) {
            return of.close(grace);
        }
    }
}
