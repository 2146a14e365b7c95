package dev.bogie.testkit.stranger;

import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.StreamLimits;

import java.util.List;
import java.util.Set;

/**
 * The transport, found as a service: bounded pipes between the connections of one engine, and one
 * thread that takes all turns. Plain rather than fast: a place to begin.
 */
public final class PipeTransport implements Transport {
    static final String NAME = "pipe";

    private static final Set<Capability> CAPABILITIES =
            Set.of(Capability.STREAM, Capability.HALF_CLOSE);

    /** What all connections have in common. */
    static final StreamFacts.OfTransport FACTS = new StreamFacts.OfTransport(NAME, CAPABILITIES);

    /** For the service loader. */
    public PipeTransport() {}

    @Override
    public String name() {
        return NAME;
    }

    /** Never chosen unless asked for: it reaches nobody outside of its engine. */
    @Override
    public int priority() {
        return -100;
    }

    @Override
    public Availability availability(TransportContext context) {
        return Availability.available();
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<Setting<?>> settings() {
        return StreamLimits.SETTINGS;
    }

    @Override
    public Engine start(TransportContext context) {
        return new PipeEngine(context);
    }
}
