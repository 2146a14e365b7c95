package dev.bogie.tls;

import dev.bogie.tls.machine.ClientHello;
import dev.bogie.transport.LayerContext;
import dev.bogie.transport.LayerContext.Side;
import dev.bogie.transport.Settings;

import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

import javax.net.ssl.SSLEngine;

/**
 * Keys and trust as the settings of servers and clients say, read once for each of them: a server's
 * when its first client says hello, on a thread that may block, a client's when it connects.
 */
final class ConfiguredSources {
    /** So many servers and clients of different settings; of more, the eldest reads again. */
    private static final int KEPT = 64;

    private record Key(Side side, Settings settings) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, TlsMaterial> read = new LinkedHashMap<>(); // guarded by the lock

    EngineSource of(LayerContext context) {
        return new Source(context);
    }

    private TlsMaterial material(LayerContext context) throws MaterialException {
        Key key = new Key(context.side(), context.settings());
        lock.lock();
        try {
            TlsMaterial known = read.get(key);
            if (known != null) {
                return known;
            }
            TlsMaterial fresh = TlsMaterial.of(context);
            if (read.size() == KEPT) {
                read.remove(read.keySet().iterator().next());
            }
            read.put(key, fresh);
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private final class Source implements EngineSource {
        private final LayerContext context;

        Source(LayerContext context) {
            this.context = context;
        }

        @Override
        public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
            return material(context).server(hello, protocols);
        }

        @Override
        public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
                throws Exception {
            return material(context).client(target, protocols);
        }
    }
}
