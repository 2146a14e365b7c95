package dev.bogie.tls.contract;

import dev.bogie.testkit.contract.TransportContract;
import dev.bogie.tls.EngineSource;
import dev.bogie.tls.OneVersion;
import dev.bogie.tls.TestKeys;
import dev.bogie.tls.TlsLayer;
import dev.bogie.tls.TlsSettings;
import dev.bogie.transport.Capability;
import dev.bogie.transport.Layer;
import dev.bogie.transport.Settings;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import javax.net.ssl.SSLContext;

/** What every transport keeps, above TLS of one version. */
abstract class TlsContract extends TransportContract {
    private static final SSLContext CONTEXT = TestKeys.context(); // to read the key takes long

    private final String version;
    private final Layer layer;

    TlsContract(String version) {
        this.version = version;
        this.layer = new TlsLayer(new OneVersion(version, EngineSource.of(CONTEXT)));
    }

    @Override
    protected Layer layer() {
        return layer;
    }

    /**
     * Under TLS 1.2 close_notify ends both directions (RFC 5246 §7.2.1). And a client connects to
     * what a certificate can name, which a path is not.
     */
    @Override
    protected Set<Capability> capabilities() {
        Set<Capability> left = new HashSet<>(super.capabilities());
        left.removeAll(Set.of(Capability.FILE_TRANSFER, Capability.UNIX_DOMAIN));
        if (version.equals("TLSv1.2")) {
            left.remove(Capability.HALF_CLOSE);
        }
        return left;
    }

    @Override
    protected Settings settings() {
        // a hundred handshakes at once take their time on a busy machine
        return Settings.defaults().with(TlsSettings.HANDSHAKE_TIMEOUT, Duration.ofMinutes(2));
    }

    @Override
    protected int crowd() {
        return 100; // each costs both sides a signature
    }
}
