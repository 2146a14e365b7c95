package dev.bogie.transport.memory;

import dev.bogie.transport.Availability;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Engine;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;
import dev.bogie.transport.Transport;
import dev.bogie.transport.TransportContext;
import dev.bogie.transport.support.StreamLimits;
import dev.bogie.transport.support.UdpSockets;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The transport {@code memory}, found as a service: bytes that never leave the process.
 *
 * <p>Engines of one process meet, as if on its loopback interface, if their {@code memory.…}
 * settings are equal; a server and a client need not know each other. Each engine brings a thread,
 * and that of the eldest runs the network, the handlers of the others included. Time is the
 * machine's, since the threads that use such engines are not part of a simulation; so runs are not
 * deterministic, but cuts, order and delays are still drawn from the seed, and input buffers are
 * still poisoned.
 *
 * <p>For virtual time and runs that can be repeated, make a {@link Network} and use {@link
 * Network#transport}.
 */
public final class MemoryTransport implements Transport {
    static final String NAME = "memory";

    /** {@code memory.seed}. */
    public static final Setting<Long> SEED =
            Setting.count("memory.seed", 0, 0, Long.MAX_VALUE >> 4, "what chance is drawn from");

    /** {@code memory.pipe}. */
    public static final Setting<Long> PIPE =
            Setting.size(
                    "memory.pipe",
                    Conditions.PIPE,
                    1,
                    Setting.mib(16),
                    "bytes that one direction of a connection holds");

    /** {@code memory.latency}. */
    public static final Setting<Duration> LATENCY =
            Setting.duration(
                    "memory.latency",
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ofMinutes(1),
                    "the most that a message takes; each takes from nothing to this");

    /** {@code memory.splits}. */
    public static final Setting<Boolean> SPLITS =
            Setting.flag("memory.splits", false, "whether reads are cut at random");

    private static final List<Setting<?>> SETTINGS =
            Stream.of(
                            List.<Setting<?>>of(SEED, PIPE, LATENCY, SPLITS),
                            UdpSockets.SETTINGS,
                            StreamLimits.SETTINGS)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    /** The networks that engines of this process share, as sockets share the loopback interface. */
    private static final Map<Wiring, Shared> SHARED = new HashMap<>();

    private final @Nullable Network network;

    /** Called by the service loader. */
    public MemoryTransport() {
        this.network = null;
    }

    MemoryTransport(Network network) {
        this.network = network;
    }

    private record Wiring(long seed, int pipe, Duration latency, boolean splits) {
        static Wiring of(Settings settings) {
            return new Wiring(
                    settings.get(SEED),
                    settings.get(PIPE).intValue(),
                    settings.get(LATENCY),
                    settings.get(SPLITS));
        }

        Network network() {
            return Network.real(seed)
                    .pipe(pipe)
                    .latency(Duration.ZERO, latency)
                    .splits(splits ? Splits.random() : Splits.whole());
        }
    }

    private static final class Shared {
        final Network network;
        int engines;

        Shared(Network network) {
            this.network = network;
        }
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Below all that move bytes between processes: it is chosen only where it is alone or asked
     * for.
     */
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
        return capabilities(network != null);
    }

    static Set<Capability> capabilities(boolean virtual) {
        Set<Capability> all =
                EnumSet.of(
                        Capability.STREAM,
                        Capability.DATAGRAM,
                        Capability.UNIX_DOMAIN,
                        Capability.HALF_CLOSE);
        if (virtual) {
            all.add(Capability.VIRTUAL_TIME);
        }
        return Set.copyOf(all);
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS;
    }

    @Override
    public Engine start(TransportContext context) {
        if (network != null) {
            return network.engine(context);
        }
        Wiring wiring = Wiring.of(context.settings());
        Network shared = enter(wiring);
        MemoryEngine engine = shared.start(context, capabilities());
        Thread unused =
                context.threads()
                        .start(
                                Threads.Kind.PLATFORM,
                                "bogie-memory",
                                () -> {
                                    try {
                                        shared.drive(engine);
                                    } finally {
                                        leave(wiring);
                                        engine.ended().complete(engine.drained().getNow(null));
                                    }
                                });
        return engine;
    }

    private static Network enter(Wiring wiring) {
        synchronized (SHARED) {
            Shared shared = SHARED.computeIfAbsent(wiring, w -> new Shared(w.network()));
            shared.engines++;
            return shared.network;
        }
    }

    private static void leave(Wiring wiring) {
        synchronized (SHARED) {
            Shared shared = SHARED.get(wiring);
            if (shared != null && --shared.engines == 0) {
                SHARED.remove(wiring);
            }
        }
    }
}
