package dev.bogie.testkit.hostile;

import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.ConnectTarget;
import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.DatagramHandler;
import dev.bogie.transport.DatagramPort;
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

/** A good transport under another name: override what is to be broken. */
abstract class PassingTransport implements Transport {
    private final Transport good;

    PassingTransport(Transport good) {
        this.good = good;
    }

    @Override
    public String name() {
        return good.name();
    }

    @Override
    public Availability availability(TransportContext context) {
        return good.availability(context);
    }

    @Override
    public Set<Capability> capabilities() {
        return good.capabilities();
    }

    @Override
    public Engine start(TransportContext context) throws IOException {
        return engine(good.start(context));
    }

    /** What stands before a good engine. */
    abstract Engine engine(Engine started);

    /** A good engine: override what is to be broken. */
    static class PassingEngine implements Engine {
        final Engine good;

        PassingEngine(Engine good) {
            this.good = good;
        }

        @Override
        public Listener listen(ListenTarget target, Supplier<ConnectionHandler> handlers)
                throws IOException {
            return good.listen(target, handlers);
        }

        @Override
        public CompletionStage<Void> connect(ConnectTarget target, ConnectionHandler handler) {
            return good.connect(target, handler);
        }

        @Override
        public DatagramPort bind(ListenTarget target, DatagramHandler handler) throws IOException {
            return good.bind(target, handler);
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
