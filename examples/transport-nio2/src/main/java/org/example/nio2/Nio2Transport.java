package org.example.nio2;

import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.TcpSockets;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * TCP by asynchronous channels. An operation is begun and completes later; nothing says that a
 * channel is ready.
 */
public final class Nio2Transport implements Transport {
    /** {@code nio2.workers}. */
    static final Setting<Long> WORKERS =
            Setting.count(
                    "nio2.workers",
                    0,
                    0,
                    1_024,
                    "threads that take turns for connections; 0 for one per processor");

    static final String NAME = "nio2";

    /** No {@link Capability#ADOPT_LISTENER}: an asynchronous channel is made, never taken over. */
    static final Set<Capability> CAPABILITIES = Set.of(Capability.STREAM, Capability.HALF_CLOSE);

    static final StreamFacts.OfTransport FACTS = new StreamFacts.OfTransport(NAME, CAPABILITIES);

    private static final List<Setting<?>> SETTINGS =
            Stream.of(List.<Setting<?>>of(WORKERS), TcpSockets.SETTINGS, StreamLimits.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    /** Does nothing; for {@link java.util.ServiceLoader}. */
    public Nio2Transport() {}

    @Override
    public String name() {
        return NAME;
    }

    /** Below all that come with Bogie: who wants this one asks for it. */
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
        return SETTINGS;
    }

    @Override
    public Engine start(TransportContext context) throws IOException {
        return Nio2Engine.start(context);
    }
}
