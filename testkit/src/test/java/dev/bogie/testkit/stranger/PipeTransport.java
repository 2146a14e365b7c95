package dev.bogie.testkit.stranger;

import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;

import java.util.Set;

/**
 * A transport as a stranger may write it with nothing but the published tools: pipes within one
 * engine, one thread that takes all turns. Plain rather than fast, and easy to break on purpose.
 */
public final class PipeTransport implements Transport {
    @Override
    public String name() {
        return "pipe";
    }

    @Override
    public Availability availability(TransportContext context) {
        return Availability.available();
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.STREAM, Capability.HALF_CLOSE);
    }

    @Override
    public Engine start(TransportContext context) {
        return new PipeEngine(context);
    }
}
