package dev.bogie.tls.contract;

import dev.bogie.testkit.contract.TransportContract;
import dev.bogie.tls.EngineSource;
import dev.bogie.tls.TestKeys;
import dev.bogie.tls.TlsLayer;
import dev.bogie.tls.TlsSettings;
import dev.bogie.tls.machine.ClientHello;
import dev.bogie.transport.Layer;
import dev.bogie.transport.Settings;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLEngine;

/** What every transport keeps, above TLS of one version. */
abstract class TlsContract extends TransportContract {
    private final Layer layer;

    TlsContract(String version) {
        layer = new TlsLayer(new OneVersion(version, EngineSource.of(TestKeys.context())));
    }

    @Override
    protected Layer layer() {
        return layer;
    }

    @Override
    protected Settings settings() {
        // a thousand handshakes at once take their time on a busy machine
        return Settings.defaults().with(TlsSettings.HANDSHAKE_TIMEOUT, Duration.ofMinutes(2));
    }

    @Override
    protected int crowd() {
        return 100; // each costs both sides a signature
    }

    private record OneVersion(String version, EngineSource source) implements EngineSource {
        @Override
        public SSLEngine server(ClientHello hello, List<String> protocols) throws Exception {
            return only(source.server(hello, protocols));
        }

        @Override
        public SSLEngine client(Optional<SocketAddress> target, List<String> protocols)
                throws Exception {
            return only(source.client(target, protocols));
        }

        private SSLEngine only(SSLEngine engine) {
            engine.setEnabledProtocols(new String[] {version});
            return engine;
        }
    }
}
