package dev.bogie.transport.loom.internal;

import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.StreamFacts;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.StreamSockets;
import dev.bogie.transport.support.UdpSockets;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** TCP and Unix-domain streams, and UDP, by one virtual thread for each connection or port. */
public final class LoomTransport implements Transport {
    /** {@code loom.pollers}. */
    static final Setting<Long> POLLERS =
            Setting.count(
                    "loom.pollers",
                    0,
                    0,
                    1_024,
                    "threads that watch the sockets of all others; 0 for one per four processors");

    static final String NAME = "loom";

    static final Set<Capability> CAPABILITIES =
            Set.of(
                    Capability.STREAM,
                    Capability.DATAGRAM,
                    Capability.UNIX_DOMAIN,
                    Capability.HALF_CLOSE,
                    Capability.ADOPT_LISTENER,
                    Capability.ADOPT_CONNECTION);

    static final StreamFacts.OfTransport FACTS = new StreamFacts.OfTransport(NAME, CAPABILITIES);

    private static final List<Setting<?>> SETTINGS =
            Stream.of(
                            List.<Setting<?>>of(POLLERS),
                            StreamSockets.SETTINGS,
                            UdpSockets.SETTINGS,
                            StreamLimits.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    /** Does nothing; for {@link java.util.ServiceLoader}. */
    public LoomTransport() {}

    @Override
    public String name() {
        return NAME;
    }

    /** Below {@code nio}, which serves more connections with the same processors. */
    @Override
    public int priority() {
        return -10;
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
        return LoomEngine.start(context);
    }
}
