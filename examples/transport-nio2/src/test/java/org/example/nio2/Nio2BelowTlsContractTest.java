package org.example.nio2;

import dev.bogie.tls.EngineSource;
import dev.bogie.tls.TlsLayer;
import dev.bogie.tls.TlsSettings;
import dev.bogie.transport.Layer;
import dev.bogie.transport.Settings;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;

/** The same above TLS 1.3: hundreds of handshakes. */
@Tag("long")
class Nio2BelowTlsContractTest extends Nio2ContractTest {
    @TempDir static Path directory;

    private static Layer tls;

    @BeforeAll
    static void makeKey() throws Exception {
        tls = new TlsLayer(EngineSource.of(Certificate.made(directory)));
    }

    @Override
    protected Layer layer() {
        return tls;
    }

    @Override
    protected Settings settings() {
        // forty handshakes at once take their time on a busy machine
        return Settings.defaults().with(TlsSettings.HANDSHAKE_TIMEOUT, Duration.ofMinutes(2));
    }

    @Override
    protected int crowd() {
        return 40; // each costs both sides a signature
    }
}
