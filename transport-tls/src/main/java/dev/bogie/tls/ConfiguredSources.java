package dev.bogie.tls;

import dev.bogie.tls.machine.ClientHello;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.LayerContext.Side;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Threads;

import org.jspecify.annotations.Nullable;

import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLEngine;

/**
 * Keys and trust as the settings of servers and clients say, read once for each of them and kept as
 * long as its settings are. Thread-safe.
 */
final class ConfiguredSources {
    private final ReentrantLock reading = new ReentrantLock();

    // Guarded by itself, and never while files are read: connections ask on their drivers. The keys
    // are weak, so no value may hold one.
    private final Map<Settings, Map<Side, TlsMaterial>> read = new WeakHashMap<>();

    /** Reads what has not been read; may block. */
    TlsMaterial read(Side side, Settings settings, Threads threads) throws MaterialException {
        reading.lock();
        try {
            TlsMaterial known = known(side, settings);
            if (known != null) {
                return known;
            }
            TlsMaterial fresh = TlsMaterial.of(side, settings, threads);
            synchronized (read) {
                read.computeIfAbsent(settings, _ -> new EnumMap<>(Side.class)).put(side, fresh);
            }
            return fresh;
        } finally {
            reading.unlock();
        }
    }

    private @Nullable TlsMaterial known(Side side, Settings settings) {
        synchronized (read) {
            Map<Side, TlsMaterial> sides = read.get(settings);
            return sides == null ? null : sides.get(side);
        }
    }

    /** What was read; if nothing was, a source that reads when it is asked for the first engine. */
    EngineSource of(LayerContext context) {
        TlsMaterial known = known(context.side(), context.settings());
        return known == null ? new Unread(context) : known;
    }

    /** For whoever uses the layer without preparing it. */
    private final class Unread implements EngineSource {
        private final LayerContext context;

        Unread(LayerContext context) {
            this.context = context;
        }

        private EngineSource source() throws MaterialException {
            return read(context.side(), context.settings(), context.threads());
        }

        @Override
        public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
            return source().server(hello, protocols);
        }

        @Override
        public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
                throws Exception {
            return source().client(target, protocols);
        }
    }
}
