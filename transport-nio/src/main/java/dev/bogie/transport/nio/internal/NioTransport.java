package dev.bogie.transport.nio.internal;

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
import java.nio.channels.ServerSocketChannel;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** TCP, Unix-domain streams and UDP by selector event loops. */
public final class NioTransport implements Transport {
    static final String NAME = "nio";
    static final String PLATFORM = "platform";
    static final String VIRTUAL = "virtual";

    static final Set<Capability> CAPABILITIES =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            Capability.STREAM,
                            Capability.DATAGRAM,
                            Capability.UNIX_DOMAIN,
                            Capability.HALF_CLOSE,
                            Capability.ADOPT_LISTENER,
                            Capability.ADOPT_CONNECTION));

    static final StreamFacts.OfTransport FACTS = new StreamFacts.OfTransport(NAME, CAPABILITIES);

    static final Setting<Long> LOOPS =
            Setting.count("nio.loops", 0, 0, 1_024, "event loops; 0 for one per processor");

    /**
     * Platform threads by default: the operating system preempts for them, so they go on answering
     * while blocking code computes on every carrier of the virtual threads. As virtual threads they
     * save the hop between loop and blocking code, and wait for a carrier with everybody else.
     */
    static final Setting<String> LOOP_THREADS =
            Setting.choice(
                    "nio.loop-threads",
                    PLATFORM,
                    List.of(PLATFORM, VIRTUAL),
                    "which threads run the loops: platform stays responsive while blocking code"
                            + " computes, virtual answers blocking code cheaper");

    static final Setting<Long> READ_BUFFER =
            Setting.size(
                    "nio.read-buffer",
                    Setting.kib(64),
                    1_024,
                    Setting.mib(16),
                    "the one read buffer of a loop: how much one connection reads in a turn");

    private static final List<Setting<?>> SETTINGS =
            Stream.of(
                            List.of(LOOPS, LOOP_THREADS, READ_BUFFER),
                            StreamSockets.SETTINGS,
                            UdpSockets.SETTINGS,
                            StreamLimits.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    /** Does nothing. */
    public NioTransport() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int priority() {
        return 100;
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
        return NioEngine.start(context, ServerSocketChannel::accept);
    }
}
