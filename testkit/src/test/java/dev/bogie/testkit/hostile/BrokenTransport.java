package dev.bogie.testkit.hostile;

import dev.bogie.testkit.stranger.PipeTransport;
import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.Engine;
import dev.bogie.transport.ListenTarget;
import dev.bogie.transport.Listener;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** A good transport, broken in one way. */
record BrokenTransport(Breakage breakage) implements Transport {
    private static final Transport GOOD = new PipeTransport();

    @Override
    public String name() {
        return GOOD.name();
    }

    @Override
    public Availability availability(TransportContext context) {
        return GOOD.availability(context);
    }

    @Override
    public Set<Capability> capabilities() {
        return GOOD.capabilities();
    }

    @Override
    public Engine start(TransportContext context) throws IOException {
        breakage.started(context);
        return new BrokenEngine(breakage, GOOD.start(context));
    }

    private record BrokenEngine(Breakage breakage, Engine good) implements Engine {
        @Override
        public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
                throws IOException {
            return good.listen(target, () -> breakage.handler(breakage.ask(handlers)));
        }

        @Override
        public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
            return breakage.connecting(good.connect(target, breakage.handler(handler)));
        }

        @Override
        public long nanoTime() {
            return good.nanoTime();
        }

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            return good.schedule(delayNanos, task);
        }

        @Override
        public CompletionStage<Drained> close(Duration grace) {
            return good.close(grace);
        }
    }
}
